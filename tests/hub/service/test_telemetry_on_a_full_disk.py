"""The hub's one disk is full to the last byte: readings of its own store, and what is made of them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from device_profiles.contract.ids import parse_device
from device_profiles.contract.messages.health import Readings
from device_profiles.delivery.clock import Ids
from device_profiles.delivery.errors import DatabaseUnavailableError
from hub.domain.history import Span
from hub.ports.journal import Books
from hub.service.alarms import Alarms
from hub.service.telemetry import TelemetryIntake
from hub.sinks.embedded.store import EmbeddedTelemetryStore
from hub.sinks.spool import DiskSpool
from tests.fakes.case_events import COUNTER_A
from tests.fakes.shipped import KINDS
from tests.fakes.standing_clock import NOON_MS
from tests.hub.stores.shelf import Shelf, on_disk, shelf_on
from tests.servers.small_disk import MEGABYTE, SmallDisk, small_disk

SOON_S = 20.0


class HubOnADisk:
    """Readings and alarms of a hub whose folder is a small disk; one counter says a reading a second."""

    def __init__(self, disk: SmallDisk, shelf: Shelf) -> None:
        self.disk = disk
        self.shelf = shelf
        self.accepted: set[int] = set()
        self.number = 0

    @asynccontextmanager
    async def running(self) -> AsyncIterator[asyncio.TaskGroup]:
        """From a start until a kill: what was not accepted by then was not promised to anybody."""
        clock, folder = self.shelf.clock, self.disk.folder
        self.store = EmbeddedTelemetryStore(folder / "telemetry", clock)
        self.alarms = Alarms(
            *(self.shelf.journal, KINDS, Ids(clock), clock), is_deaf=lambda: self.intake.full
        )
        self.intake = TelemetryIntake(
            *(self.store, DiskSpool(folder / "spool", 100 * MEGABYTE), KINDS, clock),
            heard=self.alarms.hear,
            longest_wait_s=0.001,
            patience_s=0.05,
            first_retry_s=0.001,
            longest_retry_s=0.05,
        )
        await self.alarms.load()
        try:
            async with asyncio.TaskGroup() as tasks, asyncio.TaskGroup() as senders:
                run = tasks.create_task(self.intake.run())
                yield senders
                for task in self.waiting:
                    task.cancel()
                run.cancel()
        finally:
            await self.intake.close()

    waiting: tuple[asyncio.Task[None], ...] = ()

    def says(self, senders: asyncio.TaskGroup, times: int) -> None:
        """A reading a second, each for itself, whose number it carries as a value."""
        for _ in range(times):
            self.number += 1
            self.shelf.clock.pass_ms(1_000)
            self.waiting = (*self.waiting, senders.create_task(self._say(self.number)))

    async def _say(self, number: int) -> None:
        metrics = {"disk_free_mb": float(number)}
        measured_at = NOON_MS + 1_000 * number
        body = Readings(boot="b1", number=number, measured_at=measured_at, metrics=metrics)
        await self.intake.take(body, parse_device(COUNTER_A), "counter")
        self.accepted.add(number)

    async def looks(self) -> None:
        with suppress(DatabaseUnavailableError):  # `Alarms.run` is patient
            await self.alarms.look()

    async def until_full(self) -> None:
        await _until(lambda: self.intake.full)

    async def until_accepted(self) -> None:
        async with asyncio.timeout(SOON_S):
            await asyncio.wait(self.waiting)
        await _until(lambda: not self.intake.counts.spooled.readings)

    async def stored(self) -> set[int]:
        """The numbers that the store has, by their values."""
        span = Span(NOON_MS, NOON_MS + 60_000 * (self.number // 60 + 2))
        found = await self.store.history(parse_device(COUNTER_A), span, 1_000, ["disk_free_mb"])
        return {round(bucket.metrics["disk_free_mb"].mean) for bucket in found if bucket.readings}

    async def open(self) -> set[tuple[str, str]]:
        alarms = await self.shelf.do(lambda books: books.alarms.open())
        return {(alarm.device, alarm.rule) for alarm in alarms}


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubOnADisk]:
    with small_disk(tmp_path / "hub", 8 * MEGABYTE) as disk:
        with shelf_on(on_disk(disk.folder / "hub.sqlite")) as shelf:
            yield HubOnADisk(disk, shelf)
        disk.empty()


async def test_nothing_accepted_is_lost_nobody_is_called_silent_and_alarms_are_raised_later(
    hub: HubOnADisk,
) -> None:
    await hub.shelf.do(_register)
    async with hub.running() as senders:
        hub.says(senders, 100)
        await hub.until_accepted()
        hub.disk.fill()
        hub.says(senders, 200)
        await hub.until_full()
        while hub.number < 400:
            hub.says(senders, 10)
            await hub.looks()
        assert len(hub.accepted) < 400, "the disk was not full"
        hub.disk.empty()
        await hub.looks()
        assert (COUNTER_A, "silent") not in await hub.open(), "it spoke all the time"
        await hub.until_accepted()
        await hub.looks()
        assert hub.accepted == await hub.stored() == set(range(1, 401))
        assert (COUNTER_A, "disk-low") in await hub.open()


async def test_what_was_accepted_on_a_full_disk_outlives_a_kill(hub: HubOnADisk) -> None:
    await hub.shelf.do(_register)
    async with hub.running() as senders:
        hub.says(senders, 100)
        await hub.until_accepted()
        hub.disk.leave_free(40_000)
        hub.says(senders, 2_000)
        await hub.until_full()
    accepted = set(hub.accepted)
    assert 100 <= len(accepted) < 2_100
    hub.disk.empty()
    hub.waiting = ()
    async with hub.running() as senders:
        hub.says(senders, 1)
        await hub.until_accepted()
        assert await hub.stored() >= accepted | {2_101}


async def _until(so: Callable[[], bool]) -> None:
    async with asyncio.timeout(SOON_S):
        while not so():  # noqa: ASYNC110  what the intake tells of itself is tested here
            await asyncio.sleep(0.01)


def _register(books: Books) -> None:
    books.devices.add(COUNTER_A, "counter", "line\n", NOON_MS)
    books.devices.set_presence(COUNTER_A, NOON_MS, online=True)
