"""A peripheral that is unplugged, jammed or worse: hub and screen are told, and the rest goes on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import pytest

from device_profiles.contract.messages.case import FileCase
from device_profiles.contract.messages.event import Condition, PeripheralChanged
from edge_agent.devices.errors import PaperJamError
from edge_agent.devices.peripheral import Peripheral, PeripheralState
from edge_agent.devices.simulated.printer import SimulatedPrinter
from edge_agent.peripherals import Peripherals
from tests.fakes.counter_cases import captures, files_case
from tests.fakes.counter_house import CounterHouse
from tests.fakes.full_disk import FullDisk


class Bricked:
    """A peripheral whose driver has a fault of ours."""

    name = "bricked"

    async def look(self) -> PeripheralState:
        raise ZeroDivisionError


class Unhurried:
    """A peripheral that is not asked while it is used."""

    name = "unhurried"

    def __init__(self) -> None:
        self.asked = 0

    async def look(self) -> PeripheralState:
        self.asked += 1
        return PeripheralState("unplugged", "It was asked while it was used.")


@asynccontextmanager
async def attended(counter: CounterHouse, peripherals: Mapping[str, Peripheral]) -> AsyncIterator[None]:
    """The peripherals are looked after."""
    looking = Peripherals(
        counter.records, counter.attendance, peripherals, look_every_s=0.005, pause_s=0.005
    )
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(looking.run())
        yield
        running.cancel()


async def until_told(counter: CounterHouse, *told: tuple[str, Condition]) -> None:
    """The hub is told so, in this order and nothing else."""
    async with asyncio.timeout(10):
        while await told_of(counter) != list(told):
            await counter.records.changes.after(counter.records.changes.version, 0.05)


async def told_of(counter: CounterHouse) -> list[tuple[str, Condition]]:
    changes = [body for body in await counter.said() if isinstance(body, PeripheralChanged)]
    return [(change.peripheral, change.condition) for change in changes]


async def test_each_change_is_told_once_and_every_one_at_the_start(counter: CounterHouse) -> None:
    printer = SimulatedPrinter()
    async with attended(counter, {"printer": printer}):
        await until_told(counter, ("printer", "ready"))
        printer.becomes("out_of_paper")
        await until_told(counter, ("printer", "ready"), ("printer", "out_of_paper"))
        printer.becomes("ready")
        told: list[tuple[str, Condition]] = [
            ("printer", "ready"),
            ("printer", "out_of_paper"),
            ("printer", "ready"),
        ]
        await until_told(counter, *told)
        await asyncio.sleep(0.05)  # some looks later
        assert await told_of(counter) == told


async def test_while_the_link_is_down_it_waits_in_the_outbox_and_the_screen_wakes(
    counter: CounterHouse,
) -> None:
    counter.session.goes_down()
    printer, version = SimulatedPrinter(), counter.records.changes.version
    printer.becomes("jammed")
    async with attended(counter, {"printer": printer}):
        await until_told(counter, ("printer", "jammed"))
    assert counter.records.changes.version > version


async def test_a_driver_with_a_fault_of_ours_is_a_state_and_the_rest_goes_on(counter: CounterHouse) -> None:
    printer = SimulatedPrinter()
    async with attended(counter, {"card-reader": Bricked(), "printer": printer}):
        await until_told(counter, ("card-reader", "failed"), ("printer", "ready"))
        case = await files_case(counter)
        await captures(counter, case, "application-form")
        printer.becomes("unplugged")
        told: list[tuple[str, Condition]] = [("card-reader", "failed"), ("printer", "ready")]
        await until_told(counter, *told, ("scanner", "ready"), ("printer", "unplugged"))
    assert FileCase in [type(body) for body in await counter.said()]


async def test_a_jam_during_a_scan_is_told(counter: CounterHouse) -> None:
    case = await files_case(counter)
    counter.tray.laid.append(PaperJamError("Paper is stuck."))
    async with attended(counter, {}):
        with pytest.raises(PaperJamError):
            await counter.capturing.capture(case, "application-form")
        await until_told(counter, ("scanner", "jammed"))
        await captures(counter, case, "application-form")
        await until_told(counter, ("scanner", "jammed"), ("scanner", "ready"))


async def test_whoever_uses_it_knows_better_than_whoever_looks(counter: CounterHouse) -> None:
    scanner = Unhurried()
    with counter.attendance.using("scanner"):
        async with attended(counter, {"scanner": scanner}):
            await asyncio.sleep(0.05)
            assert scanner.asked == 0


async def test_on_a_full_disk_it_is_told_when_there_is_room(
    counter: CounterHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = FullDisk(counter.records._database, monkeypatch)
    disk.full = True
    async with attended(counter, {"printer": SimulatedPrinter()}):
        await disk.met(times=1)
        disk.full = False
        await until_told(counter, ("printer", "ready"))
