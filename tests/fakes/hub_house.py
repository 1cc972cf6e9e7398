"""The hub's services over one database, with what they need and nothing that listens anywhere."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from device_profiles.contract.envelope import Body
from device_profiles.contract.errors import Refusal
from device_profiles.delivery.client import BrokerAddress
from device_profiles.delivery.sealed_files import SealedFiles
from hub.domain.events import Event
from hub.domain.roster import Staff
from hub.ports.journal import Books
from hub.ports.push import PushSender
from hub.service.accounts import Accounts
from hub.service.alarm_acts import AlarmActs
from hub.service.casework_numbers import CaseworkNumbers
from hub.service.deciding import Decider
from hub.service.device_messages import DeviceMessages
from hub.service.duty import Duty, desks_of
from hub.service.feeds import Feeds
from hub.service.guessing import CODES, WrongAttempts
from hub.service.handling import Handling
from hub.service.levels import ServiceLevels
from hub.service.links import Links
from hub.service.overview import Overview
from hub.service.pushes import Pushes
from hub.service.telemetry import TelemetryIntake
from hub.service.turn import TurnServers
from hub.stores.journal import Committed
from hub.web.parts import WebParts
from tests.fakes.case_events import COUNTER_B, FORM_BYTES, teller, write
from tests.fakes.figures import MemoryFigureStore
from tests.fakes.kiosk_line import KioskLine
from tests.fakes.room import FakeRoom
from tests.fakes.shipped import KINDS, PROCEDURES
from tests.fakes.standing_clock import NOON_MS
from tests.fakes.telemetry import MemorySpool, MemoryTelemetryStore
from tests.hub.stores.shelf import Shelf

PASSWORD = "a long sentence"
PUSH_SERVICE = "https://push.example"


@dataclass(frozen=True, slots=True)
class House:
    """The services, and short ways to bring people, counters and cases about."""

    shelf: Shelf
    materials: SealedFiles
    telemetry_store: MemoryTelemetryStore
    figure_store: MemoryFigureStore
    room: FakeRoom
    messages: DeviceMessages
    web: WebParts
    line: KioskLine
    """What the devices hear of live links."""

    async def has(self, *people: Staff) -> None:
        """These people work here."""
        for staff in people:
            await self.web.accounts.register(staff, PASSWORD)

    async def has_counter(self, counter: str) -> None:
        """A registered counter that is connected."""

        def add(books: Books) -> None:
            books.devices.add(counter, "counter", "line\n", NOON_MS)
            books.devices.set_presence(counter, NOON_MS, online=True)

        await self.shelf.do(add)

    async def seats(self, person: str, counter: str = COUNTER_B) -> None:
        """The person is on duty at the counter."""

        def seat(books: Books) -> None:
            staff = books.people.get(person) or teller(person)
            books.people.put(replace(staff, on_duty=True, counter=counter), [])

        await self.shelf.do(seat)

    async def knows(self, case: str, *events: Event) -> None:
        """This has happened to the case; the form's bytes are stored."""
        self.materials.put(case, FORM_BYTES)
        await self.shelf.do(write, case, *events)

    async def hears(self, counter: str, body: Body) -> Refusal | None:
        """A counter says something on its numbered stream."""
        return await self.shelf.do(self.messages.apply, counter, body)


def house_on(shelf: Shelf, folder: Path, sender: PushSender | None = None) -> House:
    """Put the services together; materials go into the folder. Without a sender nobody is called."""
    journal, clock = shelf.journal, shelf.clock
    kinds, procedures = KINDS, PROCEDURES
    materials = SealedFiles(folder, bytes(32))
    store, figures = MemoryTelemetryStore(), MemoryFigureStore()
    decider = Decider(clock)
    line = KioskLine()
    duty, feeds = Duty(decider, clock), Feeds(journal)
    pushes = Pushes(journal, clock, sender, frozenset({PUSH_SERVICE}) if sender else frozenset())

    def wake(committed: Committed) -> None:
        feeds.tell(committed.notified)
        pushes.tell(committed.notified)

    shelf.on_commit.append(wake)
    web = WebParts(
        journal=journal,
        accounts=Accounts(journal, clock),
        codes=WrongAttempts(clock, CODES),
        duty=duty,
        handling=Handling(journal, decider, materials),
        feeds=feeds,
        pushes=pushes,
        links=Links(journal, line, desks_of(journal, duty), TurnServers(clock), clock),
        levels=ServiceLevels(journal, clock),
        overview=Overview(journal, clock),
        alarms=AlarmActs(journal, clock),
        telemetry=TelemetryIntake(store, MemorySpool(), kinds, clock),
        store=store,
        casework=CaseworkNumbers(figures, clock),
        procedures=procedures,
        kinds=kinds,
        broker=BrokerAddress("127.0.0.1", 1883),
        clock=clock,
        refused=lambda: {"not_json": 2},
        connected=lambda: True,
    )
    room = FakeRoom()
    messages = DeviceMessages(decider, duty, procedures, materials, room, clock)
    return House(shelf, materials, store, figures, room, messages, web, line)
