"""Readings on their way into the store: none is confirmed before it is stored, none is lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from device_profiles.contract.ids import DeviceAddress
from device_profiles.contract.messages.health import Readings
from device_profiles.profiles import load_kinds
from hub.domain.readings import MOST_AHEAD_MS, Heard, Reading
from hub.ports.telemetry import Spool, TelemetryStore
from hub.service.tally import DeviceCounts
from hub.service.telemetry import TelemetryIntake, nobody
from hub.sinks.influx import InfluxTelemetryStore
from hub.sinks.influx_database import InfluxDatabase
from tests.fakes.standing_clock import HOUR_MS, NOON_MS, StandingClock
from tests.fakes.telemetry import MemorySpool, MemoryTelemetryStore
from tests.servers.influx import influx_server

COUNTER_A = DeviceAddress(region="east", branch="riverside", device="counter-a")
COUNTER_B = DeviceAddress(region="east", branch="uptown", device="counter-b")


def message(number: int, boot: str = "b1", **metrics: float) -> Readings:
    return Readings(
        boot=boot,
        number=number,
        measured_at=NOON_MS + 1_000 * number,
        metrics=metrics or {"cpu_percent": 9},
    )


def intake_for(
    store: TelemetryStore,
    *,
    spool: Spool | None = None,
    patience_s: float = 60.0,
    batch_size: int = 500,
    queue_size: int = 5_000,
    heard: Callable[[Heard], None] = nobody,
) -> TelemetryIntake:
    """An intake that does not let a test wait for company or for the store's recovery."""
    return TelemetryIntake(
        store,
        spool or MemorySpool(),
        load_kinds(),
        StandingClock(NOON_MS + HOUR_MS),
        heard=heard,
        patience_s=patience_s,
        batch_size=batch_size,
        queue_size=queue_size,
        longest_wait_s=0.001,
        first_retry_s=0.001,
        longest_retry_s=0.01,
    )


@asynccontextmanager
async def running(intake: TelemetryIntake) -> AsyncIterator[asyncio.TaskGroup]:
    async with asyncio.TaskGroup() as tasks:
        run = tasks.create_task(intake.run())
        yield tasks
        run.cancel()


@pytest.fixture
def store() -> MemoryTelemetryStore:
    return MemoryTelemetryStore()


async def test_a_reading_is_stored_under_the_registers_address_and_kind(
    store: MemoryTelemetryStore,
) -> None:
    intake = intake_for(store)
    async with running(intake):
        await intake.take(message(1, cpu_percent=12.5), COUNTER_A, "counter")
        assert await store.last() == [
            Reading(
                region="east",
                branch="riverside",
                device="counter-a",
                kind="counter",
                boot="b1",
                number=1,
                measured_at_ms=NOON_MS + 1_000,
                historical=False,
                metrics={"cpu_percent": 12.5},
            )
        ]


async def test_what_cannot_be_believed_is_left_out_and_counted(store: MemoryTelemetryStore) -> None:
    intake = intake_for(store)
    async with running(intake):
        await intake.take(message(1, cpu_percent=12.5, memory_percent=101, mood=1), COUNTER_A, "counter")
        await intake.take(message(2, memory_percent=-1), COUNTER_A, "counter")
    assert [reading.metrics for reading in await store.last()] == [{}]
    assert await store.count() == 2
    assert intake.counts.refused == {"out_of_range": 2, "unknown": 1}


async def test_readings_that_come_together_are_written_together(store: MemoryTelemetryStore) -> None:
    intake = intake_for(store)
    async with running(intake) as tasks:
        await asyncio.gather(
            *(
                tasks.create_task(intake.take(message(number), COUNTER_A, "counter"))
                for number in range(1, 1_201)
            )
        )
    assert store.batch_sizes == [500, 500, 200]
    assert (intake.counts.received, intake.counts.stored) == (1_200, 1_200)
    assert await store.count() == 1_200


async def test_a_reading_is_confirmed_only_once_the_store_has_it(store: MemoryTelemetryStore) -> None:
    intake = intake_for(store)
    async with running(intake) as tasks:
        store.available = False
        taken = tasks.create_task(intake.take(message(1), COUNTER_A, "counter"))
        await store.until_refused(times=3)
        assert not taken.done()
        assert intake.counts.stored == 0
        store.available = True
        await taken
        assert await store.count() == 1


async def test_a_store_that_is_down_at_the_start_is_waited_for(store: MemoryTelemetryStore) -> None:
    store.available = False
    intake = intake_for(store)
    async with running(intake) as tasks:
        taken = tasks.create_task(intake.take(message(1), COUNTER_A, "counter"))
        await store.until_refused(times=2)
        store.available = True
        await taken
    assert await store.count() == 1


async def test_while_the_store_is_down_only_so_many_wait_in_memory(store: MemoryTelemetryStore) -> None:
    intake = intake_for(store, batch_size=1, queue_size=2)
    store.available = False
    async with running(intake) as tasks:
        takes = [
            tasks.create_task(intake.take(message(number), COUNTER_A, "counter")) for number in range(1, 11)
        ]
        await store.until_refused(times=3)
        assert intake.counts.waiting == 3
        assert not any(taken.done() for taken in takes)
        store.available = True
        await asyncio.gather(*takes)
    assert await store.count() == 10


async def test_a_caller_that_goes_away_leaves_its_reading_behind(store: MemoryTelemetryStore) -> None:
    intake = intake_for(store)
    store.available = False
    async with running(intake) as tasks:
        gone = tasks.create_task(intake.take(message(1), COUNTER_A, "counter"))
        await store.until_refused(times=1)
        gone.cancel()
        store.available = True
        await intake.take(message(2), COUNTER_A, "counter")
    assert await store.count() == 2


async def test_an_intake_that_is_restarted_goes_on_with_the_batch_at_hand(
    store: MemoryTelemetryStore,
) -> None:
    intake = intake_for(store)
    async with asyncio.TaskGroup() as tasks:
        async with running(intake):
            await intake.take(message(1), COUNTER_A, "counter")
            store.available = False
            taken = tasks.create_task(intake.take(message(2), COUNTER_A, "counter"))
            await store.until_refused(times=1)
        store.available = True
        async with running(intake):
            await taken
    assert await store.count() == 2


async def test_gaps_are_told_by_device_and_close_when_the_late_ones_come(
    store: MemoryTelemetryStore,
) -> None:
    intake = intake_for(store)
    async with running(intake):
        for number in (1, 4, 4):
            await intake.take(message(number), COUNTER_A, "counter")
        await intake.take(message(1), COUNTER_B, "counter")
        assert intake.counts.missed == {"east/riverside/counter-a": 2}
        assert intake.counts.duplicates == 1
        for number in (3, 2):
            await intake.take(message(number), COUNTER_A, "counter")
        await intake.take(message(1, boot="b2"), COUNTER_A, "counter")
    assert intake.counts.missed == {}
    assert await store.count() == 6


async def test_a_restarted_hub_knows_how_far_each_device_had_come(store: MemoryTelemetryStore) -> None:
    before = intake_for(store)
    async with running(before):
        for number in (1, 2):
            await before.take(message(number), COUNTER_A, "counter")
    intake = intake_for(store)
    async with running(intake):
        await intake.take(message(3), COUNTER_A, "counter")
        assert intake.counts.missed == {}
        await intake.take(message(5), COUNTER_A, "counter")
        assert intake.counts.missed == {"east/riverside/counter-a": 1}


async def test_a_reading_of_a_time_that_has_not_come_is_told_and_not_stored(
    store: MemoryTelemetryStore,
) -> None:
    told: list[Heard] = []
    intake = intake_for(store, heard=told.append)
    ahead = message(2).model_copy(update={"measured_at": NOON_MS + HOUR_MS + MOST_AHEAD_MS + 1})
    async with running(intake):
        await intake.take(message(1), COUNTER_A, "counter")
        await intake.take(ahead, COUNTER_A, "counter")
        await intake.take(message(3), COUNTER_A, "counter")
    assert await store.count() == 2
    assert intake.counts.devices["east/riverside/counter-a"] == DeviceCounts({"in_the_future": 1})
    assert [(one.number, one.in_the_future, dict(one.metrics)) for one in told] == [
        (1, False, {"cpu_percent": 9}),
        (2, True, {"cpu_percent": 9}),
        (3, False, {"cpu_percent": 9}),
    ]


async def test_who_listens_is_told_of_each_message_once_it_is_stored(store: MemoryTelemetryStore) -> None:
    told: list[Heard] = []
    intake = intake_for(store, heard=told.append)
    store.available = False
    async with running(intake) as tasks:
        taken = tasks.create_task(intake.take(message(1, cpu_percent=5, mood=1), COUNTER_A, "counter"))
        await store.until_refused(times=2)
        assert told == []
        store.available = True
        await taken
        assert told == [
            Heard(
                device="east/riverside/counter-a",
                kind="counter",
                boot="b1",
                number=1,
                measured_at_ms=NOON_MS + 1_000,
                received_at_ms=NOON_MS + HOUR_MS,
                historical=False,
                metrics={"cpu_percent": 5},
            )
        ]
        for number in (4, 2, 4):
            await intake.take(message(number), COUNTER_A, "counter")
    assert [(one.number, one.missed_before, one.late, one.repeated) for one in told[1:]] == [
        (4, 2, False, False),
        (2, 0, True, False),
        (4, 0, False, True),
    ]


@pytest.mark.influx
async def test_nothing_is_lost_when_influxdb_is_killed_and_comes_back(tmp_path: Path) -> None:
    with influx_server(tmp_path) as server:
        influx = InfluxTelemetryStore(InfluxDatabase(server.url, keep_days=36_500))
        intake = intake_for(influx, batch_size=20)
        async with running(intake) as tasks:
            early = [
                tasks.create_task(intake.take(message(number), COUNTER_A, "counter"))
                for number in range(1, 101)
            ]
            await asyncio.wait(early, return_when=asyncio.FIRST_COMPLETED)  # in the midst of it
            server.stop()
            late = [
                tasks.create_task(intake.take(message(number), COUNTER_B, "counter"))
                for number in range(1, 101)
            ]
            await asyncio.sleep(0)
            assert not any(taken.done() for taken in late)
            await asyncio.to_thread(server.start)
            await asyncio.gather(*early, *late)
        assert intake.counts.received == intake.counts.stored == await influx.count() == 200
        assert intake.counts.missed == {}
        assert [reading.number for reading in await influx.last()] == [100, 100]
        await influx.close()
