"""What must be done because of an event, as values: who is told what, and which bytes go where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from hub.domain.case import Case
from hub.domain.events import (
    CaseClosed,
    CollectingFinished,
    Event,
    MaterialAdded,
    OfferAccepted,
    OfferMade,
)
from hub.domain.words import CaseId, DeviceName, Material, PersonId


@dataclass(frozen=True, slots=True)
class TellOrigin:
    """The origin learns how its case goes."""

    case: CaseId
    origin: DeviceName
    news: Literal["accepted", "succeeded", "failed", "cancelled", "expired"]
    handler: PersonId | None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AssignToCounter:
    """The counter where the handler is signed in gets the case."""

    case: CaseId
    counter: DeviceName


@dataclass(frozen=True, slots=True)
class RelayMaterial:
    """A material's bytes go to the handling counter, and then its record."""

    case: CaseId
    counter: DeviceName
    material: Material


@dataclass(frozen=True, slots=True)
class CallForReview:
    """The handling counter learns that all materials are in."""

    case: CaseId
    counter: DeviceName


@dataclass(frozen=True, slots=True)
class ReleaseCounter:
    """The case leaves the handling counter, and nothing of it may stay there."""

    case: CaseId
    counter: DeviceName
    reason: Literal["closed"]


@dataclass(frozen=True, slots=True)
class NotifyPerson:
    """The person's own screen learns what changed for them."""

    person: PersonId
    case: CaseId
    change: Literal["offered", "assigned", "material", "ready_for_review", "closed"]


Effect: TypeAlias = (
    TellOrigin | AssignToCounter | RelayMaterial | CallForReview | ReleaseCounter | NotifyPerson
)


def react(case: Case, event: Event) -> list[Effect]:
    """What the event asks for; `case` is the case after it."""
    if isinstance(event, OfferMade):
        return [NotifyPerson(event.person, case.id, "offered")]
    if case.handler is None:
        return []
    person, counter = case.handler.person, case.handler.counter
    match event:
        case OfferAccepted():
            return [
                AssignToCounter(case.id, counter),
                TellOrigin(case.id, case.origin, "accepted", person),
                NotifyPerson(person, case.id, "assigned"),
            ]
        case MaterialAdded(material=material):
            return [RelayMaterial(case.id, counter, material), NotifyPerson(person, case.id, "material")]
        case CollectingFinished():
            return [CallForReview(case.id, counter), NotifyPerson(person, case.id, "ready_for_review")]
        case CaseClosed(result=result, reasons=reasons):
            return [
                TellOrigin(case.id, case.origin, result, person, reasons),
                ReleaseCounter(case.id, counter, "closed"),
                NotifyPerson(person, case.id, "closed"),
            ]
        case _:
            return []
