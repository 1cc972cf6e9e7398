"""A small bank to measure: the hub with its own broker and, where asked for, counters, each a process.

Owns what it starts, and ends it. It also lets a guest into the hub's broker, so that a peer's bare MQTT
goes through the very same one. Everything stands in the folder for temporary files (TMPDIR).
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import secrets
import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx
import psutil

from dashboards.terminal.demo.people import Counter, Handset
from device_profiles.broker_rules import SALT_BYTES, password_line
from device_profiles.contract.ids import DeviceAddress, parse_branch, parse_device
from device_profiles.delivery.client import BrokerAddress
from device_profiles.profiles import PROCEDURES
from hub.domain.roster import Staff
from hub.registers import register_device, register_person
from hub.settings import HubSettings
from tests.bench.harness import Say
from tests.bench.machine import ROOT

START_TIMEOUT_S: Final = 60.0
STOP_TIMEOUT_S: Final = 15.0
COUNTER_A: Final = parse_device("north/b1/counter-1")
COUNTER_B: Final = parse_device("north/b2/counter-1")
BRANCH_B: Final = parse_branch("north/b2")
LI: Final = Staff(
    "li", "李明 Li Ming", str(BRANCH_B), "teller", frozenset({"accounts"}), capacity=1_000_000
)
"""The teller: whatever was offered to them before, they can be offered the next case."""
PROCEDURE: Final = "open-account"
APPLICATION: Final = {"customer-name": "王小样", "id-number": "110105198001019987", "phone": "13800000000"}
GUEST_TOPICS: Final = "bench/#"


class BankError(Exception):
    """A part did not start, or ended; the text says which, and ends with its last words."""


@dataclass(frozen=True, slots=True)
class Hub:
    """The hub alone, as a process, with its own broker. All its people have the same password."""

    folder: Path
    url: str
    process: asyncio.subprocess.Process
    environment: Mapping[str, str]
    guest: BrokerAddress
    client: httpx.AsyncClient
    password: str

    def credential(self, device: DeviceAddress) -> Path:
        """Where the credential file of a device is."""
        return _credential(self.folder, device)

    async def log_in(self, person: str) -> tuple[Handset, str]:
        """A person's handset, and its token."""
        request = {"person": person, "password": self.password}
        login = await self.client.post(f"{self.url}/api/login", json=request)
        token: str = login.raise_for_status().json()["token"]
        return Handset(person, self.url, self.client, token), token


@dataclass(frozen=True, slots=True)
class Bank:
    """The running bank: its people and counters as their screens use them.

    `counters` holds those that run as agents, by letter; `glass` is the folder that they scan from.
    """

    hub: Hub
    li: Handset
    li_token: str
    counters: Mapping[str, Counter]
    glass: Path


@asynccontextmanager
async def open_hub(
    say: Say,
    devices: Sequence[DeviceAddress],
    people: Sequence[Staff],
    settings_beyond: Mapping[str, str] | None = None,
) -> AsyncIterator[Hub]:
    """Register counters and people, and start the hub, where told with more of its settings.

    Raises:
        BankError: it did not start.
    """
    say("starting the hub …")
    folder = _make_folder()
    http_port, broker_port = free_ports(2)
    async with AsyncExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        environment = {
            **os.environ,
            "TONGBAN_HUB_FOLDER": str(folder / "hub"),
            "TONGBAN_DATABASE_URL": "",
            "TONGBAN_HTTP_PORT": str(http_port),
            "TONGBAN_BROKER_PORT": str(broker_port),
            "TONGBAN_PROCEDURES_FOLDER": str(_patient_procedures(folder / "procedures")),
            **(settings_beyond or {}),
        }
        password = secrets.token_urlsafe(9)
        settings = HubSettings(hub_folder=folder / "hub", database_url=None)
        # Given up before the hub gives it up: who sends just then would be cut off.
        limits = httpx.Limits(keepalive_expiry=2)
        client = await stack.enter_async_context(httpx.AsyncClient(timeout=60, limits=limits))
        words = ["dashboards.terminal", "hub", "run"]
        url = f"http://127.0.0.1:{http_port}"
        for device in devices:
            file = _credential(folder, device)
            await register_device(settings, str(device), "counter", file, "127.0.0.1", broker_port)
        for staff in people:
            await register_person(settings, staff, password)
        process = await stack.enter_async_context(program("hub", words, folder, environment))
        await until_up(f"{url}/openapi.json", "hub", process, folder)
        guest = await _let_guest_in(process.pid, folder / "hub" / "broker", broker_port)
        yield Hub(folder, url, process, environment, guest, client, password)


@asynccontextmanager
async def open_bank(say: Say, agents: Sequence[str]) -> AsyncIterator[Bank]:
    """Start the hub and the agents named (`a`, `b`), and let Li sign in at counter B, which must be one.

    Raises:
        BankError: a part did not start.
    """
    devices = {"a": COUNTER_A, "b": COUNTER_B}
    async with open_hub(say, list(devices.values()), [LI]) as hub, AsyncExitStack() as stack:
        say("starting the counters …")
        (hub.folder / "glass").mkdir()
        counters = {}
        for letter, port in zip(agents, free_ports(len(agents)), strict=True):
            own = {
                **hub.environment,
                "TONGBAN_AGENT_CREDENTIAL": str(hub.credential(devices[letter])),
                "TONGBAN_AGENT_FOLDER": str(hub.folder / f"counter-{letter}"),
                "TONGBAN_AGENT_SCREEN_PORT": str(port),
                "TONGBAN_AGENT_SCANNERS": f"folder:{hub.folder / 'glass'}",
            }
            name, words = f"counter-{letter}", ["dashboards.terminal", "agent", "run"]
            agent = await stack.enter_async_context(program(name, words, hub.folder, own))
            await until_up(f"http://127.0.0.1:{port}/api/state", name, agent, hub.folder)
            counters[letter] = Counter(name, f"http://127.0.0.1:{port}", hub.client)
            await counters[letter].until("the link to be up", lambda state: state["connected"])
        li, token = await hub.log_in(LI.person)
        await li.begin_duty()
        await li.sign_in_at_counter(await counters["b"].show_code())
        yield Bank(hub, li, token, counters, hub.folder / "glass")


@asynccontextmanager
async def program(
    name: str, words: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run `python -m WORDS` for the length of the block; its errors go to `folder/name.log`."""
    with (folder / f"{name}.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            # Were the benchmark killed, it would end too.
            *("setpriv", "--pdeathsig=TERM", "--", sys.executable, "-m", *words),
            cwd=ROOT,
            env=environment,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=log,
            start_new_session=True,  # Ctrl-C reaches the benchmark alone, which ends the others in order
        )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        try:
            async with asyncio.timeout(STOP_TIMEOUT_S):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()


async def until_up(url: str, name: str, process: asyncio.subprocess.Process, folder: Path) -> None:
    """Wait until the program answers there.

    Raises:
        BankError: it ended, or did not answer in time.
    """
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(START_TIMEOUT_S), httpx.AsyncClient(timeout=2) as client:
            while process.returncode is None:
                with contextlib.suppress(httpx.HTTPError):
                    if (await client.get(url)).is_success:
                        return
                await asyncio.sleep(0.05)
    last_words = (folder / f"{name}.log").read_text(errors="replace")[-2000:]
    raise BankError(f"{name} did not start:\n{last_words}")


def _credential(folder: Path, device: DeviceAddress) -> Path:
    return folder / f"{str(device).replace('/', '.')}.json"


def _make_folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="tongban-bench-"))
    folder.chmod(0o711)  # the broker's user must be able to pass through
    return folder


def _patient_procedures(folder: Path) -> Path:
    """The product's procedures with an hour to answer an offer, so that none expires while we measure."""
    folder.mkdir()
    for file in PROCEDURES.glob("*.toml"):
        text = re.sub(r"(?m)^offer_s = .*$", "offer_s = 3600", file.read_text(encoding="utf-8"))
        (folder / file.name).write_text(text, encoding="utf-8")
    return folder


async def _let_guest_in(hub_pid: int, broker_folder: Path, port: int) -> BrokerAddress:
    """Add a user to the hub's running broker, who may say anything under topics of their own."""
    password = secrets.token_urlsafe(32)
    line = password_line("guest", password, os.urandom(SALT_BYTES))
    for file, text in (("passwords", line), ("acl", f"\nuser guest\ntopic readwrite {GUEST_TOPICS}\n")):
        with (broker_folder / file).open("a", encoding="utf-8") as added:
            added.write(text)
    for child in psutil.Process(hub_pid).children():
        if child.name() == "mosquitto":
            child.send_signal(signal.SIGHUP)
            return BrokerAddress("127.0.0.1", port, "guest", password)
    raise BankError("the hub's broker is not among its children")


def free_ports(count: int) -> list[int]:
    """Ports of 127.0.0.1 that nobody listens on now."""
    with contextlib.ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]
