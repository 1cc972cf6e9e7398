"""A bank without a machine: people and cases in memory, in virtual time, played by the service's own rules.

It composes the pure functions as `hub.service.deciding` and `hub.service.timers` do, and judges each
move by the invariants. No input or output: a test is all there is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from hub.domain import effects
from hub.domain.case import Case
from hub.domain.casework import decide
from hub.domain.commands import Command, FileCase, LoseHandler, Route, TellPlace, TimeUp
from hub.domain.effects import Effect, MarkUnresponsive, RouteAt
from hub.domain.events import Event
from hub.domain.evolving import evolve, fold
from hub.domain.obligations import Timer, is_seeking, timers_of
from hub.domain.roster import Branch, RosterEvent, Staff, evolve_roster
from hub.domain.words import BranchName, CaseId, EpochMs, PersonId, Rule
from hub.domain.workload import shift_work
from tests.model.invariants import Move, Step, check_move
from tests.model.people_invariants import check_choice, check_people, holders


@dataclass(frozen=True, slots=True)
class Said:
    """An effect, and the case it belongs to."""

    case: Case
    effect: Effect


@dataclass
class Bank:
    """Branches, cases and their journals; `said` is all that went out, in order."""

    now: EpochMs
    branches: dict[BranchName, Branch] = field(default_factory=dict)
    cases: dict[CaseId, Case] = field(default_factory=dict)
    journal: dict[CaseId, list[Event]] = field(default_factory=dict)
    said: list[Said] = field(default_factory=list)

    def put(self, staff: Staff) -> None:
        """Add a person, or replace them."""
        branch = self.branches.get(staff.branch, Branch(staff.branch))
        self.branches[staff.branch] = replace(branch, staff={**branch.staff, staff.person: staff})

    def person(self, person: PersonId) -> Staff:
        """The person as they stand."""
        return next(branch.staff[person] for branch in self.branches.values() if person in branch.staff)

    def case(self, case_id: CaseId) -> Case:
        """The case as it stands."""
        return self.cases.get(case_id, Case(case_id))

    def do(self, case_id: CaseId, command: Command, *, by: PersonId | None = None) -> Case | Rule:
        """Play a command. Whoever acts is not unresponsive, even when they are refused."""
        if by is not None:
            self.put(replace(self.person(by), unresponsive=False))
        answer = self._act(case_id, command)
        self.check()
        return answer

    def enter(self, person: PersonId, events: Sequence[RosterEvent] | Rule) -> Rule | None:
        """What a person does to their own place in the roster."""
        if isinstance(events, Rule):
            return events
        staff = replace(self.person(person), unresponsive=False)
        for event in events:
            staff = evolve_roster(staff, event)
        self.put(staff)
        if staff.on_duty and staff.counter:
            self.route_waiting(staff.branch)
        return None

    def timers(self) -> list[tuple[EpochMs, CaseId, Timer]]:
        """The timers that run, the earliest first."""
        found = [(timer.due, case.id, timer) for case in self.cases.values() for timer in timers_of(case)]
        return sorted(found, key=lambda row: (row[0], row[1], row[2].kind, row[2].number))

    def look(self) -> None:
        """The hub's own look: what is due, and what waits in each branch."""
        for due, case_id, timer in self.timers():
            if due <= self.now and timer in timers_of(self.case(case_id)):
                self._act(case_id, TimeUp(timer.kind, timer.number))
        for name in self.branches:
            self.route_waiting(name)
        self.check()

    def lose(self, person: PersonId) -> None:
        """Counter and handset of a person are gone for longer than the lease."""
        self.put(replace(self.person(person), counter_online=False))
        for case in list(self.cases.values()):
            for seat in case.seats:
                if seat.person == person and case.result is None:
                    self._act(case.id, LoseHandler(person, seat.fence))
        self.check()

    def route_waiting(self, branch: BranchName) -> None:
        """Look again at what waits in the branch, by priority plus age."""
        waiting = [case for case in self.cases.values() if case.branch == branch and is_seeking(case)]
        for case in sorted(
            waiting, key=lambda case: (case.filed_at - case.rules.priority * 60_000, case.id)
        ):
            self._act(case.id, Route())
        waiting = [case for case in self.cases.values() if case.branch == branch and is_seeking(case)]
        ranked = sorted(waiting, key=lambda case: (case.filed_at - case.rules.priority * 60_000, case.id))
        for place, case in enumerate(ranked, start=1):
            if case.rules.handled_by == "reviewer" and case.place != place:
                self._act(case.id, TellPlace(place))

    def check(self) -> None:
        """Nobody has too much, and each case is what its journal says."""
        staff = {name: person for branch in self.branches.values() for name, person in branch.staff.items()}
        check_people(staff, map(holders, self.cases.values()))
        for case_id, events in self.journal.items():
            assert fold(case_id, events) == self.cases[case_id]

    def _act(self, case_id: CaseId, command: Command) -> Case | Rule:
        before = self.case(case_id)
        name = command.branch if isinstance(command, FileCase) else before.branch
        branch = self.branches.get(name, Branch(name))
        decision = decide(before, command, branch, self.now)
        events = [] if isinstance(decision, Rule) else decision
        move = play(before, command, events)
        check_move(move)
        if isinstance(decision, Rule) or not events:
            return decision if isinstance(decision, Rule) else before
        self.cases[case_id] = move.after
        self.journal.setdefault(case_id, []).extend(events)
        shift = shift_work(branch, before, move.after, self.now)
        check_choice(move, shift.settled(branch), self.now)
        for person in shift.people:
            self.put(person)
        self._perform(move)
        if shift.freed:
            self.route_waiting(branch.name)
        return self.case(case_id)

    def _perform(self, move: Move) -> None:
        for step in move.steps:
            for effect in step.effects:
                match effect:
                    case RouteAt():
                        self._act(step.after.id, Route())
                    case MarkUnresponsive(person=person):
                        self.put(replace(self.person(person), unresponsive=True))
                    case _:
                        self.said.append(Said(step.after, effect))


def play(before: Case, command: Command, events: Sequence[Event]) -> Move:
    """The events one after another, with what each asks for."""
    steps: list[Step] = []
    case = before
    for event in events:
        after = evolve(case, event)
        steps.append(Step(case, event, after, tuple(effects.react(case, event, after))))
        case = after
    return Move(before, command, tuple(steps), case)
