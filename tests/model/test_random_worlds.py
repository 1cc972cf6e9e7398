"""Larger worlds by chance: two branches, messages repeated and late, clocks that jump, and crashes."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from hub.domain.case import Stage
from hub.domain.casework import decide
from hub.domain.commands import Cancel, Command, FileCase, LoseHandler, NameTeller, TimeUp
from hub.domain.events import CaseClosed, Event
from hub.domain.evolving import fold
from hub.domain.roster import (
    Branch,
    RosterEvent,
    Staff,
    end_break,
    go_off_duty,
    go_on_duty,
    leave_counter,
    sign_in,
    take_break,
)
from hub.domain.words import BranchPolicy, Rule
from tests.fakes.standing_clock import MINUTE_MS, NOON_MS
from tests.model.alphabet import ORIGIN, Kind, commands
from tests.model.bank import Bank

HERE, THERE = "north/b2", "north/b3"
STAFF = {
    "li": (HERE, "teller", 1),
    "wang": (HERE, "teller", 2),
    "sun": (HERE, "teller", 1),
    "zhao": (HERE, "lobby_manager", 1),
    "chen": (THERE, "teller", 1),
    "lin": (THERE, "teller", 1),
    "qian": (THERE, "lobby_manager", 1),
}
TELLERS = tuple(name for name, (_, role, _) in STAFF.items() if role == "teller")
KINDS = [
    Kind(),
    Kind(form=True),
    Kind(two=True),
    Kind(form=True, two=True, fulfilment="manual"),
    Kind(fulfilment="http"),
]
CASES = [f"north-{number}" for number in range(8)]
Duty = Callable[[Staff, int], list[RosterEvent] | Rule]
a_case = st.sampled_from(CASES)
a_person = st.sampled_from(sorted(STAFF))


def leave(staff: Staff, now: int) -> list[RosterEvent] | Rule:
    """The person leaves the counter."""
    return leave_counter(staff, "left", now)


class RandomBank(RuleBasedStateMachine):
    """Each rule is something that may happen; the bank judges every move by the invariants."""

    def __init__(self) -> None:
        super().__init__()
        self.bank = Bank(NOON_MS)
        self.sent: list[tuple[str, Command]] = []

    @initialize(overflow=st.sampled_from([(), (f"branch:{THERE}",), ("deputy:zhao", f"branch:{THERE}")]))
    def the_morning(self, overflow: tuple[str, ...]) -> None:
        policy = BranchPolicy(overflow=overflow, wrap_up_ms=MINUTE_MS)
        self.bank.branches[HERE] = Branch(HERE, policy=policy)
        for name, (branch, role, capacity) in STAFF.items():
            assert role in {"teller", "lobby_manager"}
            person = Staff(
                name,
                name.title(),
                branch,
                "teller" if role == "teller" else "lobby_manager",
                frozenset({"accounts"}),
                capacity,
            )
            self.bank.put(person)
            self.bank.enter(name, go_on_duty(person, self.bank.now))
            self.signs_in(name)

    @rule(case=a_case, kind=st.sampled_from(KINDS), branch=st.sampled_from([HERE, HERE, THERE]))
    def somebody_files(self, case: str, kind: Kind, branch: str) -> None:
        self.play(case, FileCase(ORIGIN, branch, kind.rules, {}))

    @rule(case=a_case, which=st.integers(0, 10_000), times=st.sampled_from([1, 1, 1, 2]))
    def something_is_asked(self, case: str, which: int, times: int) -> None:
        kind = Kind(form=True, two=True, fulfilment="http")
        every = list(commands(self.bank.case(case), kind, TELLERS, self.bank.now))
        for _ in range(times if len(every) > 1 else 0):  # an unknown case is filed by its own rule
            self.play(case, every[which % len(every)])

    @rule(turns=st.lists(st.tuples(a_case, st.integers(0, 10_000)), min_size=1, max_size=12))
    def things_go_on(self, turns: list[tuple[str, int]]) -> None:
        """Of all that may be asked, only what would move a case, and not end it: so that cases come far."""
        for case, which in turns:
            self.something_in_turn(case, which)

    def something_in_turn(self, case: str, which: int) -> None:
        known = self.bank.case(case)
        if known.stage is Stage.UNKNOWN:
            self.play(case, FileCase(ORIGIN, HERE, KINDS[which % len(KINDS)].rules, {}))
            return
        branch, now = self.bank.branches[known.branch], self.bank.now
        moving: dict[type[Command], list[Command]] = {}
        for command in commands(known, Kind(form=True), TELLERS, now):
            answer = decide(known, command, branch, now)
            of_people = not isinstance(command, TimeUp | Cancel)
            if of_people and isinstance(answer, list) and answer and not ends(answer):
                moving.setdefault(type(command), []).append(command)
        if moving:
            row = list(moving.values())[which % len(moving)]
            self.play(case, row[which // 100 % len(row)])

    @rule(case=a_case, manager=st.sampled_from(["zhao", "qian"]), to=st.sampled_from(TELLERS))
    def a_manager_names(self, case: str, manager: str, to: str) -> None:
        self.play(case, NameTeller(manager, to))

    @rule(which=st.integers(0, 10_000))
    def an_old_message_comes_late(self, which: int) -> None:
        if self.sent:
            self.play(*self.sent[which % len(self.sent)])

    @rule(minutes=st.sampled_from([1, 1, 2, -1, -30, 3, 30, 600]))
    def the_clock_jumps(self, minutes: int) -> None:
        self.bank.now += minutes * MINUTE_MS
        self.bank.look()

    @rule(person=a_person)
    def is_lost(self, person: str) -> None:
        self.bank.lose(person)

    @rule(person=a_person)
    def signs_in(self, person: str) -> None:
        staff = self.bank.person(person)
        self.bank.enter(person, sign_in(staff, f"{staff.branch}/counter-of-{person}", self.bank.now))
        if self.bank.person(person).counter:
            self.bank.put(replace(self.bank.person(person), counter_online=True))
        self.bank.look()

    @rule(person=a_person, what=st.sampled_from([go_on_duty, go_off_duty, take_break, end_break, leave]))
    def changes_duty(self, person: str, what: Duty) -> None:
        self.bank.enter(person, what(self.bank.person(person), self.bank.now))
        self.bank.look()

    @rule()
    def the_hub_crashes(self) -> None:
        """All that is kept are the journal and the people's rows; the cases are folded anew."""
        again = Bank(self.bank.now, dict(self.bank.branches))
        again.journal = {case: list(events) for case, events in self.bank.journal.items()}
        again.cases = {case: fold(case, events) for case, events in again.journal.items()}
        assert again.cases == self.bank.cases
        assert again.timers() == self.bank.timers()
        self.bank = again

    @invariant()
    def nobody_has_too_much(self) -> None:
        self.bank.check()

    def play(self, case: str, command: Command) -> None:
        """Send a command, and keep it to be sent again. A refusal changes nothing."""
        self.sent.append((case, command))
        before = self.bank.case(case)
        by = None if isinstance(command, LoseHandler) else getattr(command, "person", None)
        answer = self.bank.do(case, command, by=by)
        if isinstance(answer, Rule):
            assert answer.code
            assert answer.says
            assert self.bank.case(case) == before


def ends(events: list[Event]) -> bool:
    """Whether these events end the case."""
    return isinstance(events[-1], CaseClosed)


TestRandomBank = RandomBank.TestCase
TestRandomBank.settings = settings(
    max_examples=300 if os.environ.get("CI") else 40,
    stateful_step_count=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
