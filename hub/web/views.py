"""What the HTTP interface says, with an example of each."""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel

from device_profiles.contract.messages.case import Finding
from hub.domain.case import Case
from hub.domain.chain import Entry
from hub.domain.roster import Role, Staff
from hub.domain.routing import why_not_now
from hub.domain.words import PersonId
from hub.ports.journal import CaseSummary
from hub.web.examples import example


class LoginView(BaseModel):
    """A token for the `Authorization: Bearer` header, until `expires_at` (Unix ms)."""

    model_config = example(token="n0…", expires_at=1795300000000)  # noqa: S106  an example

    token: str
    expires_at: int


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


class OfferView(BaseModel):
    """An offer to one person. `due` (Unix ms): `open` until then, or `waiting` for that promise."""

    offer: int
    person: str
    purpose: str
    state: str
    due: int | None


class MaterialView(BaseModel):
    """A material of a case; its bytes are at `/api/cases/{case}/materials/{name}`."""

    name: str
    sha256: str
    size_bytes: int
    media_type: str
    captured_at: int
    shown: bool
    findings: list[Finding]


class EntryView(BaseModel):
    """One line of the case's journal: what happened, by whom, and its place in the hash chain."""

    number: int
    kind: str
    actor: str
    body: dict[str, Any]
    hash: str


class CaseView(BaseModel):
    """A case as one person may see it: what the customer wrote and handed in only for its handler.

    `fence` is what this person's moves must carry: their own seat's, or for others the latest.
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
    reasons: list[str]
    application: dict[str, str] | None
    materials: list[MaterialView]
    timeline: list[EntryView]

    @classmethod
    def of(cls, case: Case, entries: list[Entry], viewer: PersonId, *, whole: bool) -> CaseView:
        """The case for the viewer, with the customer's own data when `whole`."""
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
            reference=case.reference,
            result=case.result,
            reasons=list(case.reasons) if whole else [],
            application=dict(case.application) if whole else None,
            materials=[
                MaterialView(
                    name=material.name,
                    sha256=material.sha256,
                    size_bytes=material.size_bytes,
                    media_type=material.media_type,
                    captured_at=material.captured_at,
                    shown=bool(case.seats)
                    and all((seat.counter, material.sha256) in case.shown for seat in case.seats[-1:]),
                    findings=json.loads(material.findings) if whole else [],
                )
                for material in case.materials.values()
            ],
            timeline=[_entry(entry, whole=whole) for entry in entries],
        )


class MeView(BaseModel):
    """The person, their place in the roster, and the cases that wait for them or are theirs."""

    person: str
    name: str
    branch: str
    role: Role
    on_duty: bool
    on_break: bool
    counter: str | None
    counter_online: bool
    cases: list[CaseLine]
    last_change: int

    @classmethod
    def of(cls, staff: Staff, cases: list[CaseSummary], last_change: int) -> MeView:
        """The person with the open cases that concern them."""
        mine = [
            CaseLine.of(summary)
            for summary in cases
            if summary.result is None
            and staff.person in (summary.offered_to, summary.handler, summary.second)
        ]
        return cls(
            person=staff.person,
            name=staff.name,
            branch=staff.branch,
            role=staff.role,
            on_duty=staff.on_duty,
            on_break=staff.on_break,
            counter=staff.counter,
            counter_online=staff.counter_online,
            cases=mine,
            last_change=last_change,
        )


class ColleagueView(BaseModel):
    """A person of the branch, and what they have: for a manager who names one, or a transfer."""

    model_config = example(
        person="wang",
        name="王芳",
        role="teller",
        on_duty=True,
        on_break=False,
        counter="north/b2/counter-2",
        counter_online=True,
        assigned=1,
        offered=0,
        capacity=1,
        skills=["accounts"],
        not_now="busy",
    )

    person: str
    name: str
    role: Role
    on_duty: bool
    on_break: bool
    counter: str | None
    counter_online: bool
    assigned: int
    offered: int
    capacity: int
    skills: list[str]
    not_now: str | None

    @classmethod
    def of(cls, staff: Staff, now_ms: int) -> ColleagueView:
        """A colleague as they stand now."""
        return cls(
            person=staff.person,
            name=staff.name,
            role=staff.role,
            on_duty=staff.on_duty,
            on_break=staff.on_break,
            counter=staff.counter,
            counter_online=staff.counter_online,
            assigned=staff.assigned,
            offered=staff.offered,
            capacity=staff.capacity,
            skills=sorted(staff.skills),
            not_now=None if staff.on_duty is False else why_not_now(staff, now_ms),
        )


class ReadingView(BaseModel):
    """A device's latest reading."""

    region: str
    branch: str
    device: str
    kind: str
    boot: str
    number: int
    measured_at_ms: int
    historical: bool
    metrics: dict[str, float]


class HealthView(BaseModel):
    """Whether the hub is connected, and what it has received and refused since it started."""

    connected: bool
    telemetry_received: int
    telemetry_stored: int
    refused: dict[str, int]
    quarantined: dict[str, int]
    unsettled_messages: int


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
        for private in ("application", "material", "reasons"):
            body.pop(private, None)
    return EntryView(number=entry.number, kind=entry.kind, actor=entry.actor, body=body, hash=entry.hash)
