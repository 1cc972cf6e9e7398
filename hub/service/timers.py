"""The hub's own moves in time: timers that went off, handlers who are gone, people who became idle.

Timers are rows that follow from each case's state, so a hub that starts anew misses none of them.
"""

from __future__ import annotations

import asyncio
from typing import Final

import structlog

from device_profiles.delivery.clock import Clock
from device_profiles.delivery.patience import Patience
from hub.domain.commands import LoseHandler, TimeUp
from hub.domain.obligations import may_be_lost
from hub.domain.words import CaseId, PersonId
from hub.ports.journal import Books, Journal
from hub.service.deciding import Decider

LOOK_EVERY_S: Final = 0.5
AT_ONCE: Final = 100

_log = structlog.get_logger()


class Timers:
    """Looks twice a second at what is due."""

    def __init__(self, journal: Journal, decider: Decider, clock: Clock) -> None:
        self._journal = journal
        self._decider = decider
        self._clock = clock
        self._patience = Patience("timers")

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            await self._patience.insist(lambda: self._journal.transact(self.look))
            await asyncio.sleep(LOOK_EVERY_S)

    def look(self, books: Books) -> None:
        """Do all that is due now."""
        now_ms = self._clock.now_ms()
        for case_id, timer in books.cases.due_timers(now_ms, AT_ONCE):
            if books.cases.stop_timer(case_id, timer):
                self._decider.act(books, case_id, TimeUp(timer.kind, timer.number), actor="hub")
        for person in books.people.absent(now_ms):
            for case_id in books.cases.held_by(person):
                self._lose(books, case_id, person)
        for branch in books.cases.branches_seeking():
            self._decider.route_waiting(books, branch)

    def _lose(self, books: Books, case_id: CaseId, person: PersonId) -> None:
        seat = may_be_lost(books.cases.get(case_id))
        if seat is not None and seat.person == person:
            _log.warning("handler lost", case=case_id, person=person)
            self._decider.act(books, case_id, LoseHandler(person, seat.fence), actor="hub")
