"""One command to one case: load, decide, append, and write down what follows from it.

All of it happens in the caller's transaction, so a case never moves without its consequences, and a
branch's people are held while one command after another is decided about them.
"""

from __future__ import annotations

from collections.abc import Sequence

import structlog

from device_profiles.delivery.clock import Clock
from hub.domain.case import Case
from hub.domain.casework import decide
from hub.domain.commands import Command, FileCase, Route, TellPlace
from hub.domain.effects import MarkUnresponsive, RouteAt, react
from hub.domain.events import Event
from hub.domain.evolving import evolve
from hub.domain.roster import Branch
from hub.domain.words import BranchName, CaseId, Rule
from hub.domain.workload import shift_work
from hub.ports.journal import Books
from hub.service.performing import perform

_log = structlog.get_logger()


class Decider:
    """Carries a command through the rules, into the journal, and on to whoever must know."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def act(self, books: Books, case_id: CaseId, command: Command, actor: str) -> Case | Rule:
        """The case after the command, or the rule that forbids it; then nothing was written."""
        now_ms = self._clock.now_ms()
        before, branch = self._load(books, case_id, command)
        decision = decide(before, command, branch, now_ms)
        does = type(command).__name__
        if isinstance(decision, Rule):
            _log.info("refused", case=case_id, command=does, actor=actor, rule=decision.code)
            return decision
        if not decision:
            return before
        after = books.cases.append(before, decision, actor)
        _log.info("decided", case=case_id, command=does, actor=actor, phase=after.phase.value)
        shift = shift_work(branch, before, after, now_ms)
        for person in shift.people:
            books.people.put(person, [])
        moved = self._perform(books, before, decision)
        if shift.freed:
            self.route_waiting(books, branch.name)
        return moved or after

    def route_waiting(self, books: Books, branch: BranchName) -> None:
        """Someone may have become idle: look again at what waits in the branch, in its order."""
        for case_id in books.cases.seeking(branch):
            self.act(books, case_id, Route(), actor="hub")
        for place, case_id in enumerate(books.cases.seeking(branch), start=1):
            case = books.cases.get(case_id)
            if case.rules.handled_by == "reviewer" and case.place != place:
                self.act(books, case_id, TellPlace(place), actor="hub")

    def _load(self, books: Books, case_id: CaseId, command: Command) -> tuple[Case, Branch]:
        """The case, and the branch that has it, held until the transaction ends."""
        name = books.cases.branch_of(case_id)
        if name is None and isinstance(command, FileCase):
            name = command.branch
        if name is None:
            return Case(case_id), Branch("")  # nobody has heard of the case
        branch = books.people.branch(name)
        before = books.cases.get(case_id)
        if before.branch not in ("", name):  # another hub moved it before the branch was held
            return self._load(books, case_id, command)
        return before, branch

    def _perform(self, books: Books, before: Case, events: Sequence[Event]) -> Case | None:
        """Write down what the events ask for. The case, when it moved on meanwhile."""
        moved: Case | Rule | None = None
        for event in events:
            after = evolve(before, event)
            for effect in react(before, event, after):
                match effect:
                    case RouteAt():
                        moved = self.act(books, after.id, Route(), actor="hub")
                    case MarkUnresponsive(person=person):
                        books.people.mark(person, unresponsive=True)
                    case _:
                        perform(books, after, effect)
            before = after
        return moved if isinstance(moved, Case) else None
