"""Twenty kiosks at one hub: four as they are, with cameras, the others light; and a reviewer for each."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx

from dashboards.terminal.demo.alone.wire_desk import WireDesk
from dashboards.terminal.demo.people import Counter, Handset
from edge_agent.devices.simulated.camera import write_visit
from edge_agent.devices.simulated.customer import Visit
from edge_agent.settings import read_credential
from tests.bench.machine import ROOT
from tests.servers.agent import AgentServer
from tests.servers.hub import PASSWORD, HubServer
from tests.servers.program import Program
from tests.soak.light_desk import LightDesk
from tests.soak.light_kiosk import LightKiosk

CENTRE: Final = "north/rc"
REAL: Final = 4
LIGHT: Final = 16
OPERATOR: Final = "ops"
VISIT_S: Final = 6.0


@dataclass(frozen=True, slots=True)
class Link:
    """A kiosk's case and the desk that has it."""

    kiosk: str
    case: str
    desk: WireDesk


@dataclass(frozen=True, slots=True)
class SoakedBank:
    """What runs. `lateness` are the files of the real kiosks' event loops, `machines_own` of one alone."""

    hub: HubServer
    operator: Handset
    real: tuple[Link, ...]
    light: tuple[Link, ...]
    logs: tuple[Path, ...]
    lateness: tuple[Path, ...]
    machines_own: Path


@asynccontextmanager
async def open_bank(folder: Path) -> AsyncIterator[SoakedBank]:
    """Everything is up, and every case at its desk; no link is open yet. All has ended at the exit."""
    video = folder / "customer.avi"
    await asyncio.to_thread(write_visit, Visit(7, (("standing", VISIT_S),)), video)
    hub = HubServer(folder)
    names = [f"kiosk-{number}" for number in range(1, REAL + LIGHT + 1)]
    credentials = await asyncio.to_thread(_register, hub, names)
    logs = tuple(folder / f"{name}.log" for name in names[:REAL])
    lateness = tuple(folder / f"{name}.lateness" for name in names[:REAL])
    async with AsyncExitStack() as stack, asyncio.TaskGroup() as tasks:
        http = await stack.enter_async_context(httpx.AsyncClient(timeout=30, trust_env=False))
        stack.callback(hub.stop)
        await asyncio.to_thread(hub.start)
        agents = [
            AgentServer(
                *(name, credential, folder, [*_LATENESS, str(file)]),
                PYTHONPATH=str(ROOT),
                TONGBAN_AGENT_CAMERA=f"file:{video}",
            )
            for name, credential, file in zip(names, credentials, lateness, strict=False)
        ]
        for agent in agents:
            stack.callback(agent.stop)
            agent.launch()
        alone = folder / "alone.lateness"
        clock = Program([str(alone), "--alone"], {"PYTHONPATH": str(ROOT)}, folder / "alone.log", _LATENESS)
        stack.callback(clock.stop)
        clock.launch()
        kiosks = [LightKiosk(read_credential(credential)) for credential in credentials[REAL:]]
        running = [tasks.create_task(kiosk.run()) for kiosk in kiosks]
        real, light = [], []
        for name, agent in zip(names, agents, strict=False):
            await asyncio.to_thread(agent.until_ready)
            reviewer, desk = await _sits_down(f"of-{name}", WireDesk, hub, http, tasks, running)
            screen = Counter(name, agent.url, http)
            await screen.until("the link", lambda state: state["connected"])
            case = await screen.file(CENTRE, "talk-to-a-person", {})
            await _takes(reviewer, case)
            real.append(Link(name, case, desk))
        for name, kiosk in zip(names[REAL:], kiosks, strict=True):
            reviewer, desk = await _sits_down(f"of-{name}", LightDesk, hub, http, tasks, running)
            await kiosk.connected()
            await _takes(reviewer, await kiosk.files(CENTRE))
            light.append(Link(name, kiosk.case, desk))
        operator = await Handset.log_in(OPERATOR, PASSWORD, hub.url, http)
        yield SoakedBank(hub, operator, tuple(real), tuple(light), logs, lateness, alone)
        for task in running:
            task.cancel()


def _register(hub: HubServer, names: list[str]) -> list[Path]:
    """Kiosks, a reviewer for each, and an operator; the kiosks' credentials."""
    for name in names:
        hub.add_person(f"of-{name}", CENTRE, role="reviewer", skills=("cards",))
    hub.add_person(OPERATOR, "north/b1", role="operator")
    return [hub.add_device(f"north/b1/{name}", kind="kiosk") for name in names]


_LATENESS: Final = (sys.executable, "-m", "tests.soak.lateness")


async def _sits_down(
    person: str,
    kind: type[WireDesk],
    hub: HubServer,
    http: httpx.AsyncClient,
    tasks: asyncio.TaskGroup,
    running: list[asyncio.Task[None]],
) -> tuple[Handset, WireDesk]:
    """A reviewer is on duty: the only one who is free."""
    reviewer = await Handset.log_in(person, PASSWORD, hub.url, http)
    desk = kind(hub.url, reviewer.token, tasks)
    running.append(tasks.create_task(desk.run()))
    await desk.hears("ready")
    await reviewer.begin_duty()
    return reviewer, desk


async def _takes(reviewer: Handset, case: str) -> None:
    await reviewer.until_told(case, "offered")
    await reviewer.accept(case)
