"""What must be done because of an event, as values: who is told what, and which bytes go where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias, assert_never

from hub.domain.case import Case, Handler
from hub.domain.events import (
    ApplicationFilled,
    CallbackAsked,
    CameraChanged,
    CaseClosed,
    CaseMoved,
    CaseQueued,
    CollectingFinished,
    ConsentRecorded,
    Event,
    FindingsChanged,
    FulfilmentBegun,
    HandlerLost,
    ManagersAsked,
    MaterialAdded,
    OfferAccepted,
    OfferDeclined,
    OfferExpired,
    OfferMade,
    OfferPresented,
    OfferWithdrawn,
    PlaceTold,
    PromiseMade,
    RecaptureAsked,
    RecordingClosed,
    ReviewDecided,
    RoundBegun,
    SegmentRecorded,
)
from hub.domain.words import BranchName, CaseId, DeviceName, EpochMs, Material, PersonId, is_desk

News: TypeAlias = Literal[
    "accepted",
    "waiting",
    "declined",
    "queued",
    "recapture",
    "reviewed",
    "succeeded",
    "failed",
    "cancelled",
    "expired",
]
Change: TypeAlias = Literal[
    "asked",
    "answered",
    "offered",
    "offer_ended",
    "assigned",
    "transferred",
    "material",
    "consent",
    "application",
    "recording",
    "camera",
    "ready_for_review",
    "passed",
    "fulfil",
    "lost",
    "closed",
]
"""What a person's own screen is told."""


@dataclass(frozen=True, slots=True)
class TellOrigin:
    """The origin learns how its case goes."""

    news: News
    person: PersonId | None = None
    reasons: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    rerouting: bool | None = None
    until: EpochMs | None = None
    at: EpochMs | None = None
    reference: str | None = None
    place: int | None = None
    review: str | None = None


@dataclass(frozen=True, slots=True)
class AssignToCounter:
    """The counter where a seat's person is signed in gets the case, and all materials so far."""

    seat: Handler


@dataclass(frozen=True, slots=True)
class RelayMaterial:
    """A material's bytes go to a counter, and then its record."""

    counter: DeviceName
    material: Material


@dataclass(frozen=True, slots=True)
class CallForReview:
    """A counter learns that all materials are in."""

    counter: DeviceName


@dataclass(frozen=True, slots=True)
class CallOffReview:
    """A counter learns that materials were asked for again: nothing is to be decided until they are in."""

    counter: DeviceName


@dataclass(frozen=True, slots=True)
class ReleaseCounter:
    """The case leaves a counter, and nothing of it may stay there."""

    counter: DeviceName
    reason: Literal["closed", "transferred", "reassigned"]


@dataclass(frozen=True, slots=True)
class NotifyPerson:
    """A person's own screen learns what changed for them."""

    person: PersonId
    change: Change


@dataclass(frozen=True, slots=True)
class MarkUnresponsive:
    """A person let an offer expire: no more offers until they act."""

    person: PersonId


@dataclass(frozen=True, slots=True)
class RouteAt:
    """The case came to another branch, whose people must be looked at."""

    branch: BranchName


@dataclass(frozen=True, slots=True)
class CallCore:
    """The bank's core is to do what was asked, under this key."""

    case: CaseId
    key: str


@dataclass(frozen=True, slots=True)
class FulfilAtOrigin:
    """The machine at the customer is to do what was asked, once, under this key."""

    key: str


@dataclass(frozen=True, slots=True)
class OweCallback:
    """Somebody of the branch owes the customer a call."""

    at: EpochMs


Effect: TypeAlias = (
    TellOrigin
    | AssignToCounter
    | RelayMaterial
    | CallForReview
    | CallOffReview
    | ReleaseCounter
    | NotifyPerson
    | MarkUnresponsive
    | RouteAt
    | CallCore
    | FulfilAtOrigin
    | OweCallback
)


def react(before: Case, event: Event, after: Case) -> list[Effect]:
    """What the event asks for; `before` and `after` are the case on either side of it."""
    match event:
        case ManagersAsked() | CaseQueued() | CaseMoved():
            return _nobody_idle(before, event)
        case OfferMade():
            offered = [] if event.deadline is None else [NotifyPerson(event.person, "offered")]
            return [*_managers_answered(before), *offered]
        case OfferPresented():
            return [] if after.offer is None else [NotifyPerson(after.offer.person, "offered")]
        case OfferAccepted():
            return _accepted(before, event, after)
        case PromiseMade(person=person, until=until):
            return [TellOrigin("waiting", person, until=until)] if before.handler is None else []
        case OfferDeclined(person=person, reason=reason):
            told = TellOrigin("declined", person, (reason,), rerouting=event.rerouting)
            ended: list[Effect] = [NotifyPerson(person, "offer_ended")]
            return [*ended, told] if before.handler is None else [*ended, *_tell_handler(before)]
        case OfferExpired(person=person):
            marked: list[Effect] = [NotifyPerson(person, "offer_ended"), MarkUnresponsive(person)]
            return [*marked, *_tell_handler(before)]
        case OfferWithdrawn(person=person):
            return [NotifyPerson(person, "offer_ended"), *_tell_handler(before)]
        case HandlerLost(person=person):
            lost = [seat for seat in before.seated_counters if seat.person == person]
            released = [ReleaseCounter(seat.counter, "reassigned") for seat in lost]
            return [NotifyPerson(person, "lost"), *released]
        case (
            PlaceTold()
            | CallbackAsked()
            | ApplicationFilled()
            | SegmentRecorded()
            | RecordingClosed()
            | CameraChanged()
        ):
            return _from_alone(event, after)
        case CaseClosed(result=result, reasons=reasons, at=at):
            reference = before.reference
            told = TellOrigin(result, _person(before), reasons, at=at, reference=reference)
            return _closed(before, told)
        case _:
            return _handled(event, after)


def _nobody_idle(before: Case, event: ManagersAsked | CaseQueued | CaseMoved) -> list[Effect]:
    """What follows when the branch has nobody to offer the case to."""
    match event:
        case ManagersAsked(managers=managers):
            return [NotifyPerson(manager, "asked") for manager in managers]
        case CaseMoved(branch=branch):
            return [*_managers_answered(before), RouteAt(branch)]
        case CaseQueued():
            return _managers_answered(before)
        case _:
            assert_never(event)


def _handled(event: Event, after: Case) -> list[Effect]:
    """What an event of handling asks for, at every counter that has the case."""
    match event:
        case MaterialAdded(material=material):
            return _relayed(material, after)
        case FindingsChanged(name=name):
            return _relayed(after.materials[name], after)
        case ConsentRecorded():
            return [NotifyPerson(seat.person, "consent") for seat in after.seats]
        case CollectingFinished():
            called = [CallForReview(seat.counter) for seat in after.seated_counters]
            return [*called, *(NotifyPerson(seat.person, "ready_for_review") for seat in after.seats)]
        case RecaptureAsked(materials=materials, reasons=reasons):
            called_off = [CallOffReview(seat.counter) for seat in after.seated_counters]
            return [TellOrigin("recapture", event.person, reasons, materials), *called_off]
        case ReviewDecided(passed=True, person=person):
            return [NotifyPerson(person, "passed")]
        case RoundBegun(number=number):
            passed = after.rules.round(number - 1).review
            called_off = [CallOffReview(seat.counter) for seat in after.seated_counters]
            return [TellOrigin("reviewed", _person(after), review=passed), *called_off]
        case FulfilmentBegun():
            return _fulfilling(event, after)
        case _:
            return []


def _from_alone(
    event: PlaceTold
    | CallbackAsked
    | ApplicationFilled
    | SegmentRecorded
    | RecordingClosed
    | CameraChanged,
    after: Case,
) -> list[Effect]:
    """What follows from what a machine says for the customer who stands alone before it."""
    match event:
        case PlaceTold(place=place):
            return [TellOrigin("queued", place=place)]
        case CallbackAsked(at=at):
            return [OweCallback(at)]
        case ApplicationFilled():
            return [NotifyPerson(seat.person, "application") for seat in after.seats]
        case SegmentRecorded() | RecordingClosed():
            return [NotifyPerson(seat.person, "recording") for seat in after.seats]
        case CameraChanged():
            return [NotifyPerson(seat.person, "camera") for seat in after.seats]


def _fulfilling(event: FulfilmentBegun, after: Case) -> list[Effect]:
    match event.mode:
        case "device":
            return [FulfilAtOrigin(event.key)]
        case "http":
            return [CallCore(after.id, event.key)]
        case _:
            return [NotifyPerson(seat.person, "fulfil") for seat in after.seats[:1]]


def _relayed(material: Material, after: Case) -> list[Effect]:
    relayed = [RelayMaterial(seat.counter, material) for seat in after.seated_counters]
    return [*relayed, *(NotifyPerson(seat.person, "material") for seat in after.seats)]


def _accepted(before: Case, event: OfferAccepted, after: Case) -> list[Effect]:
    seat = after.second if event.purpose == "second_review" else after.handler
    assert seat is not None
    effects: list[Effect] = []
    if event.purpose == "transfer" and before.handler is not None:
        effects += [
            *_released(before.handler, "transferred"),
            NotifyPerson(before.handler.person, "transferred"),
        ]
    assigned = [] if is_desk(seat.counter) else [AssignToCounter(seat)]
    effects += [*assigned, NotifyPerson(seat.person, "assigned")]
    if event.purpose != "second_review":
        effects.append(TellOrigin("accepted", seat.person))
    return effects


def _released(seat: Handler, reason: Literal["closed", "transferred"]) -> list[Effect]:
    """A desk shows what the hub lets it see, so there is nothing to take back from it."""
    return [] if is_desk(seat.counter) else [ReleaseCounter(seat.counter, reason)]


def _closed(before: Case, told: TellOrigin) -> list[Effect]:
    effects: list[Effect] = [told, *_managers_answered(before)]
    for seat in before.seats:
        effects += [*_released(seat, "closed"), NotifyPerson(seat.person, "closed")]
    return effects


def _managers_answered(before: Case) -> list[Effect]:
    """Whoever was asked need not answer any more."""
    managers = () if before.search is None else before.search.managers
    return [NotifyPerson(manager, "answered") for manager in managers]


def _tell_handler(before: Case) -> list[Effect]:
    """Who asked for a transfer learns that it was not taken."""
    return [] if before.handler is None else [NotifyPerson(before.handler.person, "offer_ended")]


def _person(before: Case) -> PersonId | None:
    return None if before.handler is None else before.handler.person
