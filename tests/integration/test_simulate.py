"""Thirty simulated devices at a real hub and broker: what they count is what the hub counts."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from dashboards.terminal.demo.people import Handset, Json
from dashboards.terminal.simulate.command import Wanted, crowd_at
from dashboards.terminal.simulate.crowd import Crowd
from dashboards.terminal.simulate.enrolment import NotLetInError, remove, until_let_in
from dashboards.terminal.simulate.faults import FAULT_WORDS
from device_profiles.delivery.client import BrokerAddress
from hub.registers import register_devices
from hub.settings import HubSettings
from tests.fakes.scraped import scraped, value
from tests.servers.hub import PASSWORD, HubServer

TOKEN = "of the bank's Prometheus"
EVERY_FAULT = {*FAULT_WORDS, "outage"}


@pytest.fixture(scope="module")
def hub(folder: Path) -> Iterator[HubServer]:
    (folder / "scrape-token").write_text(TOKEN)
    hub = HubServer(folder, TONGBAN_METRICS_TOKEN_FILE=str(folder / "scrape-token"))
    hub.add_person("ops", "north/hq", "operator")
    hub.start()
    yield hub
    hub.stop()


@pytest.fixture
def settings(hub: HubServer) -> HubSettings:
    return hub.own_database


async def _plays_until_all_has_befallen(crowd: Crowd) -> None:
    """Run it until every fault was had and is over, and all that was measured has reached the hub."""
    async with asyncio.TaskGroup() as tasks, asyncio.timeout(60):
        running = tasks.create_task(crowd.run())
        while True:  # the fleet counts, and tells nobody
            if _all_has_befallen(crowd) and crowd.all_is_told():
                break
            await asyncio.sleep(0.05)
        running.cancel()


def _all_has_befallen(crowd: Crowd) -> bool:
    counts = crowd.counts
    return set(counts.befallen) == EVERY_FAULT and not counts.faults and counts.missed > 0


async def _settled_health(ops: Handset) -> Json:
    """What the hub counts, once the last batch is stored and the last goodbye is written down."""
    before: Json = {}
    async with asyncio.timeout(30):
        while True:
            health = await ops.get("/api/health")
            online = any(device["online"] for device in await ops.get("/api/devices"))
            if health == before and not online and not health["telemetry_waiting"]:
                return health
            before = health
            await asyncio.sleep(0.3)  # longer than a batch waits for company


async def test_what_goes_in_comes_out(
    hub: HubServer, settings: HubSettings, http: httpx.AsyncClient
) -> None:
    ops = await Handset.log_in("ops", PASSWORD, hub.url, http)
    wanted = Wanted(30, 5, 0.25, frozenset(FAULT_WORDS), None, 3, "127.0.0.1", hub.broker_port, None)
    said: list[str] = []
    former = {"sim/branch-001/kiosk-1": "kiosk", "sim/branch-009/kiosk-9": "kiosk"}
    await register_devices(settings, former)
    crowd = await crowd_at(settings, wanted, said.append)
    assert said == [
        "Registering 30 devices in 5 branches …",
        "1 simulated devices of a former fleet were taken out of the register.",
    ]
    await _plays_until_all_has_befallen(crowd)
    counts = crowd.counts
    assert (counts.connected, counts.unacknowledged) == (0, 0)
    assert min(counts.drops, counts.ahead, counts.missed) > 0
    health = await _settled_health(ops)
    assert health["telemetry_received"] == counts.sent
    assert health["telemetry_stored"] == counts.sent - counts.ahead
    assert sum(health["telemetry_missed"].values()) == counts.missed
    assert health["quarantined"] == {}
    devices = await ops.get("/api/devices")
    assert [device["online"] for device in devices] == [False] * 30

    answer = await http.get(f"{hub.url}/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    families = scraped(answer.text)
    assert value(families, "tongban_hub_telemetry_readings_received") == counts.sent
    assert value(families, "tongban_hub_devices_connected", kind="kiosk") == 0

    assert await remove(settings) == 30
    assert await ops.get("/api/devices") == []


async def test_a_broker_that_knows_no_such_device_is_told_of(
    hub: HubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboards.terminal.simulate.enrolment.LET_IN_WITHIN_S", 0.3)
    with pytest.raises(NotLetInError, match="does the hub run"):
        await until_let_in(BrokerAddress("127.0.0.1", hub.broker_port, "sim.b.kiosk-1", "wrong"))
