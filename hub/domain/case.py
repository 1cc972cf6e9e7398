"""A case as its events made it: `evolve` folds them, and nothing else changes a case.

Two things move side by side. The *stage* is how far the business has come. The *search* is for a
person: for a handler while there is none, for another to take over, for a second reviewer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import reduce
from typing import Literal, TypeAlias, assert_never

from hub.domain.events import (
    CaseClosed,
    CaseFiled,
    CaseMoved,
    CaseQueued,
    CollectingFinished,
    ConsentRecorded,
    Event,
    FindingsChanged,
    FulfilmentBegun,
    FulfilmentDone,
    HandlerLost,
    ManagersAsked,
    MaterialAdded,
    MaterialShown,
    OfferAccepted,
    OfferDeclined,
    OfferExpired,
    OfferMade,
    OfferPresented,
    OfferWithdrawn,
    PromiseMade,
    RecaptureAsked,
    ResultShown,
    ReviewDecided,
)
from hub.domain.words import (
    BranchName,
    CaseId,
    Consent,
    DeviceName,
    EpochMs,
    Material,
    PersonId,
    ProcedureRules,
    Purpose,
    Result,
)

SearchEvent: TypeAlias = (
    CaseQueued
    | ManagersAsked
    | CaseMoved
    | OfferMade
    | OfferPresented
    | OfferAccepted
    | OfferDeclined
    | OfferExpired
    | OfferWithdrawn
    | PromiseMade
    | HandlerLost
)
"""The events of the search for a person."""


class Stage(StrEnum):
    """How far the business has come. `UNKNOWN`: nobody has said anything of the case yet."""

    UNKNOWN = "unknown"
    COLLECTING = "collecting"
    REVIEWING = "reviewing"
    CONFIRMING = "confirming"
    FULFILLING = "fulfilling"
    CLOSED = "closed"


class Phase(StrEnum):
    """Where a case stands, as people speak of it (DESIGN section 5)."""

    UNKNOWN = "unknown"
    ROUTING = "routing"
    AWAITING_MANAGER = "awaiting_manager"
    OFFERED = "offered"
    WAITING = "waiting"
    COLLECTING = "collecting"
    REVIEWING = "reviewing"
    CONFIRMING = "confirming"
    FULFILLING = "fulfilling"
    CLOSED = "closed"


class Quest(StrEnum):
    """How far the search for a person has come."""

    NONE = "none"
    ROUTING = "routing"
    AWAITING_MANAGER = "awaiting_manager"
    OFFERED = "offered"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Offer:
    """A numbered proposal to one person.

    `open`: an answer is due at `due`; `queued`: the person is busy; `waiting`: they promised for `due`.
    """

    number: int
    person: PersonId
    state: Literal["open", "queued", "waiting"]
    due: EpochMs | None


@dataclass(frozen=True, slots=True)
class Search:
    """The search for a person.

    `patience_due`: until when managers, or whoever comes free, are waited for. `tried` have been offered it
    and did not take it; `overflowing`: the branch's overflow has begun; `moved`: another branch sent it.
    """

    purpose: Purpose
    offer: Offer | None = None
    managers: tuple[PersonId, ...] = ()
    patience_due: EpochMs | None = None
    tried: frozenset[PersonId] = frozenset()
    overflowing: bool = False
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Handler:
    """Who has the case, and at which counter. `fence` is larger for each later one."""

    person: PersonId
    counter: DeviceName
    fence: int


@dataclass(frozen=True, slots=True)
class Case:
    """One customer's business, from filing to result."""

    id: CaseId
    stage: Stage = Stage.UNKNOWN
    origin: DeviceName = ""
    branch: BranchName = ""
    rules: ProcedureRules = field(default_factory=lambda: ProcedureRules("", ""))
    application: Mapping[str, str] = field(default_factory=dict)
    filed_at: EpochMs = 0
    search: Search | None = None
    offers: int = 0
    rounds: int = 0
    fence: int = 0
    handler: Handler | None = None
    second: Handler | None = None
    materials: Mapping[str, Material] = field(default_factory=dict)
    wanted: frozenset[str] = frozenset()
    shown: frozenset[tuple[DeviceName, str]] = frozenset()
    consents: Mapping[str, Consent] = field(default_factory=dict)
    core_key: str | None = None
    reference: str | None = None
    result: Result | None = None
    reasons: tuple[str, ...] = ()
    result_shown: bool = False

    @property
    def quest(self) -> Quest:
        """How far the search for a person has come."""
        search = self.search
        if search is None:
            return Quest.NONE
        if search.offer is not None:
            return Quest.WAITING if search.offer.state == "waiting" else Quest.OFFERED
        return Quest.AWAITING_MANAGER if search.managers else Quest.ROUTING

    @property
    def phase(self) -> Phase:
        """Where the case stands: while it has no handler, how far the search for one has come."""
        if self.handler is None and self.search is not None and self.stage is not Stage.CLOSED:
            return Phase(self.quest.value)
        return Phase(self.stage.value)

    @property
    def offer(self) -> Offer | None:
        """The offer that is under way."""
        return None if self.search is None else self.search.offer

    @property
    def seats(self) -> tuple[Handler, ...]:
        """Those who have the case on their counter: the handler, and the second reviewer."""
        return tuple(seat for seat in (self.handler, self.second) if seat is not None)

    @property
    def missing_materials(self) -> tuple[str, ...]:
        """What is still to be captured: required and not there, or wanted again."""
        lacking = [name for name in self.rules.required_materials if name not in self.materials]
        return (*lacking, *sorted(self.wanted))

    def unseen_at(self, counter: DeviceName) -> tuple[str, ...]:
        """The materials whose bytes that counter does not hold yet."""
        return tuple(
            name
            for name, material in self.materials.items()
            if (counter, material.sha256) not in self.shown
        )


def fold(case_id: CaseId, events: Iterable[Event]) -> Case:
    """The case that these events made."""
    return reduce(evolve, events, Case(case_id))


def evolve(case: Case, event: Event) -> Case:
    """The case after the event."""
    match event:
        case (
            CaseQueued()
            | ManagersAsked()
            | CaseMoved()
            | OfferMade()
            | OfferPresented()
            | OfferAccepted()
            | OfferDeclined()
            | OfferExpired()
            | OfferWithdrawn()
            | PromiseMade()
            | HandlerLost()
        ):
            return _evolve_search(case, event)
        case CaseFiled():
            return replace(
                case,
                stage=Stage.COLLECTING,
                origin=event.origin,
                branch=event.branch,
                rules=event.rules,
                application=event.application,
                filed_at=event.at,
                search=Search("handle"),
            )
        case MaterialAdded() | FindingsChanged() | MaterialShown() | ConsentRecorded():
            return _evolve_materials(case, event)
        case CollectingFinished():
            return replace(case, stage=Stage.REVIEWING)
        case RecaptureAsked(materials=materials):
            return replace(case, stage=Stage.COLLECTING, wanted=frozenset(materials))
        case ReviewDecided():
            return _evolve_review(case, event)
        case FulfilmentBegun(key=key):
            return replace(case, stage=Stage.FULFILLING, core_key=key, search=None)
        case FulfilmentDone(reference=reference):
            return replace(case, reference=reference)
        case CaseClosed(result=result, reasons=reasons):
            return replace(case, stage=Stage.CLOSED, search=None, result=result, reasons=reasons)
        case ResultShown():
            return replace(case, result_shown=True)
        case _:
            assert_never(event)


def _evolve_materials(
    case: Case, event: MaterialAdded | FindingsChanged | MaterialShown | ConsentRecorded
) -> Case:
    match event:
        case MaterialAdded(material=material):
            materials = {**case.materials, material.name: material}
            return replace(case, materials=materials, wanted=case.wanted - {material.name})
        case FindingsChanged():
            remarked = replace(case.materials[event.name], findings=event.findings)
            # Whoever decides is to have the remarks too: the material counts as shown once they came.
            shown = frozenset(shown for shown in case.shown if shown[1] != event.sha256)
            return replace(case, materials={**case.materials, event.name: remarked}, shown=shown)
        case MaterialShown():
            return replace(case, shown=case.shown | {(event.counter, event.sha256)})
        case ConsentRecorded(consent=consent):
            return replace(case, consents={**case.consents, consent.covers: consent})


def _evolve_review(case: Case, event: ReviewDecided) -> Case:
    if event.passed and case.rules.second_review and not event.second:
        return replace(case, stage=Stage.CONFIRMING, search=Search("second_review"))
    return case  # what comes of it is an event of its own


def _evolve_search(case: Case, event: SearchEvent) -> Case:
    match event:
        case OfferAccepted():
            seat = Handler(event.person, event.counter, event.fence)
            if event.purpose == "second_review":
                return replace(case, search=None, second=seat, fence=event.fence)
            shown = _shown_without(case, case.handler)
            return replace(case, search=None, handler=seat, fence=event.fence, shown=shown)
        case HandlerLost(person=person):
            if case.second is not None and case.second.person == person:
                shown = _shown_without(case, case.second)
                return replace(case, second=None, search=Search("second_review"), shown=shown)
            shown = _shown_without(case, case.handler)
            return replace(case, handler=None, search=Search("handle"), shown=shown)
        case ManagersAsked() | CaseQueued():
            return replace(case, search=_sought(case, event), rounds=event.round)
        case OfferMade():
            return replace(case, search=_sought(case, event), offers=event.offer)
        case CaseMoved():
            return replace(case, search=_sought(case, event), branch=event.branch)
        case _:
            return replace(case, search=_sought(case, event))


def _shown_without(case: Case, seat: Handler | None) -> frozenset[tuple[DeviceName, str]]:
    """What is shown after a seat was left: its counter keeps nothing, and must get all anew."""
    return frozenset(shown for shown in case.shown if seat is None or shown[0] != seat.counter)


def _sought(case: Case, event: SearchEvent) -> Search | None:
    """The search after the event; a transfer is searched for only while its offer is open."""
    search = case.search or Search("transfer")
    offer = search.offer
    match event:
        case CaseQueued():
            return replace(search, managers=(), patience_due=event.deadline)
        case ManagersAsked():
            return replace(search, managers=event.managers, patience_due=event.deadline)
        case CaseMoved():
            return Search(search.purpose, moved=True)
        case OfferMade(offer=number, person=person, deadline=due):
            made = Offer(number, person, "queued" if due is None else "open", due)
            overflowing = search.overflowing or event.by == "overflow"
            found = replace(search, purpose=event.purpose, offer=made, overflowing=overflowing)
            return replace(found, managers=(), patience_due=None)
        case OfferPresented(deadline=due) if offer is not None:
            return replace(search, offer=replace(offer, state="open", due=due))
        case PromiseMade(until=due) if offer is not None:
            return replace(search, offer=replace(offer, state="waiting", due=due))
        case OfferDeclined(person=person) | OfferExpired(person=person) | OfferWithdrawn(person=person):
            if search.purpose == "transfer":
                return None
            return replace(search, offer=None, tried=search.tried | {person})
        case _:
            return search  # an offer that is no longer there has nothing to change
