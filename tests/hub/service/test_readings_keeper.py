"""A store that is down: readings wait in the spool, are acknowledged, and find their way by themselves."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from hub.domain.readings import Heard
from hub.sinks.spool import DiskSpool
from tests.fakes.telemetry import MemorySpool, MemoryTelemetryStore
from tests.hub.service.test_telemetry import COUNTER_A, COUNTER_B, intake_for, message, running
from tests.hub.sinks.test_spool import files_in

PATIENCE_S = 0.02


@pytest.fixture
def store() -> MemoryTelemetryStore:
    return MemoryTelemetryStore()


@pytest.fixture
def spool() -> MemorySpool:
    return MemorySpool()


async def test_readings_are_acknowledged_while_the_store_is_down_and_reach_it_in_their_order(
    store: MemoryTelemetryStore, spool: MemorySpool
) -> None:
    told: list[Heard] = []
    intake = intake_for(store, spool=spool, patience_s=PATIENCE_S, heard=told.append)
    async with running(intake):
        await intake.take(message(1), COUNTER_A, "counter")
        store.available = False
        for number in range(2, 40):
            await intake.take(message(number), COUNTER_A, "counter")
        assert [one.number for one in told] == list(range(1, 40))
        counts = intake.counts
        assert (counts.received, counts.stored, counts.spooled.readings, counts.down) == (39, 1, 38, True)
        store.available = True
        await spool.until_empty()
        await intake.take(message(40), COUNTER_A, "counter")
        await spool.until_empty()
    assert [reading.number for reading in store.written] == list(range(1, 41))
    counts = intake.counts
    assert (counts.received, counts.stored, counts.spooled.readings, counts.missed) == (40, 40, 0, {})


async def test_a_store_that_never_answers_holds_nobody_up(
    store: MemoryTelemetryStore, spool: MemorySpool
) -> None:
    intake = intake_for(store, spool=spool, patience_s=PATIENCE_S)
    async with running(intake):
        await intake.take(message(1), COUNTER_A, "counter")
        store.answering.clear()
        for number in range(2, 20):
            await intake.take(message(number), COUNTER_A, "counter")
        assert intake.counts.spooled.readings == 18
        store.answering.set()
        await store.until_stored(19)


@pytest.mark.parametrize("most", [0, 3])
async def test_when_the_spool_is_full_nobody_is_acknowledged_and_nothing_is_lost(
    store: MemoryTelemetryStore, most: int
) -> None:
    spool = MemorySpool(most)
    intake = intake_for(store, spool=spool, patience_s=PATIENCE_S, batch_size=1, queue_size=4)
    store.available = False
    async with running(intake) as tasks:
        for number in range(1, most + 1):
            await intake.take(message(number), COUNTER_A, "counter")
        with capture_logs() as logs:
            takes = [
                tasks.create_task(intake.take(message(number), COUNTER_B, "counter"))
                for number in range(1, 21)
            ]
            for _ in range(3):
                await spool.until_asked()
        assert [log["event"] for log in logs].count("telemetry spool is full") == 1
        assert not any(taken.done() for taken in takes)
        assert intake.counts.waiting == 5
        store.available = True
        await asyncio.gather(*takes)
        await store.until_stored(most + 20)


async def test_what_an_earlier_run_left_in_the_spool_is_stored_and_opens_no_gap(
    store: MemoryTelemetryStore, tmp_path: Path
) -> None:
    before = intake_for(store, spool=DiskSpool(tmp_path, 10**6), patience_s=PATIENCE_S)
    async with running(before):
        await before.take(message(1), COUNTER_A, "counter")
        store.available = False
        for number in (2, 3):
            await before.take(message(number), COUNTER_A, "counter")
    # and killed
    after = intake_for(store, spool=DiskSpool(tmp_path, 10**6), patience_s=PATIENCE_S)
    assert after.counts.spooled.readings == 2
    async with running(after):
        await after.take(message(4), COUNTER_A, "counter")
        store.available = True
        await store.until_stored(4)
        await after.take(message(6), COUNTER_A, "counter")
        assert after.counts.missed == {"east/riverside/counter-a": 1}
    assert [reading.number for reading in store.written] == [1, 2, 3, 4, 6]
    assert files_in(tmp_path) == []
