"""A case as its events made it: `evolve` folds them, and nothing else changes a case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import reduce
from typing import assert_never

from hub.domain.events import (
    CaseClosed,
    CaseFiled,
    CaseQueued,
    CollectingFinished,
    Event,
    MaterialAdded,
    MaterialShown,
    OfferAccepted,
    OfferMade,
    ResultShown,
    ReviewDecided,
)
from hub.domain.words import (
    BranchName,
    CaseId,
    DeviceName,
    EpochMs,
    Material,
    PersonId,
    ProcedureRules,
    Result,
)


class Phase(StrEnum):
    """Where a case stands. `UNKNOWN` is the case of which nobody has said anything yet."""

    UNKNOWN = "unknown"
    FILED = "filed"
    ROUTING = "routing"
    OFFERED = "offered"
    COLLECTING = "collecting"
    REVIEWING = "reviewing"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Offer:
    """A numbered proposal of the case to one person."""

    number: int
    person: PersonId
    deadline: EpochMs


@dataclass(frozen=True, slots=True)
class Handler:
    """Who has the case, and at which counter. `fence` grows with each handler."""

    person: PersonId
    counter: DeviceName
    fence: int


NO_RULES = ProcedureRules("", "", (), 0)


@dataclass(frozen=True, slots=True)
class Case:
    """One customer's business, from filing to result."""

    id: CaseId
    phase: Phase = Phase.UNKNOWN
    origin: DeviceName = ""
    branch: BranchName = ""
    rules: ProcedureRules = NO_RULES
    application: Mapping[str, str] = field(default_factory=dict)
    filed_at: EpochMs = 0
    offers: int = 0
    offer: Offer | None = None
    handler: Handler | None = None
    materials: Mapping[str, Material] = field(default_factory=dict)
    shown: frozenset[str] = frozenset()
    result: Result | None = None
    reasons: tuple[str, ...] = ()
    result_shown: bool = False

    @property
    def missing_materials(self) -> tuple[str, ...]:
        """What the procedure requires and the origin has not captured."""
        return tuple(name for name in self.rules.required_materials if name not in self.materials)


def fold(case_id: CaseId, events: Iterable[Event]) -> Case:
    """The case that these events made."""
    return reduce(evolve, events, Case(case_id))


def evolve(case: Case, event: Event) -> Case:
    """The case after the event."""
    match event:
        case CaseFiled():
            return replace(
                case,
                phase=Phase.FILED,
                origin=event.origin,
                branch=event.branch,
                rules=event.rules,
                application=event.application,
                filed_at=event.at,
            )
        case CaseQueued():
            return replace(case, phase=Phase.ROUTING)
        case OfferMade():
            offer = Offer(event.offer, event.person, event.deadline)
            return replace(case, phase=Phase.OFFERED, offers=event.offer, offer=offer)
        case OfferAccepted():
            handler = Handler(event.person, event.counter, event.fence)
            return replace(case, phase=Phase.COLLECTING, offer=None, handler=handler)
        case MaterialAdded(material=material):
            return replace(case, materials={**case.materials, material.name: material})
        case CollectingFinished():
            return replace(case, phase=Phase.REVIEWING)
        case MaterialShown(sha256=sha256):
            return replace(case, shown=case.shown | {sha256})
        case ReviewDecided():
            return case  # the result is an event of its own
        case CaseClosed(result=result, reasons=reasons):
            return replace(case, phase=Phase.CLOSED, offer=None, result=result, reasons=reasons)
        case ResultShown():
            return replace(case, result_shown=True)
        case _:
            assert_never(event)
