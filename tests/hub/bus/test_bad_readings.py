"""Readings that nobody can believe: each is defined, counted and told, and the next one is stored."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from device_profiles.contract import topics
from device_profiles.contract.ids import parse_device
from device_profiles.contract.topics import Channel
from device_profiles.delivery.clock import Ids
from device_profiles.delivery.listener import Message
from hub.bus.link import HubLink
from hub.domain.readings import MOST_AHEAD_MS
from hub.service.tally import DeviceCounts
from tests.fakes.case_events import COUNTER_A
from tests.fakes.hub_house import House, house_on
from tests.fakes.hub_services import services_with_counter
from tests.fakes.paper_listener import PaperListener
from tests.fakes.paper_session import PaperSession
from tests.fakes.standing_clock import NOON_MS
from tests.hub.service.test_telemetry import running
from tests.hub.stores.shelf import Shelf, in_memory, shelf_on

TOPIC = topics.up(parse_device(COUNTER_A), Channel.TELEMETRY)
GOOD: dict[str, Any] = {
    "boot": "b1",
    "number": 1,
    "measured_at": NOON_MS,
    "historical": False,
    "metrics": {"cpu_percent": 9.5},
}


class Device:
    """Counter A, before the hub's link."""

    def __init__(self, house: House, listener: PaperListener, link: HubLink) -> None:
        self.house, self.link = house, link
        self._listener = listener

    async def says(self, *instead: str, **body: Any) -> None:
        """Say the good reading with these changes, or a text in a place of the JSON; acknowledged."""
        envelope = {
            "id": "01900000-0000-7000-8000-000000000001",
            "type": "telemetry.readings",
            "version": 1,
            "sent_at": NOON_MS,
            "body": {**GOOD, **body},
        }
        text = json.dumps(envelope)
        for literal in instead:
            assert '"HERE"' in text
            text = text.replace('"HERE"', literal)
        await self._listener.brings(Message(TOPIC, text.encode()))

    @property
    def counts(self) -> DeviceCounts:
        return self.house.web.telemetry.counts.devices.get(COUNTER_A, DeviceCounts())

    async def stored(self) -> int:
        return await self.house.telemetry_store.count()


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    with shelf_on(in_memory()) as shelf:
        yield shelf


@pytest.fixture
async def device(shelf: Shelf, tmp_path: Path) -> AsyncIterator[Device]:
    house, session, ids = house_on(shelf, tmp_path), PaperSession(), Ids(shelf.clock)
    listener = PaperListener()
    link = HubLink(session, listener, shelf.journal, ids)
    services = await services_with_counter(house, session, link)
    async with running(house.web.telemetry) as tasks:
        linked = tasks.create_task(link.run(services))
        yield Device(house, listener, link)
        assert not linked.done()
        linked.cancel()


NO_NUMBERS = ('"12.5"', "NaN", "Infinity", "-Infinity", "1e999", "null", "true", "[1]", '{"a": 1}', '"通"')
BROKEN: tuple[dict[str, Any], ...] = (
    {"number": 0},
    {"number": 2**54},
    {"measured_at": -1},
    {"measured_at": 2**60},
    {"boot": ""},
    {"boot": "../etc"},
    {"metrics": {}},
    {"metrics": {f"m{number}": 1 for number in range(201)}},
    {"metrics": {"Not A Name": 1}},
    {"historical": "maybe"},
    {"mood": 1},
)


async def test_a_metric_that_is_no_number_sets_the_whole_message_aside(device: Device) -> None:
    """The device is told why; the number that did not come shows as a gap."""
    for value in NO_NUMBERS:
        before = sum(device.link.refused.values())
        await device.says(value, metrics={"cpu_percent": "HERE", "memory_percent": 1})
        assert sum(device.link.refused.values()) == before + 1, value
    put_aside = await device.house.shelf.do(lambda books: books.quarantined())
    assert sum(put_aside.values()) == len(NO_NUMBERS)
    assert await device.stored() == 0
    await device.says(number=2)
    assert await device.stored() == 1
    assert device.counts == DeviceCounts(missed=1)


async def test_a_message_that_breaks_the_contract_is_set_aside(device: Device) -> None:
    for wrong in BROKEN:
        before = sum(device.link.refused.values())
        await device.says(**wrong)
        assert sum(device.link.refused.values()) == before + 1, wrong
    assert await device.stored() == 0


async def test_a_metric_that_the_kind_does_not_have_is_counted_and_left_out(device: Device) -> None:
    """It is the kiosk's, or nobody's, or beyond what is believed."""
    await device.says(metrics={"cpu_percent": 9.5, "of_another_kind": 1, "memory_percent": 101})
    assert await device.stored() == 1
    assert device.counts == DeviceCounts(refused={"unknown": 1, "out_of_range": 1})
    [last] = await device.house.telemetry_store.last()
    assert last.metrics == {"cpu_percent": 9.5}


async def test_a_reading_of_the_future_is_counted_and_left_out(device: Device) -> None:
    await device.says(number=1, measured_at=NOON_MS + MOST_AHEAD_MS + 1)
    await device.says(number=2, measured_at=2**48)
    await device.says(number=3)
    assert await device.stored() == 1
    assert device.counts == DeviceCounts(refused={"in_the_future": 2})


async def test_a_reading_of_an_earlier_boot_is_stored_where_it_belongs(device: Device) -> None:
    await device.says(boot="b2", number=1, measured_at=NOON_MS)
    await device.says(boot="b1", number=1, measured_at=NOON_MS - 60_000, historical=True)
    assert await device.stored() == 2
    [last] = await device.house.telemetry_store.last()
    assert last.boot == "b2"
    assert device.counts == DeviceCounts()


async def test_a_repeated_reading_is_stored_once(device: Device) -> None:
    for _ in range(3):
        await device.says()
    assert await device.stored() == 1
    assert device.counts == DeviceCounts(duplicates=2)
