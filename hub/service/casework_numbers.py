"""Casework's numbers as pages ask for them: a day by the hour, a month by the day.

Asks the store once for all who look: a month is long to sum, and of a day's bar a minute says little.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from device_profiles.delivery.clock import Clock
from hub.domain.figures import Tallied
from hub.domain.words import EpochMs
from hub.ports.figures import FigureStore

SpanName: TypeAlias = Literal["24h", "30d"]
HOUR_MS: Final = 3600 * 1000
SPANS: Final[dict[SpanName, tuple[int, int]]] = {
    "24h": (24 * HOUR_MS, HOUR_MS),
    "30d": (30 * 24 * HOUR_MS, 24 * HOUR_MS),
}
"""How far back each span reaches, and how long the stretches are that it is drawn in (ms)."""
ANSWERS_A_STRETCH: Final = 1_440
"""An answer holds for this part of a stretch: 2.5 s of an hour, a minute of a day."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """What happened from `since` to `until`, in stretches of `part_ms`: by branch and procedure."""

    since: EpochMs
    until: EpochMs
    part_ms: int
    tallied: list[Tallied]


class CaseworkNumbers:
    """Remembers the last answer for each span."""

    def __init__(self, store: FigureStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._asking = asyncio.Lock()
        self._last: dict[SpanName, Numbers] = {}

    async def of(self, span: SpanName) -> Numbers:
        """What happened in the span that ends now, or ended a moment ago.

        Raises:
            TelemetryStoreUnavailableError: the store cannot be read now.
        """
        length_ms, part_ms = SPANS[span]
        async with self._asking:  # who comes second finds what the first was told
            now_ms = self._clock.now_ms()
            last = self._last.get(span)
            if last is None or not 0 <= now_ms - last.until < part_ms // ANSWERS_A_STRETCH:
                since = (now_ms - length_ms) // part_ms * part_ms
                tallied = await self._store.tallied(since, now_ms + 1, part_ms)
                last = self._last[span] = Numbers(since, now_ms, part_ms, tallied)
        return last
