"""Builds a small bank in a temporary folder and runs its programs as child processes."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import os
import secrets
import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx

from hub.__main__ import register_device, register_person
from hub.domain.roster import Staff

START_TIMEOUT_S: Final = 60.0
STOP_TIMEOUT_S: Final = 10.0
BRANCH_A: Final = "north/b1"
BRANCH_B: Final = "north/b2"
PR_SET_PDEATHSIG: Final = 1
"""prctl(2)."""


class HouseError(Exception):
    """A program of the demo did not start, or ended; the text says which, and ends with its last words."""


@dataclass(frozen=True, slots=True)
class Ports:
    """Where everything listens on 127.0.0.1."""

    hub: int
    broker: int
    counter_a: int
    counter_b: int


@dataclass(frozen=True, slots=True)
class House:
    """The running bank."""

    folder: Path
    ports: Ports
    password: str
    hub_url: str
    counter_a_url: str
    counter_b_url: str


STAFF: Final = (
    Staff("chen", "陈静 Chen Jing", BRANCH_A, "teller", frozenset({"accounts"})),
    Staff("li", "李明 Li Ming", BRANCH_B, "teller", frozenset({"accounts"})),
    Staff("zhao", "赵敏 Zhao Min", BRANCH_B, "lobby_manager"),
    Staff("ops", "值班运维 Operator on duty", BRANCH_A, "operator"),
    Staff("audit", "审计 Auditor", BRANCH_A, "auditor"),
)


@asynccontextmanager
async def open_house(materials: Path | None) -> AsyncIterator[House]:
    """Set up and start everything; on leaving, end every process and remove the folder.

    Raises:
        HouseError: a program did not start.
    """
    folder = _make_folder()
    ports = Ports(*_free_ports((8800, 1883, 8801, 8802)))
    password = secrets.token_urlsafe(9)
    processes: list[asyncio.subprocess.Process] = []
    try:
        environment = {
            **os.environ,
            "TONGBAN_HUB_FOLDER": str(folder / "hub"),
            "TONGBAN_HTTP_PORT": str(ports.hub),
            "TONGBAN_BROKER_PORT": str(ports.broker),
            "PYTHONUNBUFFERED": "1",
        }
        counters = {"a": f"{BRANCH_A}/counter-1", "b": f"{BRANCH_B}/counter-1"}
        hub_folder = folder / "hub"
        for letter, address in counters.items():
            await register_device(
                hub_folder, address, "counter", folder / f"counter-{letter}.json", "127.0.0.1", ports.broker
            )
        for person in STAFF:
            await register_person(hub_folder, person, password)
        processes.append(await _start("hub", ["hub", "run"], environment, folder))
        house = House(
            folder,
            ports,
            password,
            f"http://127.0.0.1:{ports.hub}",
            f"http://127.0.0.1:{ports.counter_a}",
            f"http://127.0.0.1:{ports.counter_b}",
        )
        await _until_up(f"{house.hub_url}/openapi.json", "hub", processes[0], folder)
        scanners = {"a": "simulated" if materials is None else f"folder:{folder / 'glass'},simulated"}
        (folder / "glass").mkdir()
        for letter, port in (("a", ports.counter_a), ("b", ports.counter_b)):
            own = {
                **environment,
                "TONGBAN_AGENT_CREDENTIAL": str(folder / f"counter-{letter}.json"),
                "TONGBAN_AGENT_FOLDER": str(folder / f"counter-{letter}"),
                "TONGBAN_AGENT_SCREEN_PORT": str(port),
                "TONGBAN_AGENT_SCANNERS": scanners.get(letter, "simulated"),
            }
            processes.append(await _start(f"counter-{letter}", ["agent", "run"], own, folder))
        for letter, url, process in zip("ab", _counter_urls(house), processes[1:], strict=True):
            await _until_up(f"{url}/api/state", f"counter-{letter}", process, folder)
        yield house
    finally:
        await _stop(processes)
        shutil.rmtree(folder, ignore_errors=True)


def _make_folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="tongban-demo-"))
    folder.chmod(0o711)  # the broker's user must be able to pass through
    return folder


def _counter_urls(house: House) -> tuple[str, str]:
    return house.counter_a_url, house.counter_b_url


async def _start(
    name: str, words: list[str], environment: Mapping[str, str], folder: Path
) -> asyncio.subprocess.Process:
    with (folder / f"{name}.log").open("wb") as log:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "dashboards.terminal",
            *words,
            env=environment,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            # Ctrl-C reaches the demo alone, which ends the others in order; were it killed, they end too.
            start_new_session=True,
            preexec_fn=_end_with_parent,
        )


def _end_with_parent() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


async def _until_up(url: str, name: str, process: asyncio.subprocess.Process, folder: Path) -> None:
    deadline = asyncio.get_running_loop().time() + START_TIMEOUT_S
    async with httpx.AsyncClient(timeout=2) as client:
        while asyncio.get_running_loop().time() < deadline:
            if process.returncode is not None:
                break
            with contextlib.suppress(httpx.HTTPError):
                if (await client.get(url)).status_code == 200:
                    return
            await asyncio.sleep(0.05)
    last_words = (folder / f"{name}.log").read_text(errors="replace")[-2000:]
    msg = f"{name} did not start:\n{last_words}"
    raise HouseError(msg)


async def _stop(processes: list[asyncio.subprocess.Process]) -> None:
    """End the counters first, then the hub, which ends its broker."""
    for process in reversed(processes):
        if process.returncode is None:
            process.terminate()
        try:
            async with asyncio.timeout(STOP_TIMEOUT_S):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()


def _free_ports(wanted: tuple[int, ...]) -> list[int]:
    """The usual ports where they are free, others where they are not."""
    probes = [socket.socket() for _ in wanted]
    try:
        for probe, port in zip(probes, wanted, strict=True):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]
    finally:
        for probe in probes:
            probe.close()
