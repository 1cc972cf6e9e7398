"""Casework as scripts in the bank's words: `counter_a.files()`, `li.declines()`, `expect(...).told(...)`.

A command that a rule forbids raises `RefusedError`; `refused("code")` expects it. Every move of every
script is also judged by the invariants (`tests.model.bank`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, overload

import pytest

from hub.domain.case import Case
from hub.domain.commands import (
    AcceptOffer,
    AddMaterial,
    AskForAnother,
    AskRecapture,
    AskToWait,
    Cancel,
    ChangeFindings,
    CloseRecording,
    Command,
    ConfirmResultShown,
    ConfirmShown,
    CoreAnswered,
    Decide,
    DeclineOffer,
    FileCase,
    FillIn,
    FinishCollecting,
    Fulfilled,
    LeaveCallback,
    NameTeller,
    NoteCamera,
    PassOnOffer,
    RecordConsent,
    RecordReference,
    RecordSegment,
    Transfer,
)
from hub.domain.effects import NotifyPerson, TellOrigin
from hub.domain.events import CaseMoved, CaseQueued, Event, ManagersAsked, OfferMade
from hub.domain.roster import Branch, Role, Staff
from hub.domain.words import (
    BranchPolicy,
    Consent,
    Material,
    ProcedureRules,
    RecordingEnd,
    Round,
    Rule,
    Segment,
    desk_of,
)
from tests.fakes.standing_clock import MINUTE_MS
from tests.model.bank import Bank

BUSINESS = ProcedureRules("open-account", "accounts")
AT_A_KIOSK = ProcedureRules(
    "apply-for-card",
    "accounts",
    fulfilment="device",
    rounds=(
        Round("eligibility", (("id-card",),), recorded=True),
        Round("business", (("form", "signature"),), recorded=True),
    ),
    handled_by="reviewer",
    application_later=True,
    most_recaptures=2,
)
"""What a customer asks for who stands alone before a machine."""


class RefusedError(AssertionError):
    """A rule forbade what a script did."""

    def __init__(self, rule: Rule) -> None:
        super().__init__(f"refused ({rule.code}): {rule.says}")
        self.rule = rule


@contextmanager
def refused(code: str) -> Iterator[None]:
    """What is done within is refused by this code, and changes nothing."""
    with pytest.raises(RefusedError) as caught:
        yield
    assert caught.value.rule.code == code, caught.value


def form(version: int = 1, name: str = "form") -> Material:
    """A form as it was scanned the first, second, … time."""
    return Material(name, f"{version:064x}", 1, "image/jpeg", version)


@dataclass
class Teller:
    """A person of a branch; what they do is about case `c1` and its latest offer, if nothing is said."""

    bank: Bank
    name: str

    @property
    def staff(self) -> Staff:
        return self.bank.person(self.name)

    @property
    def counter(self) -> str:
        return f"{self.staff.branch}/counter-of-{self.name}"

    def accepts(self, case: str = "c1", offer: int | None = None) -> None:
        self._does(case, AcceptOffer(self._offer(case, offer), self.name))

    def declines(self, case: str = "c1", reason: str = "busy", offer: int | None = None) -> None:
        self._does(case, DeclineOffer(self._offer(case, offer), self.name, reason))

    def promises(self, minutes: int, case: str = "c1") -> None:
        until = self.bank.now + minutes * MINUTE_MS
        self._does(case, AskToWait(self._offer(case, None), self.name, until))

    def passes_on(self, to: Teller, case: str = "c1") -> None:
        self._does(case, PassOnOffer(self._offer(case, None), self.name, to.name))

    def names(self, to: Teller, case: str = "c1") -> None:
        self._does(case, NameTeller(self.name, to.name))

    def transfers(self, to: Teller, case: str = "c1", fence: int | None = None) -> None:
        self._does(case, Transfer(self.name, self._fence(case, fence), to.name))

    def sees_materials(self, case: str = "c1") -> None:
        for material in list(find(self.bank, case).materials.values()):
            _do(self.bank, case, ConfirmShown(self.counter, material.name, material.sha256))

    def passes(self, case: str = "c1", fence: int | None = None) -> None:
        self._does(case, Decide(self.name, self._fence(case, fence), passed=True, reasons=()))

    def does_not_pass(self, *reasons: str, case: str = "c1") -> None:
        self._does(case, Decide(self.name, self._fence(case, None), passed=False, reasons=reasons))

    def wants_again(self, *materials: str, case: str = "c1", fence: int | None = None) -> None:
        asked = AskRecapture(self.name, self._fence(case, fence), materials, ("too dark",))
        self._does(case, asked)

    def enters(self, reference: str, case: str = "c1") -> None:
        self._does(case, RecordReference(self.name, self._fence(case, None), reference))

    def is_lost(self) -> None:
        self.bank.lose(self.name)

    def becomes(self, **changes: Any) -> None:
        """Change how they stand in the roster, and let the hub look."""
        self.bank.put(replace(self.staff, **changes))
        self.bank.look()

    def _offer(self, case: str, offer: int | None) -> int:
        return find(self.bank, case).offers if offer is None else offer

    def _fence(self, case: str, fence: int | None) -> int:
        if fence is not None:
            return fence
        seats = find(self.bank, case).seats
        return next((seat.fence for seat in seats if seat.person == self.name), 0)

    def _does(self, case: str, command: Command) -> None:
        _do(self.bank, case, command, by=self.name)


@dataclass
class Counter:
    """The counter where cases are filed."""

    bank: Bank
    address: str
    heard: int = field(default=0)

    def files(
        self, case: str = "c1", at: str = "north/b2", rules: ProcedureRules = BUSINESS, **terms: Any
    ) -> None:
        asked = replace(rules, **terms)
        _do(self.bank, case, FileCase(self.address, at, asked, {}))

    def captures(self, material: Material | None = None, case: str = "c1") -> None:
        _do(self.bank, case, AddMaterial(self.address, material or form(), known=True, stored=True))

    def hears(
        self, case: str = "c1", *, given: bool = True, minute: int = 0, covers: str = "face-comparison"
    ) -> None:
        """The customer says yes or no, usually to having their face compared."""
        said = Consent(covers, given, minute * MINUTE_MS, "zh", asked_by=None)
        _do(self.bank, case, RecordConsent(self.address, said))

    def remarks(self, findings: str, material: Material | None = None, case: str = "c1") -> None:
        """The machine has other remarks on a material."""
        on = material or form()
        _do(self.bank, case, ChangeFindings(self.address, on.name, on.sha256, findings))

    def is_done(self, case: str = "c1") -> None:
        _do(self.bank, case, FinishCollecting(self.address))

    def asks_for_another(self, case: str = "c1") -> None:
        _do(self.bank, case, AskForAnother(self.address))

    def cancels(self, case: str = "c1") -> None:
        _do(self.bank, case, Cancel(self.address, "the customer left"))

    def shows_result(self, case: str = "c1") -> None:
        _do(self.bank, case, ConfirmResultShown(self.address))

    def fills_in(self, case: str = "c1", **application: str) -> None:
        """The customer writes the application after the case was filed."""
        _do(self.bank, case, FillIn(self.address, application))

    def records(self, seconds: int = 10, *, missing: int = 0, case: str = "c1", sound: bool = True) -> None:
        """The next stretch of the video, `missing` seconds after the one before."""
        recording = find(self.bank, case).recording
        last = None if recording is None else recording.last
        began_at = self.bank.now if last is None else last.ended_at + 1000 * missing
        number, previous = (1, "0" * 64) if last is None else (last.number + 1, last.hash)
        ended_at = began_at + 1000 * seconds
        stretch = Segment(number, "a" * 64, 1, began_at, ended_at, 150, previous, f"{number:064x}")
        _do(self.bank, case, RecordSegment(self.address, stretch, sound=sound, stored=True))

    def ends_recording(self, case: str = "c1", *, ended_at: int = 0) -> None:
        """No more of the video comes."""
        recording = find(self.bank, case).recording
        made, last = (0, "0" * 64) if recording is None else (recording.last.number, recording.last.hash)
        _do(self.bank, case, CloseRecording(self.address, RecordingEnd(made, last, ended_at)))

    def sees(self, fault: str | None, case: str = "c1") -> None:
        """The camera shows nothing that could be believed, or something again."""
        _do(self.bank, case, NoteCamera(self.address, fault))

    def asks_to_be_called(self, phone: str = "13800138000", case: str = "c1") -> None:
        _do(self.bank, case, LeaveCallback(self.address, phone))

    def did_it(self, reference: str = "CARD-1", case: str = "c1") -> None:
        _do(self.bank, case, Fulfilled(self.address, f"north-{case}", reference, None))

    def could_not(self, refusal: str, case: str = "c1") -> None:
        _do(self.bank, case, Fulfilled(self.address, f"north-{case}", None, refusal))

    def news(self) -> list[TellOrigin]:
        """All that it was told so far."""
        said = [said for said in self.bank.said if said.case.origin == self.address]
        return [said.effect for said in said if isinstance(said.effect, TellOrigin)]


@dataclass
class BranchOffice:
    """A branch, and who works there."""

    bank: Bank
    name: str

    def has(self, idle: str, **changes: Any) -> Teller:
        """A teller who is idle, for longer than those who come after."""
        return self._add(idle, "teller", changes)

    def has_manager(self, name: str, **changes: Any) -> Teller:
        return self._add(name, "lobby_manager", changes)

    def has_reviewer(self, name: str, **changes: Any) -> Teller:
        """A reviewer at their desk, who is idle."""
        at_desk = {"counter": desk_of(self.name, name), "desk_open": True}
        return self._add(name, "reviewer", at_desk | changes)

    def overflows(self, *steps: str) -> None:
        branch = self.bank.branches.get(self.name, Branch(self.name))
        self.bank.branches[self.name] = replace(branch, policy=BranchPolicy(overflow=steps))

    def _add(self, name: str, role: Role, changes: dict[str, Any]) -> Teller:
        self.bank.now += 1
        plain = Staff(name, name.title(), self.name, role, frozenset({"accounts"}))
        there = replace(
            plain,
            on_duty=True,
            counter=f"{self.name}/counter-of-{name}",
            counter_online=True,
            idle_since=self.bank.now,
        )
        self.bank.put(replace(there, **changes))
        return Teller(self.bank, name)


@dataclass
class BankClock:
    """Time, which moves only when a script says so; the hub looks then."""

    bank: Bank

    def goes(self, to: str) -> None:
        """To the earliest `offer deadline`, `promised time`, `manager deadline` or `case deadline`."""
        kind = "promise" if to == "promised time" else to.removesuffix(" deadline")
        self.bank.now = next(due for due, _, timer in self.bank.timers() if timer.kind == kind)
        self.bank.look()

    def passes(self, minutes: float) -> None:
        self.bank.now += round(minutes * MINUTE_MS)
        self.bank.look()


@dataclass
class Core:
    """The bank's core, which answers when a script says so."""

    bank: Bank

    def does_it(self, reference: str = "KH-1", case: str = "c1", key: str | None = None) -> None:
        _do(self.bank, case, CoreAnswered(key or f"north-{case}", reference, None))

    def refuses(self, reason: str, case: str = "c1") -> None:
        _do(self.bank, case, CoreAnswered(f"north-{case}", None, reason))


@dataclass
class HeardBy:
    """What a script expects a counter to have been told next."""

    counter: Counter

    def told(self, news: str, **details: object) -> None:
        every = self.counter.news()
        assert len(every) > self.counter.heard, f"told nothing more, and {news} was expected"
        told = every[self.counter.heard]
        self.counter.heard += 1
        said = {"news": told.news} | {name: getattr(told, name) for name in details}
        assert said == {"news": news} | details

    def told_nothing_more(self) -> None:
        assert self.counter.news()[self.counter.heard :] == []


@dataclass
class HeldBy:
    """What a script expects of a person."""

    teller: Teller

    def offered(self, case: str = "c1") -> None:
        offer = find(self.teller.bank, case).offer
        assert offer is not None
        assert (offer.person, offer.state) == (self.teller.name, "open")

    def queued(self, case: str = "c1") -> None:
        offer = find(self.teller.bank, case).offer
        assert offer is not None
        assert (offer.person, offer.state) == (self.teller.name, "queued")

    def handles(self, case: str = "c1") -> None:
        handler = find(self.teller.bank, case).handler
        assert handler is not None
        assert handler.person == self.teller.name

    def saw(self, *changes: str) -> None:
        """All that their own screen was told so far."""
        said = [said.effect for said in self.teller.bank.said]
        theirs = [effect for effect in said if isinstance(effect, NotifyPerson)]
        assert [effect.change for effect in theirs if effect.person == self.teller.name] == list(changes)


@overload
def expect(who: Counter) -> HeardBy: ...
@overload
def expect(who: Teller) -> HeldBy: ...
def expect(who: Counter | Teller) -> HeardBy | HeldBy:
    """What a script expects of a counter, or of a person."""
    return HeardBy(who) if isinstance(who, Counter) else HeldBy(who)


def find(bank: Bank, case: str) -> Case:
    """The case that scripts call `c1`, `c2`, …"""
    return bank.case(f"north-{case}")


def why(bank: Bank, case: str = "c1") -> dict[str, str]:
    """Of the latest choice: why it was whom it was, and why each of the others was passed over."""
    chosen = (CaseQueued, ManagersAsked, CaseMoved, OfferMade)
    choice = next(event.choice for event in reversed(_journal(bank, case)) if isinstance(event, chosen))
    said = {passed.person: passed.because for passed in choice.passed_over}
    return said | ({} if choice.chosen is None else {choice.chosen: choice.because})


def happened(bank: Bank, case: str = "c1") -> list[str]:
    """The kinds of the case's events, in order."""
    return [type(event).__name__ for event in _journal(bank, case)]


def offers(bank: Bank, case: str = "c1") -> list[str]:
    """To whom the case was offered, in order."""
    return [event.person for event in _journal(bank, case) if isinstance(event, OfferMade)]


def _journal(bank: Bank, case: str) -> list[Event]:
    return bank.journal[f"north-{case}"]


def _do(bank: Bank, case: str, command: Command, by: str | None = None) -> None:
    answer = bank.do(f"north-{case}", command, by=by)
    if isinstance(answer, Rule):
        raise RefusedError(answer)
