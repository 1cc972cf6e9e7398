"""The ops face: branches, devices, people, cases across branches, timelines and service levels.

For operators, who see no customer data, and auditors, who read everything. Nothing is changed here.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query

from device_profiles.contract.ids import Identifier
from hub.domain.case import Case, Phase
from hub.domain.chain import Entry
from hub.domain.words import Result, Rule
from hub.ports.devices import Peripheral
from hub.ports.journal import Books
from hub.ports.oversight import CaseInFlight, CaseSearch, CaseSummary, Place
from hub.ports.telemetry import TelemetryStoreUnavailableError
from hub.service.overview import (
    MOST_IN_FLIGHT,
    DeviceStanding,
    cases_at,
    is_in_trouble,
)
from hub.web.identity import Looker
from hub.web.ops_views import (
    BranchLineView,
    BranchPageView,
    CaseRecordPage,
    CaseRecordView,
    DeviceLineView,
    DevicePageView,
    FlightView,
    InFlightView,
    NameView,
)
from hub.web.parts import Parts
from hub.web.problems import ProblemError
from hub.web.timeline_views import LevelsView, TimelineView
from hub.web.unchanged import TaggedRoute

router = APIRouter(tags=["ops"], prefix="/api/ops", route_class=TaggedRoute)

Time = Annotated[int | None, Query(ge=0, le=2**48)]
Branch = Annotated[str | None, Query(pattern=r"^[a-z0-9][a-z0-9-]{0,62}/[a-z0-9][a-z0-9-]{0,62}$")]
Device = Annotated[str | None, Query(pattern=r"^([a-z0-9][a-z0-9-]{0,62}/){2}[a-z0-9][a-z0-9-]{0,62}$")]
After = Annotated[
    str | None,
    Query(pattern=r"^[0-9]{1,15}/[a-z0-9][a-z0-9-]{0,62}$", description="The `next` of the page before."),
]
CaseName = Annotated[Identifier, Path(description="The case's id.", examples=["north-01a2"])]


@router.get("/branches")
async def list_branches(_: Looker, parts: Parts) -> list[BranchLineView]:
    """Every branch: what is wrong, who is there, who waits."""
    return [BranchLineView.of(standing) for standing in await parts.overview.branches()]


@router.get("/branches/{region}/{branch}")
async def show_branch(region: Identifier, branch: Identifier, _: Looker, parts: Parts) -> BranchPageView:
    """One branch: its devices, staff and cases in flight."""
    name = f"{region}/{branch}"
    for standing in await parts.overview.branches():
        if standing.branch == name:
            return BranchPageView.of(standing, parts.clock.now_ms())
    raise ProblemError(Rule("not_found", f"there is no branch {name}", "branch"))


@router.get("/devices")
async def list_devices(_: Looker, parts: Parts) -> list[DeviceLineView]:
    """Every device, with what is in trouble."""
    return [
        DeviceLineView.of(standing)
        for branch in await parts.overview.branches()
        for standing in branch.devices
    ]


@router.get("/devices/{region}/{branch}/{device}")
async def show_device(
    region: Identifier, branch: Identifier, device: Identifier, _: Looker, parts: Parts
) -> DevicePageView:
    """One device: what is wrong, since when, who waits."""
    name = f"{region}/{branch}/{device}"

    def read(books: Books) -> tuple[DeviceStanding, list[Peripheral], list[CaseInFlight]] | None:
        device = books.devices.get(name)
        if device is None:
            return None
        peripherals = books.devices.peripherals().get(name, [])
        person = books.people.at_counter(name)
        owing = next((each for each in books.oversight.unsettled() if each.device == name), None)
        standing = DeviceStanding(device, tuple(filter(is_in_trouble, peripherals)), owing, person)
        return standing, peripherals, cases_at(name, person, books.oversight.in_flight(MOST_IN_FLIGHT))

    found = await parts.journal.transact(read)
    if found is None:
        raise ProblemError(Rule("not_found", f"there is no device {name}", "device"))
    try:
        readings = await parts.store.last()
    except TelemetryStoreUnavailableError:  # what the hub itself knows of the device is worth showing
        readings = None
    return DevicePageView.at(*found, parts.kinds, readings)


@router.get("/people")
async def list_names(_: Looker, parts: Parts) -> list[NameView]:
    """Whom each id means."""
    everyone = await parts.journal.transact(lambda books: books.people.everyone())
    return [
        NameView(person=each.person, name=each.name, branch=each.branch, role=each.role)
        for each in everyone
    ]


@router.get("/in-flight")
async def list_in_flight(_: Looker, parts: Parts) -> InFlightView:
    """Every open case with its clock."""
    flights = await parts.journal.transact(lambda books: books.oversight.in_flight(MOST_IN_FLIGHT + 1))
    cases = [FlightView.at(flight) for flight in flights[:MOST_IN_FLIGHT]]
    return InFlightView(cases=cases, more=len(flights) > MOST_IN_FLIGHT)


@router.get("/cases")
async def find_cases(
    _: Looker,
    parts: Parts,
    number: Annotated[
        str | None,
        Query(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$", description="A case's id, or its last eight places."),
    ] = None,
    branch: Branch = None,
    origin: Device = None,
    person: Identifier | None = None,
    procedure: Identifier | None = None,
    phase: Phase | None = None,
    result: Result | None = None,
    filed_from: Time = None,
    filed_until: Time = None,
    after: After = None,
    most: Annotated[int, Query(ge=1, le=200, description="How many on a page.")] = 50,
) -> CaseRecordPage:
    """The cases that fit, open and closed, of every branch, page by page: the latest filed first."""
    search = CaseSearch(
        *(number, branch, origin, person, procedure),
        *(None if phase is None else phase.value, result, filed_from, filed_until),
    )
    before = None if after is None else _place(after)
    found = await parts.journal.transact(lambda books: books.oversight.find(search, before, most + 1))
    last = found[most - 1] if len(found) > most else None
    return CaseRecordPage(
        cases=[CaseRecordView.of(summary) for summary in found[:most]],
        next=None if last is None else f"{last.filed_at}/{last.case}",
    )


@router.get("/cases/{case}")
async def show_timeline(case: CaseName, me: Looker, parts: Parts) -> TimelineView:
    """All that happened to a case, and whether its chain holds; customer data for auditors only."""

    def read(books: Books) -> tuple[Case, CaseSummary, list[Entry]] | None:
        found = [line for line in books.oversight.find(CaseSearch(case), None, 50) if line.case == case]
        return (books.cases.get(case), found[0], books.cases.entries(case)) if found else None

    found = await parts.journal.transact(read)
    if found is None:
        raise ProblemError(Rule("unknown_case", f"there is no case {case}"))
    return TimelineView.of(*found, whole=me.role == "auditor")


@router.get("/levels")
async def service_levels(
    _: Looker,
    parts: Parts,
    since: Annotated[int, Query(ge=0, le=2**48, description="At most seven days ago.")],
    branch: Branch = None,
    procedure: Identifier | None = None,
) -> LevelsView:
    """What became of the cases that were closed since then, and how long each step took."""
    return LevelsView.of(await parts.levels.of(since, branch, procedure))


def _place(text: str) -> Place:
    filed_at, _, case = text.partition("/")
    return int(filed_at), case
