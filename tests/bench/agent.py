"""`agent`: the edge agent with simulated peripherals: its start, and then idle and connected.

Ours: `tongban agent run` as a process, beside a hub that runs already. Compared is the time from its start
to the moment that its link is up and its birth is out. Beside it, in `detail`: what it and its children
hold in memory (`rss_mb`, goal ≤ 120: no model was needed yet) and what it takes of a core (`cpu_percent`,
goal ≤ 3), over ten seconds. Peer: `python -c "import aiomqtt, pydantic"`, from its start to its end.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import httpx
import psutil

from tests.bench.bank import COUNTER_A, Hub, free_ports, open_hub, program, until_up
from tests.bench.harness import Benchmark, Goal, Measured, Say, Sides

SETTLES_WITHIN_S: Final = 3.0
IDLE_S: Final = 10.0
IMPORTS: Final = "import aiomqtt, pydantic; print(open('/proc/self/status').read())"


async def _ours(hub: Hub) -> Measured:
    (port,) = free_ports(1)
    folder, url = hub.folder / "agent", f"http://127.0.0.1:{port}/api/state"
    own = {
        **hub.environment,
        "TONGBAN_AGENT_CREDENTIAL": str(hub.credential(COUNTER_A)),
        "TONGBAN_AGENT_FOLDER": str(folder),
        "TONGBAN_AGENT_SCREEN_PORT": str(port),
        "TONGBAN_AGENT_SCANNERS": "simulated",
    }
    started = time.perf_counter()
    async with program("agent", ["dashboards.terminal", "agent", "run"], hub.folder, own) as agent:
        await until_up(url, "agent", agent, hub.folder)
        await _until_connected(url)
        start_s = time.perf_counter() - started
        await asyncio.sleep(SETTLES_WITHIN_S)
        process = psutil.Process(agent.pid)
        before_s = _cpu_s(process)
        await asyncio.sleep(IDLE_S)
        family = [process, *process.children(recursive=True)]
        rss_mb = sum(member.memory_info().rss for member in family) / 1e6
        cpu_percent = 100 * (_cpu_s(process) - before_s) / IDLE_S
        detail = {"rss_mb": rss_mb, "cpu_percent": cpu_percent, "processes": float(len(family))}
    await asyncio.to_thread(shutil.rmtree, folder)
    return Measured(start_s, detail)


async def _until_connected(url: str) -> None:
    async with httpx.AsyncClient(timeout=30) as client:
        while not (state := (await client.get(url)).json())["connected"]:
            await client.get(url, params={"after": state["version"]})


def _cpu_s(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


async def _peer() -> Measured:
    started = time.perf_counter()
    python = await asyncio.create_subprocess_exec(
        sys.executable, "-c", IMPORTS, stdout=asyncio.subprocess.PIPE
    )
    said, _ = await python.communicate()
    return Measured(time.perf_counter() - started, {"rss_mb": _peak_mb(said)})


def _peak_mb(status: bytes) -> float:
    """The line `VmHWM: 12345 kB` of /proc/PID/status; getrusage counts what the parent was before exec."""
    line = next(line for line in status.splitlines() if line.startswith(b"VmHWM:"))
    return int(line.split()[1]) * 1024 / 1e6


@asynccontextmanager
async def _open(say: Say) -> AsyncIterator[Sides]:
    async with open_hub(say, [COUNTER_A], []) as hub:
        yield Sides(ours=lambda: _ours(hub), peer=_peer)


AGENT: Final = Benchmark(
    name="agent",
    unit="s to birth",
    peer='python -c "import aiomqtt, pydantic"',
    goal=Goal(most_value=1.5, most_of={"rss_mb": 120, "cpu_percent": 3}),
    open=_open,
)
