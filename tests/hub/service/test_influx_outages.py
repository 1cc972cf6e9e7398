"""An InfluxDB that is away for longer than any retry: what was accepted is counted in, and counted out."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from hub.service.telemetry import TelemetryIntake
from hub.sinks.influx import InfluxTelemetryStore
from hub.sinks.influx_database import InfluxDatabase
from hub.sinks.spool import DiskSpool
from tests.fakes.standing_clock import NOON_MS
from tests.hub.service.test_telemetry import COUNTER_A, intake_for, message, running
from tests.servers.http_gate import HttpGate, http_gate
from tests.servers.influx import (
    InfluxServer,
    RunningServer,
    any_influx_server,
    influx_server,
    skip_module_without_influx,
)

skip_module_without_influx()
pytestmark = pytest.mark.influx

PATIENCE_S = 0.05
TIMEOUT_S = 0.2
BEFORE, MEANWHILE, AFTER = 20, 300, 20


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[InfluxServer | RunningServer]:
    with any_influx_server(tmp_path_factory.mktemp("influx")) as server:
        yield server


@pytest.fixture
async def gate(server: InfluxServer | RunningServer) -> AsyncIterator[HttpGate]:
    async with http_gate(server.url) as gate:
        yield gate


def influx_at(url: str) -> InfluxTelemetryStore:
    return InfluxTelemetryStore(
        InfluxDatabase(url, database=f"tongban-test-{uuid.uuid4()}", keep_days=36_500, timeout_s=TIMEOUT_S)
    )


def bounded_intake(influx: InfluxTelemetryStore, folder: Path) -> TelemetryIntake:
    """With so small a queue that most of what comes during an outage can only be on the disk."""
    spool = DiskSpool(folder / "spool", 10**7)
    return intake_for(influx, spool=spool, patience_s=PATIENCE_S, batch_size=10, queue_size=10)


async def take(intake: TelemetryIntake, first: int, count: int) -> None:
    """So many readings come, several at once, and all are acknowledged."""
    async with asyncio.timeout(30), asyncio.TaskGroup() as tasks:
        for number in range(first, first + count):
            tasks.create_task(intake.take(message(number), COUNTER_A, "counter"))


async def until_caught_up(intake: TelemetryIntake) -> None:
    async with asyncio.timeout(30):
        while intake.counts.down or intake.counts.spooled.readings:
            await intake.take(message(1), COUNTER_A, "counter")  # a repetition: it may come at any time


@pytest.mark.parametrize("outage", ["503 Service Unavailable", "500 Internal Server Error", "silent"])
async def test_an_outage_loses_nothing_that_was_accepted(
    gate: HttpGate, tmp_path: Path, outage: str
) -> None:
    """Refusing, its disk full, or hanging past every timeout."""
    influx = influx_at(gate.url)
    intake = bounded_intake(influx, tmp_path)
    async with running(intake):
        await take(intake, 1, BEFORE)
        gate.refuses, gate.silent = (None, True) if outage == "silent" else (outage, False)
        await take(intake, 1 + BEFORE, MEANWHILE)
        await gate.asked_in_vain(3)
        counts = intake.counts
        assert counts.down
        assert counts.spooled.readings >= MEANWHILE
        assert counts.spooled.readings + counts.stored == counts.received
        assert counts.spooled.size_bytes > 100 * MEANWHILE
        assert counts.waiting == 0
        gate.refuses, gate.silent = None, False
        await until_caught_up(intake)
        await take(intake, 1 + BEFORE + MEANWHILE, AFTER)
        await until_caught_up(intake)  # on a busy machine no answer in 0.05 s is an outage, too
    assert await influx.count() == BEFORE + MEANWHILE + AFTER
    counts = intake.counts
    assert (counts.stored, counts.missed) == (counts.received, {})
    assert (counts.spooled.readings, counts.spooled.size_bytes, influx.dropped) == (0, 0, 0)
    await influx.close()


async def test_a_server_that_is_stopped_and_started_has_all_of_it_and_so_has_a_hub_that_was_killed(
    tmp_path: Path,
) -> None:
    with influx_server(tmp_path) as server:
        influx = influx_at(server.url)
        intake = bounded_intake(influx, tmp_path)
        async with running(intake):
            await take(intake, 1, BEFORE)
            server.stop()
            await take(intake, 1 + BEFORE, MEANWHILE)
        # the hub is killed, and another one starts before the server does
        again = bounded_intake(influx, tmp_path)
        async with running(again):
            await take(again, 1 + BEFORE + MEANWHILE, AFTER)
            assert again.counts.spooled.readings >= MEANWHILE + AFTER
            await asyncio.to_thread(server.start)
            await until_caught_up(again)
        assert await influx.count() == BEFORE + MEANWHILE + AFTER
        assert again.counts.missed == {}
        await influx.close()


async def test_lines_that_the_server_will_not_have_cost_only_themselves_even_from_the_spool(
    gate: HttpGate, tmp_path: Path
) -> None:
    """Somebody wrote whole numbers into our measurement by hand: `camera_fps` is refused from then on."""
    influx = influx_at(gate.url)
    intake = bounded_intake(influx, tmp_path)
    async with running(intake):
        await intake.take(message(1), COUNTER_A, "counter")
        by_hand = f"readings,region=x,branch=x,device=x camera_fps=1i,number=1i {NOON_MS}000000"
        await asyncio.to_thread(influx._database.write, by_hand.encode())
        gate.refuses = "503 Service Unavailable"
        for number in range(2, 42):
            said = message(number, camera_fps=9) if number % 20 == 0 else message(number)
            await intake.take(said, COUNTER_A, "counter")
        gate.refuses = None
        with capture_logs() as logs:
            await until_caught_up(intake)
    refused = [log["number"] for log in logs if log["event"] == "reading dropped"]
    assert refused == [20, 40]
    assert influx.dropped == 2
    assert await influx.count() == 1 + 41 - 2  # that by hand, and ours
    await influx.close()
