"""What operators do about alarms: say that they have seen one, and whose it is. Who did what is kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import structlog

from device_profiles.delivery.clock import Clock
from hub.domain.roster import Role, Staff
from hub.domain.words import PersonId, Rule
from hub.ports.alarms import Alarm, AlarmId
from hub.ports.journal import Books, Journal

CHANGED: Final = "alarms"
"""What an operator's feed says, with no case, when alarms were raised, cleared, or taken on."""
LOOKERS: Final[frozenset[Role]] = frozenset({"operator", "auditor"})

_log = structlog.get_logger()


class AlarmActs:
    """Acknowledging and assigning."""

    def __init__(self, journal: Journal, clock: Clock) -> None:
        self._journal = journal
        self._clock = clock

    async def acknowledge(self, alarm: AlarmId, by: Staff) -> Rule | None:
        """The operator has seen it. Once is enough, and a second time changes nothing."""

        def act(books: Books, found: Alarm) -> Rule | None:
            if found.acknowledged_by is None:
                books.alarms.acknowledge(alarm, by.person, self._clock.now_ms())
            elif found.acknowledged_by != by.person:
                return Rule("not_expected", f"{found.acknowledged_by} has acknowledged it already")
            return None

        refused = await self._journal.transact(_on(alarm, act))
        if refused is None:
            _log.info("alarm acknowledged", alarm=alarm, by=by.person)
        return refused

    async def assign(self, alarm: AlarmId, to: PersonId, by: Staff) -> Rule | None:
        """Another operator, or whoever says so themself, is to see to it."""

        def act(books: Books, _: Alarm) -> Rule | None:
            staff = books.people.get(to)
            if staff is None or staff.role != "operator":
                return Rule("invalid_request", f"there is no operator {to}", "person")
            books.alarms.assign(alarm, to, by.person, self._clock.now_ms())
            return None

        refused = await self._journal.transact(_on(alarm, act))
        if refused is None:
            _log.info("alarm assigned", alarm=alarm, to=to, by=by.person)
        return refused


def tell_operators(books: Books) -> None:
    """Tell the feeds of all who look at alarms that there is something to fetch anew."""
    for staff in books.people.everyone():
        if staff.role in LOOKERS:
            books.post.notify(staff.person, "", CHANGED)


def _on(alarm: AlarmId, act: Callable[[Books, Alarm], Rule | None]) -> Callable[[Books], Rule | None]:
    def work(books: Books) -> Rule | None:
        found = books.alarms.get(alarm)
        if found is None:
            return Rule("not_found", f"there is no alarm {alarm}", "alarm")
        if found.cleared_at is not None:
            return Rule("not_expected", "the alarm has cleared by itself")
        refused = act(books, found)
        if refused is None:
            tell_operators(books)
        return refused

    return work
