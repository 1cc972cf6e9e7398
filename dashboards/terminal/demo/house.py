"""Builds a small bank in a temporary folder and runs its programs as child processes."""

from __future__ import annotations

import asyncio
import secrets
import shutil
import socket
import tempfile
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from dashboards.terminal.demo.alone.visitor import Visitor
from dashboards.terminal.demo.pace import Pace, write_kinds, write_procedures
from dashboards.terminal.demo.programs import Program
from hub.domain.roster import Staff
from hub.domain.words import BranchPolicy
from hub.registers import register_device, register_person, set_branch_policy
from hub.settings import HubSettings

BRANCH_A: Final = "north/b1"
BRANCH_B: Final = "north/b2"
BRANCH_C: Final = "north/b3"
CENTRE: Final = "north/rc"
"""The review centre."""
KIOSK: Final = f"{BRANCH_A}/kiosk-1"
CORE_TIMEOUT_S: Final = 1.0
COUNTERS: Final = {
    "A": f"{BRANCH_A}/counter-1",
    "B": f"{BRANCH_B}/counter-1",
    "B2": f"{BRANCH_B}/counter-2",
    "C": f"{BRANCH_C}/counter-1",
}
"""The counters by the letters that the demo calls them by."""
PORTS: Final = (8800, 1883, 8805, 8801, 8802, 8803, 8804)
"""The usual ports: the hub, the broker, the kiosk, and the counters in their order."""
_SKILLS: Final = frozenset({"accounts", "cards", "cash"})
STAFF: Final = (
    Staff("chen", "陈静 Chen Jing", BRANCH_A, "teller", _SKILLS),
    Staff("li", "李明 Li Ming", BRANCH_B, "teller", _SKILLS),
    Staff("wang", "王芳 Wang Fang", BRANCH_B, "teller", _SKILLS),
    Staff("zhao", "赵敏 Zhao Min", BRANCH_B, "lobby_manager"),
    Staff("qian", "钱伟 Qian Wei", BRANCH_B, "lobby_manager"),
    Staff("sun", "孙莉 Sun Li", BRANCH_C, "teller", _SKILLS),
    Staff("rui", "芮婷 Rui Ting", CENTRE, "reviewer", frozenset({"cards"})),
    Staff("lin", "林岚 Lin Lan", CENTRE, "reviewer", frozenset({"cards"})),
    Staff("ops", "值班运维 Operator on duty", BRANCH_A, "operator"),
    Staff("audit", "审计 Auditor", BRANCH_A, "auditor"),
)


@dataclass(frozen=True, slots=True)
class House:
    """The running bank: its folder, everyone's password, and where its programs answer."""

    folder: Path
    password: str
    hub_url: str
    counter_urls: Mapping[str, str]
    kiosk_url: str
    _hub: Program
    _counters: Mapping[str, Program]
    _kiosk: Program | None

    @property
    def agents(self) -> tuple[Program, ...]:
        """The programs of all devices that are started."""
        return (*self._counters.values(), *([] if self._kiosk is None else [self._kiosk]))

    @property
    def counters(self) -> tuple[str, ...]:
        """The letters of the counters that were started."""
        return tuple(self._counters)

    @property
    def has_kiosk(self) -> bool:
        """Whether the kiosk was started."""
        return self._kiosk is not None

    @property
    def kiosk_folder(self) -> Path:
        """The kiosk's disk."""
        return self.folder / "kiosk"

    @property
    def visitor(self) -> Visitor:
        """Who stands before the kiosk's camera."""
        return Visitor(self.folder / "visits")

    @property
    def glass(self) -> Path:
        """What lies here, counter A's scanner called `folder` sees."""
        return self.folder / "glass"

    @property
    def hub_settings(self) -> Mapping[str, str]:
        """By which other programs find the hub: variables of the environment."""
        return self._hub.settings

    def last_words_of_hub(self) -> str:
        """The end of the hub's log."""
        return self._hub.last_words()

    async def kill_hub(self) -> None:
        """End the hub, and with it its broker, as a power cut would."""
        await self._hub.kill()

    async def start_hub(self) -> None:
        """Start the hub again, and wait until it answers.

        Raises:
            HouseError: it did not start.
        """
        await self._hub.launch()
        await self._hub.until_up()

    async def kill_counter(self, letter: str) -> None:
        """End a counter's agent as a power cut would."""
        await self._counters[letter].kill()

    async def start_counter(self, letter: str) -> None:
        """Start a counter's agent again, and wait until its screen answers.

        Raises:
            HouseError: it did not start.
        """
        await self._counters[letter].launch()
        await self._counters[letter].until_up()


@asynccontextmanager
async def open_house(
    counters: Collection[str],
    pace: Pace,
    core_url: str,
    *,
    papers: bool,
    usual_ports: bool,
    kiosk: bool = False,
) -> AsyncIterator[House]:
    """Set up and start everything; on leaving, end every process and remove the folder.

    With `kiosk` there is one, with somebody before its camera. With `papers`, counter A scans from the
    glass first. Without `usual_ports` any free ones are taken, so that houses which are built at the same
    time do not get into each other's way.

    Raises:
        HouseError: a program did not start.
    """
    folder = _make_folder()
    hub_port, broker_port, kiosk_port, *counter_ports = _free_ports(
        PORTS if usual_ports else (0,) * len(PORTS)
    )
    ports = dict(zip(COUNTERS, counter_ports, strict=True))
    password = secrets.token_urlsafe(9)
    write_procedures(pace, folder / "procedures")
    write_kinds(pace, folder / "kinds")
    hub = Program(
        "hub",
        ["hub", "run"],
        {
            "TONGBAN_HUB_FOLDER": str(folder / "hub"),
            "TONGBAN_DATABASE_URL": "",  # whose name is in the environment is not for the demo's people
            "TONGBAN_HTTP_PORT": str(hub_port),
            "TONGBAN_BROKER_PORT": str(broker_port),
            "TONGBAN_PROCEDURES_FOLDER": str(folder / "procedures"),
            "TONGBAN_KINDS_FOLDER": str(folder / "kinds"),
            "TONGBAN_CORE_URL": core_url,
            "TONGBAN_CORE_TIMEOUT_S": str(CORE_TIMEOUT_S),
        },
        f"http://127.0.0.1:{hub_port}/openapi.json",
        folder,
    )
    scanners = f"folder:{folder / 'glass'},simulated" if papers else "simulated"
    agents = {
        letter: _counter(
            letter, ports[letter], hub_port, folder, scanners if letter == "A" else "simulated"
        )
        for letter in COUNTERS
        if letter in counters
    }
    house = House(
        folder=folder,
        password=password,
        hub_url=f"http://127.0.0.1:{hub_port}",
        counter_urls={letter: f"http://127.0.0.1:{port}" for letter, port in ports.items()},
        kiosk_url=f"http://127.0.0.1:{kiosk_port}",
        _hub=hub,
        _counters=agents,
        _kiosk=_kiosk(kiosk_port, folder) if kiosk else None,
    )
    try:
        house.glass.mkdir()
        house.visitor.video.parent.mkdir()
        await _register(house, pace, broker_port)
        await hub.launch()
        await hub.until_up()
        if kiosk:
            await house.visitor.is_drawn()
        for agent in house.agents:
            await agent.launch()
        for agent in house.agents:
            await agent.until_up()
        yield house
    finally:
        # The devices first, then the hub, which ends its broker.
        await asyncio.gather(*(agent.stop() for agent in house.agents))
        await hub.stop()
        shutil.rmtree(folder, ignore_errors=True)


async def _register(house: House, pace: Pace, broker_port: int) -> None:
    settings = HubSettings(hub_folder=house.folder / "hub", database_url=None)
    for letter, address in COUNTERS.items():
        credential = _credential(f"counter-{letter}", house.folder)
        await register_device(settings, address, "counter", credential, "127.0.0.1", broker_port)
    await register_device(
        settings, KIOSK, "kiosk", _credential("kiosk", house.folder), "127.0.0.1", broker_port
    )
    for person in STAFF:
        await register_person(settings, person, house.password)
    shares = BranchPolicy(overflow=(f"branch:{BRANCH_C}",), lease_ms=round(pace.lease_s * 1000))
    await set_branch_policy(settings, BRANCH_B, shares)


def _counter(letter: str, port: int, hub_port: int, folder: Path, scanners: str) -> Program:
    settings = {
        "TONGBAN_AGENT_SCANNERS": scanners,
        "TONGBAN_AGENT_HANDSET_URL": f"http://127.0.0.1:{hub_port}/handset.html",
    }
    return _agent(f"counter-{letter}", port, folder, settings)


def _kiosk(port: int, folder: Path) -> Program:
    settings = {
        "TONGBAN_AGENT_SCANNERS": "simulated",
        "TONGBAN_AGENT_CAMERA": f"file:{Visitor(folder / 'visits').video}",
        "TONGBAN_AGENT_REVIEW_CENTRE": CENTRE,
        "TONGBAN_AGENT_KINDS_FOLDER": str(folder / "kinds"),
    }
    return _agent("kiosk", port, folder, settings)


def _agent(name: str, port: int, folder: Path, settings: Mapping[str, str]) -> Program:
    own = {
        "TONGBAN_AGENT_CREDENTIAL": str(_credential(name, folder)),
        "TONGBAN_AGENT_FOLDER": str(folder / name),
        "TONGBAN_AGENT_SCREEN_PORT": str(port),
    }
    address = f"http://127.0.0.1:{port}/api/state"
    return Program(name, ["agent", "run"], {**own, **settings}, address, folder)


def _credential(name: str, folder: Path) -> Path:
    return folder / f"{name}.json"


def _make_folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="tongban-demo-"))
    folder.chmod(0o711)  # the broker's user must be able to pass through
    return folder


def _free_ports(wanted: tuple[int, ...]) -> list[int]:
    """These ports where they are free, others where they are not, or where they are 0."""
    probes = [socket.socket() for _ in wanted]
    try:
        for probe, port in zip(probes, wanted, strict=True):
            if port:
                # A port that a program left a moment ago is free.
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]
    finally:
        for probe in probes:
            probe.close()
