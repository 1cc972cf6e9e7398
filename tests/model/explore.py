"""Breadth-first exploration of small worlds: every order of every command, up to a number of offers.

A world is its cases and its people. One case's move depends on that case and the people alone, so moves
are worked out once for each such pair, judged by the invariants, and put together into worlds.

Time is abstract: a timer that runs may go off at any moment, and of the past only the order in which
people became idle is kept. The two tellers are exchanged where that makes one world of two. What is cut:

- breaks, wrap-up, amounts, skills and overflow, which the scripts of `tests/hub/domain` have;
- one lobby manager, on duty all the time or never; who is lost is back at once;
- a form is captured again at most once; of a recording two stretches are told, with a gap between them;
- cases are filed in their order;
- nobody passes on or transfers a *brief* case, nor is lost while they have one;
- a case has a few offers, after which it moves only by what needs no other.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from typing import Final, TypeAlias

from hub.domain import casework, workload
from hub.domain.case import Case, Quest, Stage
from hub.domain.commands import Command, LoseHandler, Route, TimeUp
from hub.domain.effects import MarkUnresponsive
from hub.domain.obligations import assigned_to, is_seeking
from hub.domain.roster import Branch, Staff
from hub.domain.words import PersonId, Rule, desk_of
from tests.model.alphabet import BRANCH, MANAGER, Kind, commands, counter_of
from tests.model.bank import play
from tests.model.forgetting import key_of, mirrored, plain, ranked
from tests.model.invariants import ViolatedError, check_move
from tests.model.people_invariants import Holders, check_choice, check_people, holders

NOW: Final = 1_000_000
LOOK: Final = Route()

CaseNumber: TypeAlias = int
StaffNumber: TypeAlias = int
HoldersNumber: TypeAlias = int
Deed: TypeAlias = tuple[int, Command] | str
"""A command to the case of this index, or what somebody does apart from any case."""
Arrow: TypeAlias = tuple[Stage | Quest, type[Command], Stage | Quest]
World: TypeAlias = tuple[tuple[CaseNumber, ...], StaffNumber]
Ways: TypeAlias = dict[World, tuple[World, Deed, bool] | None]
"""The world before each, what led on from there, and whether the two tellers were exchanged then."""


@dataclass(frozen=True, slots=True)
class Small:
    """A small world: the business of each case, in the order of filing, its tellers, and its limit."""

    cases: tuple[Kind, ...]
    tellers: tuple[PersonId, ...] = ("li", "wang")
    offers: int = 2
    capacity: int = 1
    manager: bool = True
    reviewers: bool = False
    """Whether they are reviewers, each at their desk."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command makes of a case and the people; `freed`: what waits must be looked at again."""

    command: Command
    case: CaseNumber
    staff: StaffNumber
    freed: bool


@dataclass
class Exploration:
    """What was seen: how many worlds and moves, and which command led a case from where to where."""

    small: Small
    worlds: int = 0
    moves: int = 0
    reached: set[Arrow] = field(default_factory=set, repr=False)
    searched: set[Arrow] = field(default_factory=set, repr=False)

    def __post_init__(self) -> None:
        self._cases: list[Case] = []
        self._seeks: list[bool] = []
        self._holders: list[HoldersNumber] = []
        self._holders_numbers: dict[Holders, HoldersNumber] = {}
        self._right: set[tuple[StaffNumber, tuple[HoldersNumber, ...]]] = set()
        self._case_numbers: dict[object, CaseNumber] = {}
        self._staff: list[tuple[Staff, ...]] = []
        self._staff_numbers: dict[tuple[Staff, ...], StaffNumber] = {}
        self._outcomes: dict[tuple[CaseNumber, StaffNumber], list[Outcome]] = {}
        self._seen: dict[tuple[CaseNumber, StaffNumber, Route | LoseHandler], Outcome | None] = {}
        self._judged_closed: dict[CaseNumber, list[Outcome]] = {}
        self._mirrored: dict[CaseNumber, CaseNumber] = {}
        self._mirrored_staff: dict[StaffNumber, StaffNumber] = {}
        self._branches: dict[tuple[StaffNumber, PersonId | None], Branch] = {}
        self._changed: dict[tuple[StaffNumber, PersonId, bool, bool], StaffNumber] = {}

    def run(self) -> Exploration:
        """Visit every world that can be reached.

        Raises:
            ViolatedError: an invariant does not hold; its notes tell the shortest way there.
        """
        start = self._start()
        came_from: Ways = {start: None}
        waiting = deque([start])
        met = {start}  # of two mirrored worlds both, so that each is mirrored once
        world = start
        try:
            while waiting:
                world = waiting.popleft()
                for deed, reached in self._next(world):
                    self.moves += 1
                    if reached in met:
                        continue
                    met.add(reached)
                    after = min(reached, self._mirror(reached))
                    if after not in came_from:
                        came_from[after] = (world, deed, after != reached)
                        self._check(after, deed)
                        waiting.append(after)
        except ViolatedError as violated:
            for line in self._way_to(world, came_from):
                violated.add_note(line)
            raise
        finally:
            self.worlds = len(came_from)
        return self

    def states(self) -> Iterator[tuple[Case, tuple[Staff, ...]]]:
        """Each case that was met, and people whom it met."""
        met = dict(self._outcomes.keys())
        return ((self._cases[case], self._staff[staff]) for case, staff in met.items())

    def _start(self) -> World:
        cases = tuple(self._number(Case(f"north-{index}")) for index in range(len(self.small.cases)))
        tellers = [
            Staff(
                name,
                name.title(),
                BRANCH,
                "reviewer" if self.small.reviewers else "teller",
                frozenset({"accounts"}),
                capacity=self.small.capacity,
                on_duty=True,
                counter=desk_of(BRANCH, name) if self.small.reviewers else counter_of(name),
                counter_online=True,
                idle_since=index,
            )
            for index, name in enumerate(self.small.tellers)
        ]
        manager = Staff(MANAGER, MANAGER.title(), BRANCH, "lobby_manager", on_duty=self.small.manager)
        return cases, self._number_staff([*tellers, manager])

    def _next(self, world: World) -> Iterator[tuple[Deed, World]]:
        """Every world that one command, one look or one absence away."""
        cases, staff = world
        filed = sum(self._cases[number].stage is not Stage.UNKNOWN for number in cases)
        for index in range(min(filed + 1, len(cases))):
            for outcome in self._moves_of(cases[index], staff, self.small.cases[index]):
                moved = (*cases[:index], outcome.case, *cases[index + 1 :]), outcome.staff
                yield (index, outcome.command), self._look(moved) if outcome.freed else moved
        if (looked := self._look(world)) != world:
            yield "the hub looks at what waits", looked
        yield from self._comings_and_goings(world)

    def _comings_and_goings(self, world: World) -> Iterator[tuple[Deed, World]]:
        cases, number = world
        for person in self._staff[number]:
            if person.unresponsive:
                back = self._with(number, person.person, online=True, unresponsive=False)
                yield f"{person.person} answers again", (cases, back)
            if person.assigned and not self._has_a_brief_case(person.person, cases):
                yield f"{person.person} is lost, and back at once", self._lose(world, person)

    def _has_a_brief_case(self, person: PersonId, cases: tuple[CaseNumber, ...]) -> bool:
        return any(
            kind.brief and person in assigned_to(self._cases[number])
            for kind, number in zip(self.small.cases, cases, strict=True)
        )

    def _lose(self, world: World, person: Staff) -> World:
        cases, number = world
        number = self._with(number, person.person, online=False, unresponsive=person.unresponsive)
        freed = False
        for index, case_number in enumerate(cases):
            case = self._cases[case_number]
            for seat in case.seats if case.stage is not Stage.CLOSED else ():
                if seat.person == person.person:
                    lost = self._by_the_hub(cases[index], number, LoseHandler(seat.person, seat.fence))
                    if lost is not None:
                        cases = (*cases[:index], lost.case, *cases[index + 1 :])
                        number, freed = lost.staff, freed or lost.freed
        if freed:
            cases, number = self._look((cases, number))
        return cases, self._with(number, person.person, online=True, unresponsive=person.unresponsive)

    def _look(self, world: World) -> World:
        """Look again at what waits, the oldest first."""
        cases, staff = world
        for index, number in enumerate(cases):
            if self._seeks[number] and (routed := self._by_the_hub(number, staff, LOOK)) is not None:
                cases = (*cases[:index], routed.case, *cases[index + 1 :])
                staff = routed.staff
        return cases, staff

    def _by_the_hub(
        self, number: CaseNumber, staff: StaffNumber, command: Route | LoseHandler
    ) -> Outcome | None:
        key = number, staff, command
        if key not in self._seen:
            self._seen[key] = self._act(number, staff, command)
        return self._seen[key]

    def _moves_of(self, number: CaseNumber, staff: StaffNumber, kind: Kind) -> list[Outcome]:
        key = number, staff
        if key not in self._outcomes:
            case = self._cases[number]
            if case.stage is Stage.CLOSED and number in self._judged_closed:
                known = self._judged_closed[number]
                return [Outcome(each.command, each.case, staff, each.freed) for each in known]
            every = commands(case, kind, self.small.tellers, NOW)
            acts = (self._act(number, staff, command) for command in every)
            self._outcomes[key] = [outcome for outcome in acts if outcome is not None]
            if case.stage is Stage.CLOSED:
                self._judged_closed[number] = self._outcomes[key]
        return self._outcomes[key]

    def _act(self, number: CaseNumber, staff: StaffNumber, command: Command) -> Outcome | None:
        """What the command makes of the case; None when nothing, or an offer too many."""
        before, branch = self._cases[number], self._before(staff, command)
        answer = casework.decide(before, command, branch, NOW)
        events = [] if isinstance(answer, Rule) else answer
        if not events and not isinstance(command, TimeUp):
            return None
        move = play(before, command, events)
        try:
            check_move(move)
        except ViolatedError as violated:
            violated.add_note(f"by {_words(command)}")
            raise
        if not move.steps or move.after.offers > self.small.offers:
            return None
        self._remember(before, command, move.after)
        shift = workload.shift_work(branch, before, move.after, NOW)
        check_choice(move, shift.settled(branch), NOW)
        shifted = {**branch.staff, **{person.person: person for person in shift.people}}
        for step in move.steps:
            for effect in step.effects:
                if isinstance(effect, MarkUnresponsive):
                    silent = replace(shifted[effect.person], unresponsive=True)
                    shifted[effect.person] = silent
        after, numbered = self._number(move.after), self._number_staff(shifted.values())
        return Outcome(command, after, numbered, shift.freed)

    def _before(self, staff: StaffNumber, command: Command) -> Branch:
        """The people whom a command meets: whoever acts is not unresponsive."""
        actor = getattr(command, "manager", None) or getattr(command, "person", None)
        if isinstance(command, LoseHandler):
            actor = None
        key = staff, actor
        if key not in self._branches:
            people = {person.person: person for person in self._staff[staff]}
            if actor in people and people[actor].unresponsive:
                people[actor] = replace(people[actor], unresponsive=False)
            self._branches[key] = Branch(BRANCH, people)
        return self._branches[key]

    def _remember(self, before: Case, command: Command, after: Case) -> None:
        kind = type(command)
        self.reached |= {(before.stage, kind, after.stage), (before.quest, kind, after.quest)}
        if before.stage is not Stage.CLOSED is not after.stage:
            self.searched.add((before.quest, kind, after.quest))

    def _check(self, world: World, deed: Deed) -> None:
        cases, number = world
        judged = number, tuple(self._holders[case] for case in cases)
        if judged in self._right:
            return
        self._right.add(judged)
        try:
            people = {person.person: person for person in self._staff[number]}
            check_people(people, [holders(self._cases[case]) for case in cases])
        except ViolatedError as violated:
            violated.add_note(f"by {_words(deed)}")
            raise

    def _number(self, case: Case) -> CaseNumber:
        known = plain(case)
        key = key_of(known)
        if key not in self._case_numbers:
            self._case_numbers[key] = len(self._cases)
            self._cases.append(known)
            self._seeks.append(is_seeking(known))
            self._holders.append(self._number_holders(holders(known)))
        return self._case_numbers[key]

    def _number_holders(self, held: Holders) -> HoldersNumber:
        return self._holders_numbers.setdefault(held, len(self._holders_numbers))

    def _number_staff(self, staff: Iterable[Staff]) -> StaffNumber:
        ordered = ranked(tuple(staff))
        if ordered not in self._staff_numbers:
            self._staff_numbers[ordered] = len(self._staff)
            self._staff.append(ordered)
        return self._staff_numbers[ordered]

    def _with(
        self, number: StaffNumber, name: PersonId, *, online: bool, unresponsive: bool
    ) -> StaffNumber:
        key = number, name, online, unresponsive
        if key not in self._changed:
            self._changed[key] = self._number_staff(
                replace(person, counter_online=online, unresponsive=unresponsive)
                if person.person == name
                else person
                for person in self._staff[number]
            )
        return self._changed[key]

    def _mirror(self, world: World) -> World:
        """The world with the two tellers exchanged: what can happen in one can happen in the other."""
        cases, staff = world
        return tuple(self._mirror_case(number) for number in cases), self._mirror_staff(staff)

    def _mirror_case(self, number: CaseNumber) -> CaseNumber:
        if number not in self._mirrored:
            self._mirrored[number] = self._number(mirrored(self._cases[number], self.small.tellers))
        return self._mirrored[number]

    def _mirror_staff(self, number: StaffNumber) -> StaffNumber:
        if number not in self._mirrored_staff:
            one, other, *rest = self._staff[number]
            exchanged = (
                replace(other, person=one.person, name=one.name, counter=one.counter),
                replace(one, person=other.person, name=other.name, counter=other.counter),
            )
            self._mirrored_staff[number] = self._number_staff([*exchanged, *rest])
        return self._mirrored_staff[number]

    def _way_to(self, world: World, came_from: Ways) -> list[str]:
        """How the world came about, in words; the tellers have the names that they have at its end."""
        way: list[str] = []
        turned = False
        step = came_from[world]
        while step is not None:
            world, deed, exchanged = step
            turned = turned != exchanged
            words = _words(deed)
            way.append(_exchanged(words, self.small.tellers) if turned else words)
            step = came_from[world]
        return [f"{number}. {words}" for number, words in enumerate(reversed(way), start=1)]


def _exchanged(words: str, tellers: tuple[PersonId, ...]) -> str:
    one, other = tellers
    return other.join(part.replace(other, one) for part in words.split(one))


def _words(deed: Deed | Command) -> str:
    if isinstance(deed, str):
        return deed
    if isinstance(deed, tuple):
        return f"case {deed[0] + 1}: {_words(deed[1])}"
    said = ", ".join(f"{field.name} {getattr(deed, field.name)}" for field in fields(deed)[:3])
    return f"{type(deed).__name__}({said})"
