"""Forgets the history of alarms and notices once it is old, a few rows a transaction.

Owns when, and how much at once. An open alarm is never forgotten, and what people did about an alarm goes
with it and not before.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

import structlog

from device_profiles.delivery.clock import Clock
from device_profiles.delivery.patience import Patience
from hub.ports.journal import Books, Journal

LOOK_EVERY_S: Final = 3_600.0
AT_ONCE: Final = 200
"""So many rows a transaction, so that nobody's commit waits long behind it."""
PAUSE_S: Final = 0.1
"""Between two of them whoever waits comes first."""
DAY_MS: Final = 24 * 3_600_000

_log = structlog.get_logger()


class Forgetting:
    """Keeps so many days of what cleared, and of what people outside were told."""

    def __init__(
        self, journal: Journal, clock: Clock, keep_days: int, watches: Callable[[], bool] = lambda: True
    ) -> None:
        self._journal = journal
        self._clock = clock
        self._keep_ms = keep_days * DAY_MS
        self._watches = watches
        self._patience = Patience("old alarms")

    async def run(self) -> None:
        """Look once an hour until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(LOOK_EVERY_S)

    async def look(self) -> None:
        """Forget all that is old now; of several hubs, one does."""
        if not self._watches():
            return
        before = self._clock.now_ms() - self._keep_ms
        alarms = await self._forget(lambda books: books.alarms.prune(before, AT_ONCE))
        notices = await self._forget(lambda books: books.notices.prune(before, AT_ONCE))
        if alarms or notices:
            _log.info("old alarms forgotten", alarms=alarms, notices=notices)

    async def _forget(self, some: Callable[[Books], int]) -> int:
        gone = 0
        while True:
            number = await self._patience.insist(lambda: self._journal.transact(some))
            gone += number
            if number < AT_ONCE:
                return gone
            await asyncio.sleep(PAUSE_S)
