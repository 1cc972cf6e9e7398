"""The register of devices, and the broker told of those that join."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from device_profiles.contract.ids import parse_device
from device_profiles.profiles import DeviceKind, load_kinds
from hub.ports.devices import Device
from hub.ports.journal import Books
from hub.service import fleet as fleet_module
from hub.service.fleet import Fleet
from tests.fakes.case_events import COUNTER_A, COUNTER_B
from tests.fakes.standing_clock import NOON_MS
from tests.hub.stores.shelf import Shelf

KINDS = load_kinds()


def register(books: Books, address: str, line: str) -> None:
    books.devices.add(address, "counter", line, NOON_MS)


@pytest.fixture
def fleet(shelf: Shelf) -> Fleet:
    return Fleet(shelf.journal, KINDS)


async def test_a_stranger_has_no_kind_until_it_is_registered(shelf: Shelf, fleet: Fleet) -> None:
    counter = parse_device(COUNTER_A)
    assert await fleet.kind_of(counter) is None
    await shelf.do(register, COUNTER_A, "a\n")
    assert await fleet.kind_of(counter) == KINDS["counter"]
    assert await fleet.kind_of(parse_device(COUNTER_B)) is None


async def test_the_register_names_each_device_with_its_kind(shelf: Shelf, fleet: Fleet) -> None:
    await shelf.do(register, COUNTER_B, "b\n")
    await shelf.do(register, COUNTER_A, "a\n")
    devices, passwords = await fleet.register()
    assert [(device.address, kind.kind) for device, kind in devices] == [
        (COUNTER_A, "counter"),
        (COUNTER_B, "counter"),
    ]
    assert passwords == ["a\n", "b\n"]


async def test_a_device_that_was_struck_off_is_a_stranger_again(
    shelf: Shelf, fleet: Fleet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fleet_module, "LOOK_EVERY_S", 0.001)
    told: asyncio.Queue[Sequence[str]] = asyncio.Queue()

    async def admit(_: Sequence[tuple[Device, DeviceKind]], passwords: Sequence[str]) -> None:
        told.put_nowait(passwords)

    await shelf.do(register, COUNTER_A, "a\n")
    await fleet.register()
    assert await fleet.kind_of(parse_device(COUNTER_A)) is not None
    async with asyncio.TaskGroup() as tasks, asyncio.timeout(10):
        watching = tasks.create_task(fleet.watch(admit))
        await shelf.do(lambda books: books.devices.remove(COUNTER_A))
        assert await told.get() == []
        watching.cancel()
    assert await fleet.kind_of(parse_device(COUNTER_A)) is None


async def test_on_a_start_nobody_is_connected(shelf: Shelf, fleet: Fleet) -> None:
    await shelf.do(register, COUNTER_A, "a\n")
    await shelf.do(lambda books: books.devices.set_presence(COUNTER_A, NOON_MS, online=True))
    await fleet.forget_presence()
    devices, _ = await fleet.register()
    assert [device.online for device, _ in devices] == [False]


async def test_the_broker_is_told_of_a_new_device_and_of_a_new_password(
    shelf: Shelf, fleet: Fleet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fleet_module, "LOOK_EVERY_S", 0.001)
    told: asyncio.Queue[Sequence[str]] = asyncio.Queue()

    async def admit(_: Sequence[tuple[Device, DeviceKind]], passwords: Sequence[str]) -> None:
        told.put_nowait(passwords)

    await shelf.do(register, COUNTER_A, "a\n")
    await fleet.register()
    async with asyncio.TaskGroup() as tasks, asyncio.timeout(10):
        watching = tasks.create_task(fleet.watch(admit))
        await shelf.do(register, COUNTER_B, "b\n")
        assert await told.get() == ["a\n", "b\n"]
        await shelf.do(register, COUNTER_A, "fresh\n")
        assert await told.get() == ["fresh\n", "b\n"]
        watching.cancel()
    assert told.empty()
