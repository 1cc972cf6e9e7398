"""How an event changes a case: `fold` and `evolve`, and nothing else does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import reduce
from typing import Final, TypeAlias, assert_never

from hub.domain.case import Case, Handler, Offer, Recording, Search, Stage
from hub.domain.events import (
    ApplicationFilled,
    CallbackAsked,
    CameraChanged,
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
    PlaceTold,
    PromiseMade,
    RecaptureAsked,
    RecordingClosed,
    ResultShown,
    ReviewDecided,
    RoundBegun,
    SegmentRecorded,
)
from hub.domain.words import APPLICATION, CaseId, DeviceName, Gap, Segment

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

UNNOTICED_MS: Final = 1_500
"""Between two stretches of a recording so much is no gap: one ends with its last picture, the next begins
with its first, and a camera may give but one a second."""


def gap_between(segment: Segment, following: Segment) -> Gap | None:
    """The time between two stretches of a recording of which there is nothing."""
    if following.started_at - segment.ended_at <= UNNOTICED_MS:
        return None
    return Gap(segment.ended_at, following.started_at)


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
                language=event.language,
                filed_at=event.at,
                search=Search("handle"),
            )
        case (
            ApplicationFilled()
            | SegmentRecorded()
            | RecordingClosed()
            | CameraChanged()
            | PlaceTold()
            | CallbackAsked()
        ):
            return _evolve_alone(case, event)
        case MaterialAdded() | FindingsChanged() | MaterialShown() | ConsentRecorded():
            return _evolve_materials(case, event)
        case CollectingFinished() | RecaptureAsked() | ReviewDecided() | RoundBegun():
            return _evolve_round(case, event)
        case FulfilmentBegun(key=key):
            return replace(case, stage=Stage.FULFILLING, core_key=key, search=None)
        case FulfilmentDone(reference=reference):
            return replace(case, reference=reference)
        case CaseClosed(result=result, reasons=reasons, at=at):
            closed = replace(case, stage=Stage.CLOSED, search=None, result=result, reasons=reasons)
            return replace(closed, closed_at=at)
        case ResultShown():
            return replace(case, result_shown=True)
        case _:
            assert_never(event)


def _evolve_alone(
    case: Case,
    event: ApplicationFilled
    | SegmentRecorded
    | RecordingClosed
    | CameraChanged
    | PlaceTold
    | CallbackAsked,
) -> Case:
    match event:
        case ApplicationFilled(application=application):
            return replace(case, application=application, wanted=case.wanted - {APPLICATION})
        case SegmentRecorded(segment=segment, at=at):
            before = case.recording
            gaps = () if before is None else before.gaps
            if before is not None and (gap := gap_between(before.last, segment)):
                gaps = (*gaps, gap)
            return replace(case, recording=Recording(segment, at, gaps))
        case RecordingClosed(end=end):
            return replace(case, recording_end=end)
        case CameraChanged(fault=fault):
            return replace(case, camera_fault=fault)
        case PlaceTold(place=place):
            return replace(case, place=place)
        case CallbackAsked():
            return case  # the end that comes with it is an event of its own


def _evolve_round(
    case: Case, event: CollectingFinished | RecaptureAsked | ReviewDecided | RoundBegun
) -> Case:
    match event:
        case CollectingFinished():
            return replace(case, stage=Stage.REVIEWING)
        case RecaptureAsked(materials=materials):
            asked = min(case.recaptures + 1, case.rules.most_recaptures)  # no more than matters
            again = replace(case, stage=Stage.COLLECTING, wanted=frozenset(materials), recaptures=asked)
            return _without_gaps(again)  # what it rests on will be captured anew
        case ReviewDecided(passed=True, second=False) if case.rules.second_review and case.rules.is_last(
            case.round
        ):
            return replace(case, stage=Stage.CONFIRMING, search=Search("second_review"))
        case ReviewDecided():
            return case  # what comes of it is an event of its own
        case RoundBegun(number=number):
            begun = replace(case, stage=Stage.COLLECTING, round=number, recaptures=0)
            return _without_gaps(begun)


def _without_gaps(case: Case) -> Case:
    """The gaps of a round say nothing against the next."""
    recording = case.recording
    return case if recording is None else replace(case, recording=replace(recording, gaps=()))


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
