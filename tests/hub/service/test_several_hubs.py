"""Several hubs on one journal and one broker: one watches, and another goes on when it is gone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from structlog.testing import capture_logs

from device_profiles.delivery.clock import Ids
from hub.domain.readings import Heard
from hub.service.alarms import Alarms
from hub.service.lookout import Lookout
from hub.service.notices import Notices
from tests.fakes.case_events import COUNTER_A, COUNTER_B
from tests.fakes.hub_house import House
from tests.fakes.notifier import FakeNotifier
from tests.fakes.shipped import KINDS
from tests.hub.service.test_notices import DUTY
from tests.hub.stores.shelf import Shelf, in_memory, shelf_on


class OneHub:
    """What a hub has that watches devices, on a journal that it shares."""

    def __init__(self, house: House, name: str, *, shares_broker: bool) -> None:
        shelf, web = house.shelf, house.web
        clock, ids = shelf.clock, Ids(shelf.clock)
        self.name = name
        self.services = FakeNotifier()
        self.lookout = Lookout(shelf.journal, clock, name, has_equals=True, shares_broker=shares_broker)
        self.alarms = Alarms(shelf.journal, KINDS, ids, clock, watches=lambda: self.lookout.watches)
        self.notices = Notices(
            *(web.journal, web.overview, KINDS, (DUTY,), self.services, ids, clock),
            watches=lambda: self.lookout.watches,
        )

    async def starts(self) -> None:
        await self.lookout.look()
        await self.alarms.load()

    @property
    def told(self) -> list[str]:
        """What it told people outside that it was raised."""
        titles = ("Disk nearly full", "Silent")
        return [title for text in self.services.texts("duty") for title in titles if f"{title} (" in text]

    async def looks(self) -> None:
        await self.lookout.look()
        await self.alarms.look()
        await self.notices.look()


class Hubs:
    """Hubs to which a broker deals out readings in turn; the one that watches overhears the rest."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.shelf: Shelf = house.shelf
        self.hubs: list[OneHub] = []
        self._number = 0

    async def start(self, name: str, *, shares_broker: bool = True) -> OneHub:
        hub = OneHub(self.house, name, shares_broker=shares_broker)
        await hub.starts()
        self.hubs.append(hub)
        return hub

    async def passes(self, seconds: int, *talking: str, **metrics: float) -> None:
        """Time passes; these counters say a reading each, every ten seconds."""
        for _ in range(seconds // 5):
            self.shelf.clock.pass_ms(5_000)
            self._number += 1
            for place, counter in enumerate(talking if self._number % 2 else ()):
                self._deal(counter, place, metrics)
            for hub in reversed(self.hubs):
                await hub.looks()

    def _deal(self, counter: str, place: int, metrics: dict[str, float]) -> None:
        now_ms, number = self.shelf.clock.now_ms(), self._number // 2 + 1
        heard = Heard(counter, "counter", "b1", number, now_ms, now_ms, historical=False, metrics=metrics)
        shared_with = self.hubs[(number + place) % len(self.hubs)]
        shared_with.alarms.hear(heard)
        for hub in self.hubs:
            if hub.lookout.watches and hub.lookout.has_company:
                hub.alarms.hear(heard)

    @property
    def watching(self) -> list[str]:
        return [hub.name for hub in self.hubs if hub.lookout.watches]

    async def open(self) -> list[tuple[str, str]]:
        alarms = await self.shelf.do(lambda books: books.alarms.open())
        return [(alarm.device, alarm.rule) for alarm in alarms]


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    with shelf_on(in_memory()) as shelf:
        yield shelf


@pytest.fixture
def hubs(house: House) -> Hubs:
    return Hubs(house)


async def test_one_hub_watches_and_calls_nobody_silent_that_spoke_to_the_other(hubs: Hubs) -> None:
    await hubs.house.has_counter(COUNTER_A)
    await hubs.house.has_counter(COUNTER_B)
    first = await hubs.start("first")
    await hubs.passes(20, COUNTER_A, COUNTER_B)
    second = await hubs.start("second")
    await hubs.passes(20, COUNTER_A, COUNTER_B)
    assert hubs.watching == ["first"]
    assert [hub.lookout.has_company for hub in hubs.hubs] == [True, True]
    await hubs.passes(400, COUNTER_A, COUNTER_B)
    assert await hubs.open() == [], "neither silent nor with gaps"
    await hubs.passes(120, COUNTER_A, disk_free_mb=100)
    assert await hubs.open() == [(COUNTER_A, "disk-low"), (COUNTER_B, "silent")]
    assert (first.told, second.told) == (["Disk nearly full", "Silent"], [])
    await hubs.passes(90, COUNTER_A, COUNTER_B, disk_free_mb=9000)
    assert await hubs.open() == []


async def test_another_goes_on_when_the_one_that_watched_is_gone(hubs: Hubs) -> None:
    await hubs.house.has_counter(COUNTER_A)
    await hubs.house.has_counter(COUNTER_B)
    first, second = await hubs.start("first"), await hubs.start("second")
    await hubs.passes(120, COUNTER_B, disk_free_mb=100)
    before = await hubs.open()
    assert before == [(COUNTER_A, "silent"), (COUNTER_B, "disk-low")]
    hubs.hubs.remove(first)  # killed: it says nothing any more
    await hubs.passes(10, COUNTER_B, disk_free_mb=100)
    assert hubs.watching == []
    await hubs.passes(10, COUNTER_B, disk_free_mb=100)
    assert hubs.watching == ["second"]
    await hubs.passes(300, COUNTER_B, disk_free_mb=100)
    assert await hubs.open() == before, "what was open is neither raised again nor forgotten"
    assert (first.told, second.told) == (["Disk nearly full", "Silent"], [])
    await hubs.passes(30, COUNTER_A, COUNTER_B, disk_free_mb=9000)
    assert await hubs.open() == []
    third = await hubs.start("third")
    hubs.hubs.append(first)  # it only slept, and is the last in the row now
    await hubs.passes(60, COUNTER_A, COUNTER_B)
    assert hubs.watching == ["second"]
    assert third.lookout.has_company
    assert await hubs.open() == []


async def test_a_hub_that_started_again_waits_for_nobody_long_and_finds_no_ghost(hubs: Hubs) -> None:
    await hubs.start("before")
    hubs.hubs.clear()
    again = await hubs.start("again", shares_broker=False)
    with capture_logs() as told:
        await hubs.passes(15)
    assert hubs.watching == ["again"]
    assert not again.lookout.has_company
    assert [line["event"] for line in told if line["log_level"] == "error"] == []


async def test_hubs_that_share_a_journal_and_no_broker_say_so_loudly(hubs: Hubs) -> None:
    await hubs.start("north", shares_broker=False)
    await hubs.start("south", shares_broker=False)
    with capture_logs() as told:
        await hubs.passes(60)
    errors = [line["event"] for line in told if line["log_level"] == "error"]
    assert errors == ["hubs with brokers of their own on one database"] * 2


async def test_a_hub_that_has_no_equals_watches_and_writes_nothing(house: House) -> None:
    alone = Lookout(house.shelf.journal, house.shelf.clock, "alone", has_equals=False)
    await alone.look()
    await alone.run()
    assert (alone.watches, alone.has_company, house.shelf.committed) == (True, False, [])
