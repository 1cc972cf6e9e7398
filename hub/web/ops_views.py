"""What operators and auditors see of branches, devices and people. Times are Unix ms."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel

from device_profiles.profile_files import Title
from device_profiles.profiles import DeviceKind, Metric
from hub.domain.readings import Reading
from hub.domain.roster import Role, Staff
from hub.ports.devices import Peripheral
from hub.ports.oversight import CaseInFlight, CaseSummary
from hub.service.overview import (
    BranchStanding,
    DeviceStanding,
    PersonState,
    is_in_trouble,
    is_waiting,
    state_of,
    waiting_since,
)
from hub.web.case_views import CaseLine
from hub.web.device_views import PeripheralView
from hub.web.examples import example


class ClockView(BaseModel):
    """When the hub itself makes the next move: the deadlines that run, each None when it does not."""

    offer: int | None = None
    promise: int | None = None
    manager: int | None = None
    case: int | None = None


class CaseRecordView(CaseLine):
    """A case in a list of operators'. `since`: when it came into its phase."""

    since: int
    accepted_at: int | None
    closed_at: int | None

    @classmethod
    def of(cls, summary: CaseSummary) -> CaseRecordView:
        """A summary with its times."""
        return cls(**{name: getattr(summary, name) for name in cls.model_fields})


class CaseRecordPage(BaseModel):
    """A page of what was found. `next`: what to ask for as `after`; None at the end."""

    cases: list[CaseRecordView]
    next: str | None


class FlightView(CaseRecordView):
    """A case in flight. `waiting_since`: since when nobody handles it; None when somebody does."""

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
        since=1795300000000,
        accepted_at=None,
        closed_at=None,
        waiting_since=1795300000000,
        clock={"offer": 1795300060000, "promise": None, "manager": None, "case": 1795328800000},
    )

    waiting_since: int | None
    clock: ClockView

    @classmethod
    def at(cls, flight: CaseInFlight) -> FlightView:
        """The case with its clock."""
        return cls(
            **CaseRecordView.of(flight.summary).model_dump(),
            waiting_since=waiting_since(flight) if is_waiting(flight) else None,
            clock=ClockView.model_validate(flight.due),
        )


class DeviceLineView(BaseModel):
    """A device in a list. `troubles`: its peripherals for which somebody must do something."""

    address: str
    kind: str
    online: bool
    since: int | None
    person: str | None
    unsettled_messages: int
    unsettled_since: int | None
    troubles: list[PeripheralView]

    @classmethod
    def of(cls, standing: DeviceStanding) -> DeviceLineView:
        """A device as it stands."""
        device, owing = standing.device, standing.unsettled
        return cls(
            address=device.address,
            kind=device.kind,
            online=device.online,
            since=device.since,
            person=standing.person and standing.person.person,
            unsettled_messages=0 if owing is None else owing.messages,
            unsettled_since=None if owing is None else owing.oldest_at,
            troubles=[peripheral_view(each) for each in standing.troubles],
        )


def peripheral_view(known: Peripheral) -> PeripheralView:
    """A peripheral as its device last said it is."""
    return PeripheralView(
        peripheral=known.name, condition=known.condition, says=known.says, since=known.since
    )


class PersonLineView(BaseModel):
    """One of the staff, and how the router sees them; `elsewhere` is on duty, but at no counter."""

    person: str
    name: str
    branch: str
    role: Role
    state: PersonState
    counter: str | None
    assigned: int
    offered: int
    capacity: int
    idle_since: int | None

    @classmethod
    def of(cls, staff: Staff, now_ms: int) -> PersonLineView:
        """A person as they are now."""
        state = state_of(staff, now_ms)
        return cls(
            person=staff.person,
            name=staff.name,
            branch=staff.branch,
            role=staff.role,
            state=state,
            counter=staff.counter,
            assigned=staff.assigned,
            offered=staff.offered,
            capacity=staff.capacity,
            idle_since=staff.idle_since if state == "idle" else None,
        )


class NameView(BaseModel):
    """Whom an id means."""

    person: str
    name: str
    branch: str
    role: Role


class BranchLineView(BaseModel):
    """A branch in the grid: what is wrong there, who is there, and who waits.

    `people` counts the staff by state, `managers` the lobby managers on duty; `in_flight` all open cases,
    `waiting` those that nobody handles, of which `asking` ask a manager.
    """

    branch: str
    devices: int
    online: int
    offline_since: int | None
    troubles: int
    unsettled_messages: int
    people: dict[PersonState, int]
    managers: int
    in_flight: int
    waiting: int
    asking: int
    waiting_since: int | None

    @classmethod
    def of(cls, standing: BranchStanding) -> BranchLineView:
        """A branch as it stands."""
        gone = [each.device for each in standing.devices if not each.device.online]
        waiting = [flight for flight in standing.cases if is_waiting(flight)]
        managers = [staff for staff in standing.people if staff.role == "lobby_manager"]
        return cls(
            branch=standing.branch,
            devices=len(standing.devices),
            online=len(standing.devices) - len(gone),
            offline_since=min((device.since for device in gone if device.since is not None), default=None),
            troubles=sum(len(each.troubles) for each in standing.devices if each.device.online),
            unsettled_messages=sum(each.unsettled.messages for each in standing.devices if each.unsettled),
            people=dict(sorted(standing.states.items())),
            managers=sum(staff.on_duty and not staff.on_break for staff in managers),
            in_flight=len(standing.cases),
            waiting=len(waiting),
            asking=sum(flight.summary.phase == "awaiting_manager" for flight in waiting),
            waiting_since=min(map(waiting_since, waiting), default=None),
        )


class BranchPageView(BaseModel):
    """One branch: its devices, its staff, and its cases in flight, those filed first."""

    branch: str
    devices: list[DeviceLineView]
    people: list[PersonLineView]
    cases: list[FlightView]

    @classmethod
    def of(cls, standing: BranchStanding, now_ms: int) -> BranchPageView:
        """A branch as it stands now."""
        return cls(
            branch=standing.branch,
            devices=[DeviceLineView.of(each) for each in standing.devices],
            people=[PersonLineView.of(staff, now_ms) for staff in standing.people],
            cases=[FlightView.at(flight) for flight in standing.cases],
        )


class MeasuredView(BaseModel):
    """One metric of a reading, with the profile's title, unit and bounds of belief."""

    metric: str
    title: Title
    unit: str
    value: float
    lowest: float
    highest: float

    @classmethod
    def of(cls, name: str, value: float, metric: Metric) -> MeasuredView:
        """A metric as the profile of the device's kind describes it."""
        lowest, highest = metric.range
        return cls(
            metric=name,
            title=metric.title,
            unit=metric.unit,
            value=value,
            lowest=lowest,
            highest=highest,
        )


class LastReadingView(BaseModel):
    """A device's latest reading, by the device's clock, and how often there should be one."""

    measured_at: int
    interval_s: float
    historical: bool
    metrics: list[MeasuredView]

    @classmethod
    def of(cls, reading: Reading, kind: DeviceKind) -> LastReadingView:
        """A reading in the words of the profile."""
        known = [(name, value) for name, value in reading.metrics.items() if name in kind.metrics]
        return cls(
            measured_at=reading.measured_at_ms,
            interval_s=kind.telemetry.interval_s,
            historical=reading.historical,
            metrics=[MeasuredView.of(name, value, kind.metrics[name]) for name, value in known],
        )


class DevicePageView(DeviceLineView):
    """One device: what is wrong, since when, who waits.

    `reading` is None when there is none, and `telemetry_down` when the store cannot be asked.
    """

    title: Title
    peripherals: list[PeripheralView]
    in_trouble: list[str]
    reading: LastReadingView | None
    telemetry_down: bool
    cases: list[FlightView]

    @classmethod
    def at(
        cls,
        standing: DeviceStanding,
        peripherals: list[Peripheral],
        cases: list[CaseInFlight],
        kinds: Mapping[str, DeviceKind],
        readings: list[Reading] | None,
    ) -> DevicePageView:
        """A device as it stands; `readings`: of all devices, or None when the store is down."""
        kind, address = kinds[standing.device.kind], standing.device.address
        last = [each for each in readings or () if f"{each.region}/{each.branch}/{each.device}" == address]
        return cls(
            **DeviceLineView.of(standing).model_dump(),
            title=kind.title,
            peripherals=[peripheral_view(each) for each in peripherals],
            in_trouble=[each.name for each in peripherals if is_in_trouble(each)],
            reading=LastReadingView.of(last[0], kind) if last else None,
            telemetry_down=readings is None,
            cases=[FlightView.at(flight) for flight in cases],
        )


class InFlightView(BaseModel):
    """Every case in flight, those filed first; `more`: there are more than are listed."""

    cases: list[FlightView]
    more: bool
