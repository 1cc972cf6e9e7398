"""What the HTTP interface says of cases, with an example of each."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from pydantic import BaseModel

from hub.domain.case import Case
from hub.domain.chain import Entry
from hub.domain.words import EpochMs, Material, PersonId
from hub.ports.oversight import CaseSummary
from hub.service.evidence import Recorded, versions_of
from hub.service.handling import why_not_pass
from hub.service.lists import Mark
from hub.web.evidence_views import MaterialView, RecordedView
from hub.web.examples import example


class CaseLine(BaseModel):
    """A case in a list. Times are Unix ms."""

    model_config = example(
        case="north-01a2",
        branch="north/b2",
        origin="north/b1/counter-1",
        procedure="open-account",
        phase="offered",
        offered_to="li",
        handler=None,
        second=None,
        result=None,
        filed_at=1795300000000,
        changed_at=1795300000000,
    )

    case: str
    branch: str
    origin: str
    procedure: str
    phase: str
    offered_to: str | None
    handler: str | None
    second: str | None
    result: str | None
    filed_at: int
    changed_at: int

    @classmethod
    def of(cls, summary: CaseSummary) -> CaseLine:
        """A summary as a line."""
        return cls(**{name: getattr(summary, name) for name in cls.model_fields})


class CasePage(BaseModel):
    """A page of a list. `next`: what to ask for as `after` to get the next one; None at the end."""

    cases: list[CaseLine]
    next: str | None

    @classmethod
    def of(cls, summaries: list[CaseSummary], mark: Mark | None) -> CasePage:
        """The page that ends at the mark."""
        after = None if mark is None else f"{mark.part}/{mark.place[0]}/{mark.place[1]}"
        return cls(cases=[CaseLine.of(summary) for summary in summaries], next=after)


class OfferView(BaseModel):
    """An offer to one person. `due` (Unix ms): `open` until then, or `waiting` for that promise."""

    offer: int
    person: str
    purpose: str
    state: str
    due: int | None


class ConsentView(BaseModel):
    """What the customer last said of `covers`: yes or no (Unix ms), asked in `language` by `asked_by`."""

    covers: str
    given: bool
    said_at: int
    language: str
    asked_by: str | None


class ForbidsView(BaseModel):
    """The rule that forbids something now: its code, and a sentence."""

    code: str
    says: str
    field: str | None


class EntryView(BaseModel):
    """One line of the case's journal: what happened, when (Unix ms), by whom, its place in the chain.

    The body of a choice (`CaseQueued`, `ManagersAsked`, `CaseMoved`, `OfferMade`) tells under `choice` who
    was chosen, because of what, and why each of the others was passed over.
    """

    number: int
    kind: str
    at: int
    actor: str
    body: dict[str, Any]
    hash: str


class CaseView(BaseModel):
    """A case as one person may see it: what the customer wrote and handed in only for its handler.

    `fence` is what this person's moves must carry: their own seat's, or for others the latest.
    `result_shown`: the origin's screen has shown the result. `round` counts from 0 what is captured;
    `review` is the name of the one that ends it, `records`: that it demands a recording without a gap.
    `missing`: what is still to be captured, of each group one. `recaptures_left`: None for any number.
    `cannot_pass`: why this person may not pass it at this moment. `place` is that in the queue, 1 the next.
    """

    case: str
    branch: str
    origin: str
    procedure: str
    phase: str
    offer: OfferView | None
    asked: list[str]
    handler: str | None
    counter: str | None
    fence: int
    second: str | None
    wanted: list[str]
    reference: str | None
    result: str | None
    result_shown: bool
    reasons: list[str]
    round: int
    review: str
    records: bool
    missing: list[list[str]]
    recaptures_left: int | None
    cannot_pass: ForbidsView | None
    language: str | None
    place: int | None
    camera_fault: str | None
    recorded: RecordedView | None
    application: dict[str, str] | None
    materials: list[MaterialView]
    consents: list[ConsentView]
    timeline: list[EntryView]

    @classmethod
    def of(
        cls, case: Case, entries: list[Entry], viewer: PersonId, now: EpochMs, *, whole: bool
    ) -> CaseView:
        """The case for the viewer, with the customer's own data when `whole`."""
        forbids = why_not_pass(case, viewer, now)
        most = case.rules.most_recaptures
        versions = versions_of(entries) if whole else {}
        return cls(
            case=case.id,
            branch=case.branch,
            origin=case.origin,
            procedure=case.rules.procedure,
            phase=case.phase,
            offer=_offer(case),
            asked=[] if case.search is None else list(case.search.managers),
            handler=case.handler and case.handler.person,
            counter=case.handler and case.handler.counter,
            fence=next((seat.fence for seat in case.seats if seat.person == viewer), case.fence),
            second=case.second and case.second.person,
            wanted=sorted(case.wanted),
            reference=case.reference if whole else None,
            result=case.result,
            result_shown=case.result_shown,
            reasons=list(case.reasons) if whole else [],
            round=case.round,
            review=case.now_captured.review,
            records=case.now_captured.recorded,
            missing=[list(group) for group in case.missing],
            recaptures_left=max(0, most - case.recaptures) if most else None,
            cannot_pass=None if forbids is None else ForbidsView(**asdict(forbids)),
            language=case.language,
            place=case.place if case.handler is None else None,
            camera_fault=case.camera_fault,
            recorded=RecordedView.of(case.recording, Recorded.of(entries)) if whole else None,
            application=dict(case.application) if whole else None,
            materials=[
                MaterialView.of(material, versions.get(material.name, []), shown=_is_shown(case, material))
                for material in case.materials.values()
            ],
            consents=[ConsentView(**asdict(consent)) for consent in case.consents.values()]
            if whole
            else [],
            timeline=[_entry(entry, whole=whole) for entry in entries],
        )


def _is_shown(case: Case, material: Material) -> bool:
    """Whether the one who decides next has it before them."""
    return bool(case.seats) and all(
        material.name not in case.unseen_at(seat.counter) for seat in case.seats[-1:]
    )


def _offer(case: Case) -> OfferView | None:
    if case.search is None or case.offer is None:
        return None
    offer = case.offer
    return OfferView(
        offer=offer.number,
        person=offer.person,
        purpose=case.search.purpose,
        state=offer.state,
        due=offer.due,
    )


def _entry(entry: Entry, *, whole: bool) -> EntryView:
    body = json.loads(entry.body)
    if not whole:
        # The customer's words and papers stay with the handler; who did what, and when, does not.
        for private in ("application", "material", "consent", "findings", "reasons", "reference", "phone"):
            body.pop(private, None)
    return EntryView(
        number=entry.number, kind=entry.kind, at=body["at"], actor=entry.actor, body=body, hash=entry.hash
    )
