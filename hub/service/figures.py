"""Carries casework's numbers from the journal to where telemetry lies, behind everybody's back.

Owns how far the journal was read. Nothing waits for it: a store that is down is asked again, and gets later
all that it missed. What was written may be written again, and is the same: so a hub that is killed, and
one that works beside another, count nothing twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

import structlog

from device_profiles.delivery.clock import Clock
from device_profiles.delivery.patience import Patience
from hub.domain.events import Event
from hub.domain.figures import figures_of
from hub.domain.words import CaseId, EpochMs
from hub.ports.figures import FigureStore
from hub.ports.journal import Books, Journal
from hub.ports.oversight import ClosedCase, Place
from hub.ports.telemetry import TelemetryStoreUnavailableError

LOOK_EVERY_S: Final = 5.0
SETTLED_AFTER_MS: Final = 60_000
"""Whatever began so long ago is committed: what was read up to then needs no second look."""
FURTHEST_BACK_MS: Final = 31 * 24 * 3600 * 1000
"""A store that is new gets a month of what was closed."""
PAGE: Final = 200
"""So many cases are read in one transaction, so that nobody's commit waits long behind it."""

_log = structlog.get_logger()


class CaseworkFigures:
    """Looks every five seconds at what has happened to cases."""

    def __init__(self, journal: Journal, store: FigureStore, clock: Clock) -> None:
        self._journal = journal
        self._store = store
        self._clock = clock
        self._patience = Patience("casework figures")
        self._read_until: EpochMs | None = None
        self._looked_at: EpochMs = 0
        self._store_is_down = False

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            try:
                await self._patience.insist(self.look)
            except TelemetryStoreUnavailableError as error:
                if not self._store_is_down:
                    _log.warning("casework figures wait", reason=str(error))
                self._store_is_down = True
            else:
                self._store_is_down = False
            await asyncio.sleep(LOOK_EVERY_S)

    async def look(self) -> None:
        """Write all that has happened and is not written for good.

        Raises:
            TelemetryStoreUnavailableError: the store did not take it; look again.
            DatabaseUnavailableError: the journal cannot be read.
        """
        now_ms = self._clock.now_ms()
        if self._read_until is None:
            self._read_until = await self._store.read_until() or now_ms - FURTHEST_BACK_MS
        settled_ms = now_ms - SETTLED_AFTER_MS
        await self._write_closed(min(self._read_until, settled_ms), now_ms)
        # What is open is no longer in the list of closed cases once it is closed, and then is read whole.
        await self._write_open(min(self._looked_at, settled_ms))
        self._looked_at = now_ms

    async def _write_closed(self, since: EpochMs, now_ms: EpochMs) -> None:
        after: Place = (since, "")
        while True:
            page, told = await self._journal.transact(_closed_behind(after, now_ms))
            if not page:
                return
            await self._write(told)
            after = (page[-1].closed_at, page[-1].case)
            read_until = min(page[-1].closed_at, now_ms - SETTLED_AFTER_MS)
            await self._store.set_read_until(read_until)
            self._read_until = read_until

    async def _write_open(self, since: EpochMs) -> None:
        cases = await self._journal.transact(lambda books: books.oversight.open_since(since))
        for first in range(0, len(cases), PAGE):
            await self._write(await self._journal.transact(_told_of(cases[first : first + PAGE])))

    async def _write(self, told: dict[CaseId, list[Event]]) -> None:
        await self._store.write(
            [figure for case, events in told.items() for figure in figures_of(case, events)]
        )


def _closed_behind(
    after: Place, until: EpochMs
) -> Callable[[Books], tuple[list[ClosedCase], dict[CaseId, list[Event]]]]:
    def read(books: Books) -> tuple[list[ClosedCase], dict[CaseId, list[Event]]]:
        page = books.oversight.closed(after, until + 1, PAGE)
        return page, books.oversight.told_of([case.case for case in page])

    return read


def _told_of(cases: list[CaseId]) -> Callable[[Books], dict[CaseId, list[Event]]]:
    return lambda books: books.oversight.told_of(cases)
