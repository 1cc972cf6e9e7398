"""What the HTTP interface says of people, devices and the hub, with an example of each."""

from __future__ import annotations

import json

from pydantic import BaseModel

from hub.domain.case import Case
from hub.domain.chain import Entry
from hub.domain.events import ManagersAsked
from hub.domain.roster import Role, Staff
from hub.domain.routing import why_not, why_not_now
from hub.ports.oversight import CaseSummary
from hub.web.case_views import CaseLine
from hub.web.examples import example


class LoginView(BaseModel):
    """A token for the `Authorization: Bearer` header, until `expires_at` (Unix ms).

    None for a page: its login is in the cookie, which no script can read.
    """

    model_config = example(token="n0…", expires_at=1795300000000)  # noqa: S106  an example

    token: str | None
    expires_at: int


class MeView(BaseModel):
    """The person, their place in the roster, and every open case that waits for them or is theirs.

    `unresponsive`: they let an offer expire, and get no new one until they act. `wrap_up_until`: Unix ms.
    """

    person: str
    name: str
    branch: str
    role: Role
    on_duty: bool
    on_break: bool
    counter: str | None
    counter_online: bool
    unresponsive: bool
    assigned: int
    offered: int
    capacity: int
    wrap_up_until: int
    cases: list[CaseLine]
    last_change: int

    @classmethod
    def of(cls, staff: Staff, cases: list[CaseSummary], last_change: int) -> MeView:
        """The person with the open cases that are theirs."""
        return cls(
            person=staff.person,
            name=staff.name,
            branch=staff.branch,
            role=staff.role,
            on_duty=staff.on_duty,
            on_break=staff.on_break,
            counter=staff.counter,
            counter_online=staff.counter_online,
            unresponsive=staff.unresponsive,
            assigned=staff.assigned,
            offered=staff.offered,
            capacity=staff.capacity,
            wrap_up_until=staff.wrap_up_until,
            cases=[CaseLine.of(summary) for summary in cases],
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


class CandidateView(ColleagueView):
    """A person of the branch, as a manager who is asked weighs them for one case.

    `passed_over`: why the hub did not choose them. `cannot`: why they may not be named at all.
    """

    passed_over: str | None
    cannot: str | None


class AskingView(BaseModel):
    """A case that asks a lobby manager to name a teller, until `due` (Unix ms)."""

    case: str
    origin: str
    procedure: str
    purpose: str
    filed_at: int
    due: int | None
    managers: list[str]
    candidates: list[CandidateView]

    @classmethod
    def of(cls, case: Case, entries: list[Entry], staff: list[Staff], now_ms: int) -> AskingView:
        """The case, with everyone of the branch as they stand now."""
        assert case.search is not None
        asked = next(entry for entry in reversed(entries) if entry.kind == ManagersAsked.__name__)
        choice = json.loads(asked.body)["choice"]
        passed_over = {passed["person"]: passed["because"] for passed in choice["passed_over"]}
        return cls(
            case=case.id,
            origin=case.origin,
            procedure=case.rules.procedure,
            purpose=case.search.purpose,
            filed_at=case.filed_at,
            due=case.search.patience_due,
            managers=list(case.search.managers),
            candidates=[
                CandidateView(
                    **ColleagueView.of(person, now_ms).model_dump(),
                    passed_over=passed_over.get(person.person),
                    cannot=why_not(person, case.rules),
                )
                for person in staff
            ],
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


class UnsettledView(BaseModel):
    """A device that owes receipts: for how many messages, and since when (Unix ms)."""

    device: str
    messages: int
    oldest_at: int


class HealthView(BaseModel):
    """Whether the hub is connected, and what it has received and refused since it started.

    `telemetry_missed`: by device, the readings that have not come though later ones have.
    """

    connected: bool
    telemetry_received: int
    telemetry_stored: int
    telemetry_waiting: int
    telemetry_missed: dict[str, int]
    refused: dict[str, int]
    quarantined: dict[str, int]
    unsettled_messages: int
    pushes: dict[str, int]
    unsettled: list[UnsettledView]
