"""Readings come together, are acknowledged together, and hold up nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from device_profiles.contract import topics
from device_profiles.contract.ids import parse_device
from device_profiles.contract.messages.health import Online, Readings
from device_profiles.contract.topics import Channel
from device_profiles.delivery.clock import Ids
from device_profiles.delivery.listener import Message
from hub.bus.link import HubLink
from tests.fakes.case_events import COUNTER_A
from tests.fakes.hub_house import House, house_on
from tests.fakes.hub_services import services_with_counter
from tests.fakes.paper_listener import PaperListener
from tests.fakes.paper_session import PaperSession
from tests.fakes.standing_clock import NOON_MS
from tests.hub.bus.test_link_on_a_full_disk import said
from tests.hub.service.test_telemetry import running
from tests.hub.stores.shelf import Shelf

COUNTER = parse_device(COUNTER_A)
TOPIC = topics.up(COUNTER, Channel.TELEMETRY)


@dataclass
class Hub:
    house: House
    link: HubLink
    session: PaperSession
    listener: PaperListener


@pytest.fixture
async def hub(shelf: Shelf, tmp_path: Path) -> AsyncIterator[Hub]:
    house, session, listener = house_on(shelf, tmp_path), PaperSession(), PaperListener()
    link = HubLink(session, listener, shelf.journal, Ids(shelf.clock))
    services = await services_with_counter(house, session, link)
    async with running(house.web.telemetry) as tasks:
        linked = tasks.create_task(link.run(services))
        yield Hub(house, link, session, listener)
        assert not linked.done()
        linked.cancel()


def reading(number: int) -> Message:
    body = Readings(boot="b1", number=number, measured_at=NOON_MS + number, metrics={"cpu_percent": 9})
    return Message(TOPIC, said(body, None))


async def test_what_came_together_is_stored_in_its_order_and_acknowledged_once(hub: Hub) -> None:
    await hub.listener.brings(*map(reading, range(1, 51)))
    assert [one.number for one in hub.house.telemetry_store.written] == list(range(1, 51))


async def test_what_cannot_be_read_among_them_is_put_aside_and_the_others_are_stored(hub: Hub) -> None:
    stranger = Message(topics.up(parse_device("north/b9/nobody"), Channel.TELEMETRY), reading(1).payload)
    elsewhere = Message("elsewhere", b"{")
    await hub.listener.brings(reading(1), Message(TOPIC, b"{"), stranger, elsewhere, reading(2))
    assert await hub.house.telemetry_store.count() == 2
    assert hub.link.refused == {"not_json": 1, "not_enrolled": 1, "wrong_topic": 1}
    put_aside = await hub.house.shelf.do(lambda books: books.quarantined())
    assert sum(put_aside.values()) == 3


async def test_what_is_not_stored_is_not_acknowledged_and_holds_up_nothing_else(
    hub: Hub,
) -> None:
    hub.house.telemetry_store.answering.clear()
    async with asyncio.TaskGroup() as tasks:
        brought = tasks.create_task(hub.listener.brings(reading(1), reading(2)))
        await hub.session.brings(topics.state(COUNTER), said(Online(boot="b1", software="1"), None))
        device = await hub.house.shelf.do(lambda books: books.devices.get(COUNTER_A))
        assert device is not None
        assert device.online
        assert not brought.done()
        hub.house.telemetry_store.answering.set()
    assert hub.house.web.telemetry.counts.stored == 2


async def test_readings_are_heard_on_their_own_connection_alone(hub: Hub) -> None:
    message = reading(1)
    await hub.session.brings(message.topic, message.payload)
    assert hub.link.refused == {"wrong_topic": 1}
    assert await hub.house.telemetry_store.count() == 0
