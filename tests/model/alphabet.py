"""What can be asked of a case in a small world: in turn, late, stale, or by a stranger."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from hub.domain.case import Case, Stage
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
    LoseHandler,
    NameTeller,
    NoteCamera,
    PassOnOffer,
    RecordConsent,
    RecordReference,
    RecordSegment,
    Route,
    TellPlace,
    TimeUp,
    Transfer,
)
from hub.domain.words import (
    Consent,
    EpochMs,
    Fulfilment,
    Material,
    PersonId,
    ProcedureRules,
    RecordingEnd,
    Round,
    Segment,
)

ORIGIN: Final = "north/b1/counter-1"
BRANCH: Final = "north/b2"
MANAGER: Final = "zhao"
FORM: Final = "form"
CONSENT: Final = Consent("face-comparison", given=True, said_at=0, language="zh", asked_by=None)
REMARKS: Final = '[{"kind": "faces-look"}]'


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of business, and how much of the alphabet is tried on it.

    `form`: one to capture, and once again; `two`: with a second reviewer; `brief`: nobody passes it on,
    transfers it, or is lost while they have it; `alone`: a customer alone before a machine, two rounds.
    """

    form: bool = False
    two: bool = False
    fulfilment: Fulfilment = "none"
    brief: bool = False
    alone: bool = False

    @property
    def rules(self) -> ProcedureRules:
        """As a procedure's rules."""
        materials = (FORM,) if self.form else ()
        if self.alone:
            needs = ((FORM, "signature"),) if self.form else ()
            return ProcedureRules(
                "business",
                "accounts",
                second_review=self.two,
                fulfilment="device",
                rounds=(Round("eligibility", recorded=True), Round("business", needs)),
                handled_by="reviewer",
                application_later=True,
                most_recaptures=1,
            )
        return ProcedureRules(
            "business", "accounts", materials, second_review=self.two, fulfilment=self.fulfilment
        )


def commands(case: Case, kind: Kind, people: tuple[PersonId, ...], now: EpochMs) -> Iterator[Command]:
    """Every command worth trying on a case."""
    if case.stage is Stage.UNKNOWN:
        yield FileCase(ORIGIN, BRANCH, kind.rules, {})
        return
    yield from _by_origin(case, kind)
    yield from _by_the_hub(case, people)
    for person in people:
        yield from _of_the_offer(case, person, now)
        yield from _of_the_handler(case, person)
        for other in () if kind.brief else people:
            yield PassOnOffer(case.offers, person, other)
            for fence in _fences(case):
                yield Transfer(person, fence, other)
    for manager in (MANAGER, people[0]):
        for person in people:
            yield NameTeller(manager, person)


def _by_origin(case: Case, kind: Kind) -> Iterator[Command]:
    yield Cancel(ORIGIN, "the customer left")
    yield Cancel("north/b9/counter-9", "not theirs")
    yield AskForAnother(ORIGIN)
    yield FinishCollecting(ORIGIN)
    if case.rules.fulfilment != "none":
        yield ConfirmResultShown(ORIGIN)
    if kind.alone:
        yield from _by_one_alone(case)
    if kind.form:
        scanned = case.materials.get(FORM)
        again = scanned is not None and FORM in case.wanted
        yield RecordConsent(ORIGIN, CONSENT)
        if scanned is not None:
            yield ChangeFindings(ORIGIN, FORM, scanned.sha256, REMARKS)
        yield AddMaterial(ORIGIN, form(2 if again else 1), known=True, stored=True)


def _by_one_alone(case: Case) -> Iterator[Command]:
    yield FillIn(ORIGIN, {"customer-name": "张伟"})
    told = case.recording
    for number in (1, 2, 3):
        if number < 3 or told is None:
            yield RecordSegment(ORIGIN, stretch(number), sound=True, stored=True)
    if case.stage in {Stage.FULFILLING, Stage.CLOSED}:
        yield CloseRecording(ORIGIN, RecordingEnd(2, "0" * 64, 0))
    yield NoteCamera(ORIGIN, "black" if case.camera_fault is None else None)
    yield LeaveCallback(ORIGIN, "13800138000")
    yield LeaveCallback("north/b9/kiosk-9", "13800138000")
    yield TellPlace(1)
    yield Fulfilled(ORIGIN, case.id, "CARD-1", None)
    yield Fulfilled(ORIGIN, case.id, None, "the card did not come out")
    yield Fulfilled(ORIGIN, "another key", "CARD-1", None)


def stretch(number: int) -> Segment:
    """A stretch of a recording; a minute is missing between each two."""
    began_at = number * 60_000
    return Segment(number, "a" * 64, 1, began_at, began_at + 1, 1, str(number - 1) * 64, str(number) * 64)


def _by_the_hub(case: Case, people: tuple[PersonId, ...]) -> Iterator[Command]:
    yield Route()
    for number in (case.offers - 1, case.offers):
        yield TimeUp("offer", number)
        yield TimeUp("promise", number)
    for number in (case.rounds - 1, case.rounds):
        yield TimeUp("manager", number)
    yield TimeUp("case", 0)
    for person in people:
        yield LoseHandler(person, case.fence - 1)
    if case.rules.fulfilment == "http":
        yield CoreAnswered(case.id, "KH-1", None)
        yield CoreAnswered(case.id, None, "no such account")
        yield CoreAnswered("another key", "KH-1", None)


def _of_the_offer(case: Case, person: PersonId, now: EpochMs) -> Iterator[Command]:
    for number in (case.offers - 1, case.offers):
        yield AcceptOffer(number, person)
        yield DeclineOffer(number, person, "busy")
        yield AskToWait(number, person, now + 1)


def _of_the_handler(case: Case, person: PersonId) -> Iterator[Command]:
    if FORM in case.materials:
        yield ConfirmShown(counter_of(person), FORM, case.materials[FORM].sha256)
    for fence in _fences(case):
        yield Decide(person, fence, passed=True, reasons=())
        yield Decide(person, fence, passed=False, reasons=("not signed",))
        yield RecordReference(person, fence, "KH-1")
        if FORM in case.materials and case.materials[FORM] == form(1):
            yield AskRecapture(person, fence, (FORM,), ("too dark",))


def _fences(case: Case) -> list[int]:
    """Those that are good, and one that is behind."""
    return sorted({seat.fence for seat in case.seats} | {0})


def form(version: int) -> Material:
    """The form as it was scanned the first or the second time."""
    return Material(FORM, f"{version:064x}", 1, "image/jpeg", version)


def counter_of(person: PersonId) -> str:
    """Where the person signs in."""
    return f"{BRANCH}/counter-of-{person}"
