"""What devices say to a hub whose disk is full: they get no receipt, say it again, and lose nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from device_profiles.contract import topics
from device_profiles.contract.codec import encode
from device_profiles.contract.envelope import Body, Envelope
from device_profiles.contract.ids import parse_device
from device_profiles.contract.messages.event import SignInCodeShown
from device_profiles.contract.messages.health import Offline, Online
from device_profiles.contract.topics import Channel
from device_profiles.delivery.clock import Ids
from device_profiles.delivery.database import Work
from hub.bus.link import HubLink
from tests.fakes.case_events import COUNTER_A
from tests.fakes.full_disk import FullDisk
from tests.fakes.hub_house import House, house_on
from tests.fakes.hub_services import services_with_counter
from tests.fakes.paper_listener import PaperListener
from tests.fakes.paper_session import PaperSession
from tests.fakes.standing_clock import MINUTE_MS, NOON_MS
from tests.hub.stores.shelf import Shelf

COUNTER = parse_device(COUNTER_A)
CODE = SignInCodeShown(code="204816", expires_at=NOON_MS + MINUTE_MS)


@dataclass
class Hub:
    """The hub's link at work, and counter A on the other side of it."""

    house: House
    link: HubLink
    session: PaperSession
    disk: FullDisk

    async def hears(self, topic: str, body: Body, seq: int | None = None) -> None:
        """The counter says something; returns when it is acknowledged."""
        await self.session.brings(topic, said(body, seq))

    async def is_online(self) -> bool:
        device = await self.house.shelf.do(lambda books: books.devices.get(COUNTER_A))
        assert device is not None
        return device.online


@pytest.fixture
async def hub(shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Hub]:
    house, session, ids = house_on(shelf, tmp_path), PaperSession(), Ids(shelf.clock)
    link = HubLink(session, PaperListener(), shelf.journal, ids)
    services = await services_with_counter(house, session, link)
    hub = Hub(house, link, session, FullDisk(shelf.database, monkeypatch))
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(link.run(services))
        yield hub
        assert not running.done()
        running.cancel()


async def test_a_message_that_cannot_be_kept_gets_no_receipt_until_it_is_said_again(hub: Hub) -> None:
    topic = topics.up(COUNTER, Channel.EVENT)
    hub.disk.full = True
    with capture_logs() as told:
        for _ in range(3):
            await hub.hears(topic, CODE, seq=1)
    assert hub.session.published == []
    assert hub.link.refused == {"disk_full": 3}
    assert [line["event"] for line in told] == ["nothing can be kept"]
    hub.disk.full = False
    await hub.hears(topic, CODE, seq=1)
    assert len(hub.session.published) == 1


async def test_what_can_neither_be_read_nor_put_aside_ends_nothing(hub: Hub) -> None:
    hub.disk.full = True
    await hub.session.brings("elsewhere", b"{")
    hub.disk.full = False
    await hub.session.brings("elsewhere", b"{")
    put_aside = await hub.house.shelf.do(lambda books: books.quarantined())
    assert put_aside == {"wrong_topic": 1}


async def test_whether_a_device_is_there_is_said_once_and_so_kept_later_by_the_last_word(hub: Hub) -> None:
    topic = topics.state(COUNTER)
    await hub.hears(topic, Offline(boot="b0"))  # the hub knows the device from here on
    hub.disk.full = True
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(hub.hears(topic, Online(boot="b1", software="1")))
        await hub.disk.met()
        await hub.hears(topic, Offline(boot="b1"))
        await hub.disk.met(times=3)
        hub.disk.full = False
    assert not await hub.is_online()
    hub.disk.full = True
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(hub.hears(topic, Online(boot="b2", software="1")))
        await hub.disk.met(times=3)
        hub.disk.full = False
    assert await hub.is_online()


async def test_a_device_that_leaves_while_its_coming_is_written_down_is_not_there(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    topic, database = topics.state(COUNTER), hub.house.shelf.database
    await hub.hears(topic, Offline(boot="b0"))
    keep, kept, told = database.run, asyncio.Event(), asyncio.Event()

    async def keep_slowly(work: Work[object]) -> object:
        result = await keep(work)
        kept.set()
        await told.wait()
        return result

    monkeypatch.setattr(database, "run", keep_slowly)
    async with asyncio.TaskGroup() as tasks, asyncio.timeout(10):
        tasks.create_task(hub.hears(topic, Online(boot="b1", software="1")))
        await kept.wait()
        await hub.hears(topic, Offline(boot="b1"))
        told.set()
    assert not await hub.is_online()


def said(body: Body, seq: int | None) -> bytes:
    return encode(
        Envelope(
            id=f"01900000-0000-7000-8000-{seq or 0:012x}",
            type=body.type_name,
            version=body.version,
            sent_at=NOON_MS,
            stream=None if seq is None else f"{COUNTER}>hub#5f3a",
            seq=seq,
            body=body,
        )
    )
