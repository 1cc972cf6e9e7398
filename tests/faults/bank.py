"""The bank that is struck: broker, hub and six counters as processes, kept up as a supervisor would.

Owns the programs and what befalls them. Branches B and C have two tellers each; B has a lobby manager and
sends on to C what it cannot do.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Final

import psutil

from dashboards.terminal.demo.core import Core, open_core
from dashboards.terminal.demo.pace import Pace, write_procedures
from device_profiles.profiles import Deadlines
from hub.domain.words import BranchPolicy
from hub.registers import set_branch_policy
from tests.faults.broker import broker_for, hub_address
from tests.faults.plan import BRANCH_B, BRANCH_C
from tests.servers.agent import AgentServer
from tests.servers.hub import HubServer
from tests.servers.mosquitto import Mosquitto
from tests.servers.program import free_ports, open_folder

UP_WITHIN_S: Final = 60.0
LOOK_EVERY_S: Final = 0.05
BRANCH_A: Final = "north/b1"
COUNTERS: Final[Mapping[str, str]] = {
    "A1": f"{BRANCH_A}/counter-1",
    "A2": f"{BRANCH_A}/counter-2",
    "B1": f"{BRANCH_B}/counter-1",
    "B2": f"{BRANCH_B}/counter-2",
    "C1": f"{BRANCH_C}/counter-1",
    "C2": f"{BRANCH_C}/counter-2",
}
SEATS: Final[Mapping[str, str]] = {"li": "B1", "wang": "B2", "sun": "C1", "zhou": "C2"}
"""Where each teller sits."""
MANAGER: Final = "zhao"
AUDITOR: Final = "audit"
OPERATOR: Final = "ops"
CAPACITY: Final = 3
PACE: Final = Pace(Deadlines(offer_s=5, manager_s=12, longest_wait_s=60), lease_s=60)
"""Short, but long enough for counters to find their way back to a hub that was killed."""
CORE_TIMEOUT_S: Final = 1.0


class BankError(Exception):
    """A program of the bank cannot be had; the text says which, and ends with its last words."""


class FaultyBank:
    """The running bank. `mishaps` tells of programs that ended, or stayed, when they should not have."""

    def __init__(self, folder: Path, core: Core, broker_url: str | None) -> None:
        self.core = core
        self.mishaps: list[str] = []
        self._folder = folder
        self._broker_url = broker_url
        self._broker: Mosquitto | None = None
        apart = {} if broker_url is None else {"TONGBAN_BROKER_URL": broker_url}
        self.hub = HubServer(
            folder,
            TONGBAN_PROCEDURES_FOLDER=str(folder / "procedures"),
            TONGBAN_CORE_URL=core.url,
            TONGBAN_CORE_TIMEOUT_S=str(CORE_TIMEOUT_S),
            **apart,
        )
        port = None if broker_url is None else int(broker_url.rpartition(":")[2])
        self.counters = {
            letter: AgentServer(f"counter-{letter}", self.hub.add_device(address, broker_port=port), folder)
            for letter, address in COUNTERS.items()
        }
        for teller, letter in SEATS.items():
            branch = COUNTERS[letter].rpartition("/")[0]
            skills = ("accounts", "cards", "cash") if branch == BRANCH_B else ("accounts", "cards")
            self.hub.add_person(teller, branch, capacity=CAPACITY, skills=skills)
        self.hub.add_person(MANAGER, BRANCH_B, role="lobby_manager")
        self.hub.add_person(AUDITOR, BRANCH_A, role="auditor")
        self.hub.add_person(OPERATOR, BRANCH_A, role="operator")

    async def open(self) -> None:
        """Start everything.

        Raises:
            BankError: a program does not start.
        """
        if self._broker_url is not None:
            self._broker = await broker_for(
                self.hub.own_database, self._broker_url, self._folder / "broker"
            )
            await asyncio.to_thread(self._broker.start)
        names = ("hub", *self.counters)
        for name in names:
            self.program(name).launch()
        for name in names:
            await self.until_up(name)

    async def until_up(self, name: str) -> None:
        """Wait until a program answers; one that ends instead is started again, as a supervisor would.

        Raises:
            BankError: it does not come up.
        """
        program = self.program(name)
        try:
            async with asyncio.timeout(UP_WITHIN_S):
                while not await asyncio.to_thread(program.answers):
                    if not program.running:
                        self.mishaps.append(f"{name} ended by itself, and was started again")
                        program.launch()
                    await asyncio.sleep(LOOK_EVERY_S)
        except TimeoutError:
            raise BankError(f"{name} is not up again:\n{program.last_words()}") from None

    def program(self, name: str) -> HubServer | AgentServer:
        """The hub, or a counter by its letter."""
        return self.hub if name == "hub" else self.counters[name]

    def kill_and_launch(self, name: str) -> None:
        """End a program as a power cut would, and start it at once; `until_up` waits for it."""
        if name == "hub":
            self.hub.kill_at_once()
        else:
            self.counters[name].kill()
        self.program(name).launch()

    async def kill_broker(self) -> bool:
        """End the broker as a power cut would, and see that there is one again; False if there was none."""
        if self._broker is not None:
            self._broker.kill()
            await asyncio.to_thread(self._broker.start)
            return True
        try:
            self.hub.broker().kill()
        except (StopIteration, psutil.NoSuchProcess):
            return False  # the hub is starting it again already
        return True

    async def close(self) -> None:
        """End everything in good order, the hub last."""
        for counter in self.counters.values():
            await asyncio.to_thread(counter.stop)
        await asyncio.to_thread(self.hub.stop)
        if self._broker is not None:
            self._broker.kill()
        for process in _processes_of(self._folder):
            self.mishaps.append(f"{process.name()} stayed behind")
            process.kill()


@asynccontextmanager
async def open_bank(*, broker_apart: bool) -> AsyncIterator[FaultyBank]:
    """A bank that is up for the length of the block; nothing of it stays behind.

    With `broker_apart` the broker is a program of its own, else the hub's.

    Raises:
        BankError: a program does not start.
    """
    with open_folder() as folder:
        write_procedures(PACE, folder / "procedures")
        async with open_core() as core:
            url = hub_address(free_ports(1)[0]) if broker_apart else None
            # Its commands have loops of their own.
            bank = await asyncio.to_thread(FaultyBank, folder, core, url)
            overflow = BranchPolicy(overflow=(f"branch:{BRANCH_C}",), lease_ms=round(PACE.lease_s * 1000))
            await set_branch_policy(bank.hub.own_database, BRANCH_B, overflow)
            try:
                await bank.open()
                yield bank
            finally:
                await bank.close()


def _processes_of(folder: Path) -> list[psutil.Process]:
    """The processes whose command names a file of the folder, such as a broker without its hub."""
    found: list[psutil.Process] = []
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if any(word.startswith(str(folder)) for word in process.cmdline()):
                found.append(process)
    return found
