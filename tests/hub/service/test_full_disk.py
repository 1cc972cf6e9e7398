"""No loop of the hub ends because its disk is full: each goes on when there is room."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from device_profiles.delivery import patience
from device_profiles.delivery.clock import Ids
from device_profiles.delivery.errors import DiskFullError
from device_profiles.profiles import DeviceKind, load_kinds
from hub.ports.devices import Device
from hub.ports.journal import Books
from hub.service import fleet as fleet_module
from hub.service.deciding import Decider
from hub.service.fleet import Fleet
from hub.service.fulfilment import FulfilmentCalls
from hub.service.relay import MaterialRelay
from hub.service.timers import Timers
from tests.fakes.case_events import COUNTER_A
from tests.fakes.counter_link import CounterLink
from tests.fakes.full_disk import FullDisk
from tests.fakes.hub_house import House
from tests.fakes.standing_clock import NOON_MS
from tests.hub.service.test_fulfilment import Core


@pytest.fixture
def disk(house: House, monkeypatch: pytest.MonkeyPatch) -> FullDisk:
    return FullDisk(house.shelf.database, monkeypatch)


@pytest.mark.parametrize("loop", ["timers", "relay", "fulfilment", "fleet"])
async def test_a_loop_outlasts_it_and_says_so_once(
    house: House, disk: FullDisk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, loop: str
) -> None:
    monkeypatch.setattr(fleet_module, "LOOK_EVERY_S", 0.001)
    journal, clock, decider = house.web.journal, house.shelf.clock, Decider(house.shelf.clock)
    link = CounterLink(tmp_path / "counter")
    loops: dict[str, Callable[[], Coroutine[Any, Any, None]]] = {
        "timers": Timers(journal, decider, clock).run,
        "relay": MaterialRelay(journal, house.materials, link, Ids(clock)).run,
        "fulfilment": FulfilmentCalls(journal, decider, Core(), clock).run,
        "fleet": partial(Fleet(journal, load_kinds()).watch, admits),
    }
    committed = asyncio.Event()
    house.shelf.on_commit.append(lambda _: committed.set())
    disk.full = True
    with capture_logs() as told:
        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(loops[loop]())
            await disk.met(times=5)
            assert not committed.is_set()
            disk.full = False
            async with asyncio.timeout(10):
                await committed.wait()
            assert not running.done()
            running.cancel()
    assert [line["event"] for line in told] == ["nothing can be kept"]


async def test_a_device_that_the_broker_had_no_room_for_is_admitted_later(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fleet_module, "LOOK_EVERY_S", 0.001)
    monkeypatch.setattr(patience, "PAUSE_S", 0.001)
    fleet, tries, admitted = Fleet(house.web.journal, load_kinds()), [0], asyncio.Event()

    async def admit(devices: Sequence[tuple[Device, DeviceKind]], passwords: Sequence[str]) -> None:
        tries[0] += 1
        if tries[0] < 3:
            raise DiskFullError("No space left on device")
        assert [device.address for device, _ in devices] == [COUNTER_A]
        admitted.set()

    def register(books: Books) -> None:
        books.devices.add(COUNTER_A, "counter", "a\n", NOON_MS)

    await fleet.register()
    await house.shelf.do(register)
    async with asyncio.TaskGroup() as tasks, asyncio.timeout(10):
        watching = tasks.create_task(fleet.watch(admit))
        await admitted.wait()
        watching.cancel()


async def admits(_: Sequence[tuple[Device, DeviceKind]], __: Sequence[str]) -> None:
    return
