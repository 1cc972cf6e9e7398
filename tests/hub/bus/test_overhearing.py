"""A hub that watches for several hears what the broker gives to the others, and only while it must."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from device_profiles.contract import topics
from device_profiles.contract.codec import encode
from device_profiles.contract.envelope import Envelope
from device_profiles.contract.ids import DeviceAddress, parse_device
from device_profiles.contract.messages.health import Readings
from device_profiles.contract.topics import Channel, hub_subscriptions, of_every_device
from device_profiles.delivery.clock import Ids
from device_profiles.delivery.session import Session
from device_profiles.profiles import DeviceKind
from hub.bus import overhearing as module
from hub.bus.overhearing import Overhearing
from hub.domain.readings import MOST_AHEAD_MS, Heard
from hub.service.lookout import Lookout
from tests.fakes.case_events import COUNTER_A, COUNTER_B
from tests.fakes.shipped import KINDS
from tests.fakes.standing_clock import NOON_MS
from tests.hub.stores.shelf import in_memory, shelf_on
from tests.servers.mosquitto import mosquitto

pytestmark = pytest.mark.integration
SOON_S = 10.0


class Branch:
    """A broker with two hubs that share readings, of which the first overhears when it watches."""

    def __init__(self, device: Session, lookout: Lookout, heard: asyncio.Queue[Heard], ids: Ids) -> None:
        self.device = device
        self.lookout = lookout
        self.heard = heard
        self.link = asyncio.Queue[str]()
        """What became of its own connection."""
        self._ids = ids

    async def says(self, number: int, counter: str = COUNTER_A, ahead_ms: int = 0) -> None:
        body = Readings(
            boot="b1",
            number=number,
            measured_at=NOON_MS + ahead_ms,
            metrics={"disk_free_mb": 100.0, "mood": 1.0},
        )
        envelope = Envelope(
            id=self._ids.message_id(), type=body.type_name, version=body.version, sent_at=NOON_MS, body=body
        )
        await self.says_bytes(encode(envelope), counter)

    async def says_bytes(self, payload: bytes, counter: str = COUNTER_A) -> None:
        await self.device.publish(topics.up(parse_device(counter), Channel.TELEMETRY), payload)

    async def becomes(self) -> str:
        async with asyncio.timeout(SOON_S):
            return await self.link.get()

    async def hears(self) -> Heard:
        async with asyncio.timeout(SOON_S):
            return await self.heard.get()


@pytest.fixture
async def branch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Branch]:
    monkeypatch.setattr(module, "LOOK_EVERY_S", 0.01)
    with mosquitto(tmp_path) as broker, shelf_on(in_memory()) as shelf:
        ids, heard = Ids(shelf.clock), asyncio.Queue[Heard]()
        device = Session(broker.address(), "device", ())
        equals = [Session(broker.address(), f"hub-{name}", hub_subscriptions()) for name in "ab"]
        lookout = Lookout(shelf.journal, shelf.clock, "a", has_equals=True)
        branch = Branch(device, lookout, heard, ids)

        async def on_connected() -> None:
            branch.link.put_nowait("up")

        def connect() -> Session:
            every = (of_every_device(Channel.TELEMETRY),)
            return Session(
                *(broker.address(), ids.epoch(), every),
                on_connected=on_connected,
                on_lost=lambda: branch.link.put_nowait("down"),
            )

        async def kind_of(device: DeviceAddress) -> DeviceKind | None:
            return KINDS["counter"] if str(device) == COUNTER_A else None

        overhearing = Overhearing(connect, lookout, kind_of, heard.put_nowait, shelf.clock)
        async with asyncio.TaskGroup() as tasks:
            running = [tasks.create_task(session.run()) for session in (device, *equals)]
            running.append(tasks.create_task(overhearing.run()))
            for session in (device, *equals):
                await session.wait_connected()
            yield branch
            for each in running:
                each.cancel()


async def test_it_hears_all_that_is_shared_out_and_nothing_that_nobody_can_read(branch: Branch) -> None:
    branch.lookout.watches = branch.lookout.has_company = True
    assert await branch.becomes() == "up"
    await branch.says(1, COUNTER_B)
    await branch.says_bytes(b"{}")
    for number in range(1, 7):
        await branch.says(number)
    heard = [await branch.hears() for _ in range(6)]
    assert [each.number for each in heard] == [1, 2, 3, 4, 5, 6]
    assert {each.device for each in heard} == {COUNTER_A}
    assert heard[0].metrics == {"disk_free_mb": 100}
    await branch.says(7, ahead_ms=MOST_AHEAD_MS + 1)
    assert (await branch.hears()).in_the_future


async def test_it_leaves_when_it_need_not_listen_any_more(branch: Branch) -> None:
    branch.lookout.watches, branch.lookout.has_company = True, True
    assert await branch.becomes() == "up"
    branch.lookout.has_company = False
    assert await branch.becomes() == "down"
    branch.lookout.watches, branch.lookout.has_company = False, True
    await branch.says(1)
    branch.lookout.watches = True
    assert await branch.becomes() == "up"
    await branch.says(2)
    assert (await branch.hears()).number == 2
