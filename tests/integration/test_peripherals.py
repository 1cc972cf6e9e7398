"""A counter with a real SANE scanner and a printer that is gone: the hub knows, and business goes on."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from dashboards.terminal.demo.people import Counter, Handset, Json
from tests.integration.words import APPLICATION
from tests.servers.agent import AgentServer
from tests.servers.bank import Bank, open_bank
from tests.servers.hub import PASSWORD
from tests.servers.program import open_folder
from tests.servers.sane import SaneBackend

ADDRESS = "north/b1/counter-2"


@pytest.fixture
def bank() -> Iterator[Bank]:
    with open_folder() as folder, open_bank(folder) as bank:
        yield bank


@pytest.fixture
def agent(bank: Bank, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AgentServer]:
    SaneBackend(tmp_path, monkeypatch)
    more = {
        "TONGBAN_AGENT_SCANNERS": "sane:test:0",
        "TONGBAN_AGENT_PRINTER": f"folder:{tmp_path / 'unplugged'}",
        "TONGBAN_AGENT_CARD_READER": "none",
    }
    agent = AgentServer("counter-2", bank.hub.add_device(ADDRESS), tmp_path, **more)
    try:
        agent.start()
        yield agent
    finally:
        agent.stop()


async def test_the_hub_knows_and_business_goes_on(
    bank: Bank, agent: AgentServer, http: httpx.AsyncClient
) -> None:
    ops = await Handset.log_in("ops", PASSWORD, bank.hub.url, http)
    known = await until_known(ops, "printer", "scanner")
    assert (known["printer"]["condition"], known["scanner"]["condition"]) == ("unplugged", "ready")
    assert "not there" in known["printer"]["says"]

    bank.hub.stop()  # nobody is on duty who could take the case, and it is not to be closed for that
    counter = Counter("counter-2", agent.url, http)
    case = await counter.file("north/b2", "open-account", APPLICATION)
    scanned = await counter.scan(case, "application-form", "sane")
    assert [finding["kind"] for finding in scanned["material"]["findings"]] == ["page-not-found"]

    (worker,) = workers_of(agent)
    worker.send_signal(signal.SIGSEGV)
    await asyncio.to_thread(worker.wait, 20)
    await counter.scan(case, "id-card-front", "sane")
    (next_worker,) = workers_of(agent)
    assert next_worker != worker

    agent.stop()
    assert not next_worker.is_running()


async def until_known(ops: Handset, *names: str) -> dict[str, Json]:
    """Wait until the hub knows how these peripherals of the counter are."""
    async with asyncio.timeout(30):
        while True:
            devices = {device["address"]: device for device in await ops.get("/api/devices")}
            known = {each["peripheral"]: each for each in devices[ADDRESS]["peripherals"]}
            if set(names) <= set(known):
                return known
            await asyncio.sleep(0.05)


def workers_of(agent: AgentServer) -> list[psutil.Process]:
    """The processes in which the agent looks at pictures."""
    children = psutil.Process(agent.pid).children(recursive=True)
    return [child for child in children if any("spawn_main" in word for word in child.cmdline())]
