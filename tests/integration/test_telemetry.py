"""What the counters report of themselves is in the store, whichever it is, and can be read there."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from dashboards.terminal.demo.people import Handset
from hub.sinks.influx import InfluxTelemetryStore
from hub.sinks.influx_database import InfluxDatabase
from tests.servers.bank import Bank, open_bank
from tests.servers.hub import PASSWORD
from tests.servers.influx import any_influx_server
from tests.servers.program import open_folder, run_tongban

COUNTERS = {("north", "b1", "counter-1", "counter"), ("north", "b2", "counter-1", "counter")}


@pytest.fixture(params=["embedded", pytest.param("influx", marks=pytest.mark.influx)])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The hub's settings for each kind of store."""
    if request.param == "embedded":
        yield {}
        return
    with any_influx_server(tmp_path) as server:
        yield {"TONGBAN_INFLUX_URL": server.url, "TONGBAN_INFLUX_DATABASE": f"tongban-test-{uuid.uuid4()}"}


@pytest.fixture
def bank(settings: dict[str, str]) -> Iterator[Bank]:
    with open_folder() as folder, open_bank(folder, **settings) as bank:
        yield bank


async def test_both_counters_are_in_the_store(
    bank: Bank, settings: dict[str, str], http: httpx.AsyncClient
) -> None:
    ops = await Handset.log_in("ops", PASSWORD, bank.hub.url, http)
    async with asyncio.timeout(30):
        while True:
            readings = await ops.get("/api/telemetry/last")
            if len(readings) == 2:
                break
            await asyncio.sleep(0.05)
    assert {(r["region"], r["branch"], r["device"], r["kind"]) for r in readings} == COUNTERS
    assert all(reading["metrics"]["agent_memory_mb"] > 1 for reading in readings)
    health = await ops.get("/api/health")
    assert health["telemetry_stored"] == health["telemetry_received"] >= 2

    if settings:  # asked of the server itself, past the hub
        store = InfluxTelemetryStore(
            InfluxDatabase(settings["TONGBAN_INFLUX_URL"], database=settings["TONGBAN_INFLUX_DATABASE"])
        )
        try:
            assert {(r.region, r.branch, r.device, r.kind) for r in await store.last()} == COUNTERS
        finally:
            await store.close()
    assert (bank.hub.folder / "telemetry" / "index.sqlite").exists() is not bool(settings)

    printed = await asyncio.to_thread(run_tongban, "telemetry", "last", COLUMNS="100", **bank.hub.settings)
    assert printed.returncode == 0, printed.stderr
    for words in ("north/b1", "north/b2", "counter-1", "Agent memory"):
        assert words in printed.stdout
