"""`fleet`: hub and broker that hold 5,000 connected devices, each with one report in 30 s.

Ours: `tongban hub run` with its broker and the embedded store; simulated devices with a connection each, in
a process of their own. Compared is what the hub takes of a core; beside it, in `detail`, the hub's peak
memory (`hub_rss_mb`, goal ≤ 250) and what its broker takes. Peer: mosquitto alone, set up as the hub does,
with the same clients. TONGBAN_BENCH_DEVICES and TONGBAN_BENCH_SECONDS make it smaller, to try it.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import resource
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import psutil

from dashboards.terminal.simulate.members import Member, members
from device_profiles.broker_rules import device_username
from device_profiles.profiles import load_kinds
from hub.registers import register_devices
from hub.settings import HubSettings
from tests.bench.bank import BankError, Hub, free_ports, open_hub, program
from tests.bench.harness import Benchmark, Goal, Measured, Say, Sides

DEVICES: Final = int(os.environ.get("TONGBAN_BENCH_DEVICES", "5000"))
MEASURED_S: Final = float(os.environ.get("TONGBAN_BENCH_SECONDS", "40"))
BRANCHES: Final = 50
INTERVAL_S: Final = 30.0
CONNECTED_WITHIN_S: Final = 120.0
SETTLES_S: Final = 5.0
FILES_BESIDE: Final = 500

_BROKER: Final = """\
listener {port} 127.0.0.1
allow_anonymous true
user root
set_tcp_nodelay true
max_queued_messages 100000
max_inflight_messages 0
max_packet_size 1048576
log_dest none
"""
"""As hub/bus/broker.py has it, but for anybody."""

Credentials = Sequence[tuple[str, str, str | None, str | None]]
"""Address, kind, user name, password of each device."""


async def _ours(hub: Hub, port: int, who: Credentials) -> Measured:
    processes = psutil.Process(hub.process.pid)
    broker = next(child for child in processes.children() if child.name() == "mosquitto")
    async with _clients(hub.folder, port, who) as clients:
        before, (hub_percent, broker_percent) = await clients(), await _percents([processes, broker])
        after = await clients()
    detail = {
        "hub_rss_mb": _peak_mb(processes.pid),
        "broker_cpu_percent": broker_percent,
        "broker_rss_mb": _peak_mb(broker.pid),
        "reports_per_s": (after["sent"] - before["sent"]) / MEASURED_S,
        "drops": float(after["drops"]),
    }
    return Measured(hub_percent, detail)


async def _peer(folder: Path, who: Credentials) -> Measured:
    (port,) = free_ports(1)
    file = folder / "peer.conf"
    file.write_text(_BROKER.format(port=port))
    mosquitto = await asyncio.create_subprocess_exec(
        *("setpriv", "--pdeathsig=TERM", "--", "mosquitto", "-c", str(file)), start_new_session=True
    )
    try:
        async with _clients(folder, port, [(*each[:2], None, None) for each in who]):
            (percent,) = await _percents([psutil.Process(mosquitto.pid)])
        return Measured(percent, {"rss_mb": _peak_mb(mosquitto.pid)})
    finally:
        mosquitto.terminate()
        await mosquitto.wait()


@asynccontextmanager
async def _clients(folder: Path, port: int, who: Credentials) -> AsyncIterator[Any]:
    """All of them connected, as something to ask what they count.

    Raises:
        BankError: they did not all connect in time.
    """
    wanted = {"host": "127.0.0.1", "port": port, "interval_s": INTERVAL_S, "devices": who}
    async with program("clients", ["tests.bench.fleet_clients"], folder) as process:
        stdin, stdout = process.stdin, process.stdout
        assert stdin is not None
        assert stdout is not None

        async def ask(line: str, within_s: float = 30.0) -> bytes:
            stdin.write(f"{line}\n".encode())
            async with asyncio.timeout(within_s):
                return await stdout.readline()

        async def count() -> Mapping[str, int]:
            said: dict[str, int] = json.loads(await ask("?"))
            return said

        if await ask(json.dumps(wanted), CONNECTED_WITHIN_S) != b"connected\n":
            raise BankError((folder / "clients.log").read_text(errors="replace")[-2000:])
        await asyncio.sleep(SETTLES_S)
        yield count
        stdin.close()
        await process.wait()  # each says goodbye


async def _percents(processes: Sequence[psutil.Process]) -> list[float]:
    """What each takes of a core, over MEASURED_S."""
    before_s = [_cpu_s(process) for process in processes]
    await asyncio.sleep(MEASURED_S)
    pairs = zip(processes, before_s, strict=True)
    return [100 * (_cpu_s(process) - before) / MEASURED_S for process, before in pairs]


def _cpu_s(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _peak_mb(pid: int) -> float:
    peak = re.search(r"VmHWM:\s+([0-9]+) kB", Path(f"/proc/{pid}/status").read_text())
    assert peak is not None
    return int(peak[1]) * 1024 / 1e6


@asynccontextmanager
async def _open(say: Say) -> AsyncIterator[Sides]:
    _allow_open_files()
    fleet = members(DEVICES, BRANCHES, sorted(load_kinds()))
    async with open_hub(say, [], []) as hub:
        say(f"registering {len(fleet)} devices …")
        settings = HubSettings(hub_folder=hub.folder / "hub", database_url=None)
        passwords = await register_devices(settings, {str(each.address): each.kind for each in fleet})
        who = [(*_named(each), passwords[str(each.address)]) for each in fleet]
        port = int(hub.environment["TONGBAN_BROKER_PORT"])
        yield Sides(ours=lambda: _ours(hub, port, who), peer=lambda: _peer(hub.folder, who))


def _named(member: Member) -> tuple[str, str, str]:
    return str(member.address), member.kind, device_username(member.address)


def _allow_open_files() -> None:
    """For this process and those that it starts: the broker holds a file for each client.

    Raises:
        BankError: the system does not allow so many.
    """
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < DEVICES + FILES_BESIDE:
        raise BankError(f"{DEVICES} devices need more open files than {hard}: ulimit -H -n")
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


FLEET: Final = Benchmark(
    name="fleet",
    unit="% of a core",
    peer="mosquitto alone with the same clients",
    goal=Goal(most_value=25, most_of={"hub_rss_mb": 250}),
    open=_open,
)
