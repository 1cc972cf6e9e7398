"""A store of casework's numbers in memory, which can be made unavailable."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from hub.domain.figures import NS_A_MS, Figure, Spread, Tallied, percentile
from hub.ports.telemetry import TelemetryStoreUnavailableError


class MemoryFigureStore:
    """Keeps figures in a dictionary. `available = False` makes every call fail; `asked`: how often."""

    def __init__(self) -> None:
        self.available = True
        self.asked = 0
        self._figures: dict[tuple[int, str, str, str], Figure] = {}
        self._read_until: int | None = None

    @property
    def figures(self) -> list[Figure]:
        """What is stored, in order of time."""
        return [figure for _, figure in sorted(self._figures.items())]

    async def write(self, figures: Sequence[Figure]) -> None:
        self._must_be_available()
        for figure in figures:
            self._figures[figure.at_ns, figure.branch, figure.procedure, figure.what] = figure

    async def read_until(self) -> int | None:
        self._must_be_available()
        return self._read_until

    async def set_read_until(self, at: int) -> None:
        self._must_be_available()
        self._read_until = at

    async def tallied(self, since: int, until: int, part_ms: int) -> list[Tallied]:
        self._must_be_available()
        self.asked += 1
        parts: dict[tuple[str, str, int], list[Figure]] = {}
        for figure in self._figures.values():
            at_ms = figure.at_ns // NS_A_MS
            if since <= at_ms < until:
                part = (figure.branch, figure.procedure, at_ms // part_ms * part_ms)
                parts.setdefault(part, []).append(figure)
        return [_tallied(*part, figures) for part, figures in sorted(parts.items())]

    async def close(self) -> None:
        self.available = False

    def _must_be_available(self) -> None:
        if not self.available:
            msg = "the store is down"
            raise TelemetryStoreUnavailableError(msg)


def _tallied(branch: str, procedure: str, start_ms: int, figures: list[Figure]) -> Tallied:
    waited = [figure.waited_s for figure in figures if figure.waited_s is not None]
    handled = [figure.handled_s for figure in figures if figure.handled_s is not None]
    counts = Counter(figure.what for figure in figures)
    return Tallied(branch, procedure, start_ms, dict(counts), _spread(waited), _spread(handled))


def _spread(times_s: list[int]) -> Spread | None:
    median, p95 = percentile(times_s, 50), percentile(times_s, 95)
    return None if median is None or p95 is None else Spread(median, p95)
