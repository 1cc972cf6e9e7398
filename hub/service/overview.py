"""How the branches stand now, in three layers: the devices' links, what their agents say, and the people.

Read by the indexes of what is open, every two seconds at the most; it holds no customer data.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from device_profiles.delivery.clock import Clock
from hub.domain.roster import STAFF_ROLES, Staff
from hub.domain.words import BranchName, DeviceName, EpochMs
from hub.ports.devices import Device, Peripheral
from hub.ports.journal import Books, Journal
from hub.ports.oversight import CaseInFlight, Unsettled

MOST_IN_FLIGHT: Final = 2_000
"""More open cases than that are counted, and not listed: nobody reads them one by one."""

PersonState: TypeAlias = Literal[
    "off_duty", "break", "elsewhere", "offline", "unresponsive", "wrapping_up", "busy", "idle"
]
TROUBLES: Final = ("unplugged", "out_of_paper", "jammed", "cover_open", "failed")
"""The conditions of a peripheral in which somebody must do something before it works again."""
FRESH_MS: Final = 2_000
"""So long a look at all branches serves whoever else looks: many screens cost the hub no more than one."""


def state_of(staff: Staff, now_ms: EpochMs) -> PersonState:
    """How a person of the staff is, as the router sees them: `elsewhere` is on duty, but at no counter."""
    if not staff.on_duty:
        return "off_duty"
    if staff.on_break:
        return "break"
    if staff.role != "lobby_manager":  # who needs no counter to name a teller
        if staff.counter is None:
            return "elsewhere"
        if not staff.counter_online:
            return "offline"
    if staff.unresponsive:
        return "unresponsive"
    if staff.wrap_up_until > now_ms:
        return "wrapping_up"
    return "busy" if staff.assigned + staff.offered >= staff.capacity else "idle"


def is_in_trouble(peripheral: Peripheral) -> bool:
    """Whether somebody must do something before the peripheral works again."""
    return peripheral.condition in TROUBLES


def is_waiting(flight: CaseInFlight) -> bool:
    """Whether the case has nobody who handles it."""
    return flight.summary.handler is None


def waiting_since(flight: CaseInFlight) -> EpochMs:
    """Since when a case without a handler has none: since it was filed, or since its handler was lost."""
    case = flight.summary
    return case.filed_at if case.accepted_at is None else case.since


@dataclass(frozen=True, slots=True)
class DeviceStanding:
    """A device with those of its peripherals that are in trouble, and what it has not confirmed."""

    device: Device
    troubles: tuple[Peripheral, ...]
    unsettled: Unsettled | None
    person: Staff | None


@dataclass(frozen=True, slots=True)
class BranchStanding:
    """A branch: its devices, its staff by their state, its managers on duty, and the cases that it has."""

    branch: BranchName
    devices: tuple[DeviceStanding, ...] = ()
    people: tuple[Staff, ...] = ()
    cases: tuple[CaseInFlight, ...] = ()
    states: Counter[PersonState] = field(default_factory=Counter)


class Overview:
    """Looks at all branches, and remembers for a moment what it saw."""

    def __init__(self, journal: Journal, clock: Clock) -> None:
        self._journal = journal
        self._clock = clock
        self._looking = asyncio.Lock()
        self._seen: list[BranchStanding] = []
        self._seen_at: EpochMs | None = None

    async def branches(self) -> list[BranchStanding]:
        """Every branch that has a device, a member of staff or an open case, by name."""
        async with self._looking:  # who comes second finds what the first has seen
            now_ms = self._clock.now_ms()
            if self._seen_at is None or not 0 <= now_ms - self._seen_at < FRESH_MS:
                self._seen = await self._journal.transact(lambda books: branches(books, now_ms))
                self._seen_at = now_ms
            return self._seen


def devices_of(books: Books, everyone: Sequence[Staff]) -> list[DeviceStanding]:
    """Every device as it stands, and whoever of these is signed in there."""
    peripherals = books.devices.peripherals(TROUBLES)
    owing = {unsettled.device: unsettled for unsettled in books.oversight.unsettled()}
    seated = {person.counter: person for person in everyone if person.counter is not None}
    return [
        DeviceStanding(
            device,
            tuple(peripherals.get(device.address, ())),
            owing.get(device.address),
            seated.get(device.address),
        )
        for device in books.devices.all()
    ]


def branches(books: Books, now_ms: EpochMs) -> list[BranchStanding]:
    """Every branch that has a device, a member of staff or an open case, by name."""
    everyone = books.people.everyone()
    devices: dict[BranchName, list[DeviceStanding]] = {}
    for standing in devices_of(books, everyone):
        devices.setdefault(branch_of(standing.device.address), []).append(standing)
    people: dict[BranchName, list[Staff]] = {}
    for person in everyone:
        if person.role in STAFF_ROLES:
            people.setdefault(person.branch, []).append(person)
    cases: dict[BranchName, list[CaseInFlight]] = {}
    for flight in books.oversight.in_flight(MOST_IN_FLIGHT):
        cases.setdefault(flight.summary.branch, []).append(flight)
    return [
        BranchStanding(
            name,
            tuple(devices.get(name, ())),
            tuple(people.get(name, ())),
            tuple(cases.get(name, ())),
            Counter(state_of(person, now_ms) for person in people.get(name, ())),
        )
        for name in sorted({*devices, *people, *cases})
    ]


def customers_waiting(standings: Iterable[BranchStanding]) -> Counter[BranchName]:
    """By branch, the customers nobody handles who stand there, or wait for somebody who works there."""
    waiting: Counter[BranchName] = Counter()
    for standing in standings:
        for flight in filter(is_waiting, standing.cases):
            waiting.update({standing.branch, branch_of(flight.summary.origin)})
    return waiting


def cases_at(
    device: DeviceName, person: Staff | None, flights: Sequence[CaseInFlight]
) -> list[CaseInFlight]:
    """The open cases that the device filed, or that whoever is signed in there handles or is offered."""
    sitting = None if person is None else person.person
    found = []
    for flight in flights:
        case = flight.summary
        theirs = sitting is not None and sitting in (case.handler, case.second, case.offered_to)
        if theirs or case.origin == device:
            found.append(flight)
    return found


def branch_of(device: DeviceName) -> BranchName:
    """The branch at which a device stands."""
    return device.rpartition("/")[0]
