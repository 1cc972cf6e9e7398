"""A hub, a review centre with Rui at her desk, and a kiosk before which somebody stands: real processes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Final

from device_profiles.delivery.clock import SystemClock
from device_profiles.profiles import PROCEDURES
from edge_agent.devices.simulated.camera import write_visit
from edge_agent.devices.simulated.customer import Visit
from hub.fitting import open_journal
from tests.servers.agent import AgentServer
from tests.servers.hub import HubServer

CENTRE: Final = "north/rc"
KIOSK: Final = "north/b1/kiosk-1"


class KioskBank:
    """Set up, and not yet started. An auditor looks on. `settings` are the kiosk's, `of_hub` the hub's.

    A review waits for no recording, unless `recorded`: then the procedures are as they are shipped.
    """

    def __init__(
        self,
        folder: Path,
        of_hub: Mapping[str, str] = MappingProxyType({}),
        *,
        recorded: bool = False,
        **settings: str,
    ) -> None:
        procedures = folder / "procedures"
        shutil.copytree(PROCEDURES, procedures)
        for file in procedures.glob("*.toml") if not recorded else ():
            words = file.read_text(encoding="utf-8").replace("recording = true", "recording = false")
            file.write_text(words, encoding="utf-8")
        self.hub = HubServer(folder, TONGBAN_PROCEDURES_FOLDER=str(procedures), **of_hub)
        video = folder / "customer.avi"
        write_visit(Visit(7, (("standing", 6.0),)), video)
        self.kiosk = AgentServer(
            "kiosk",
            self.hub.add_device(KIOSK, kind="kiosk"),
            folder,
            TONGBAN_AGENT_CAMERA=f"file:{video}",
            TONGBAN_AGENT_REVIEW_CENTRE=CENTRE,
            TONGBAN_AGENT_SCANNERS="simulated",
            **settings,
        )
        self.hub.add_person("rui", CENTRE, role="reviewer", skills=("cards",), capacity=3)
        self.hub.add_person("audit", "north/b1", role="auditor")

    async def sits_at_desk(self, person: str) -> None:
        """The page of the person's desk is open."""
        now_ms = SystemClock().now_ms()
        async with open_journal(self.hub.own_database) as journal:
            await journal.transact(lambda books: books.people.set_desk(person, now_ms, is_open=True))

    def last_words(self) -> str:
        """The ends of all logs."""
        return f"{self.hub.last_words()}\n{self.kiosk.last_words()}"


@contextmanager
def open_kiosk_bank(
    folder: Path,
    of_hub: Mapping[str, str] = MappingProxyType({}),
    *,
    recorded: bool = False,
    **settings: str,
) -> Iterator[KioskBank]:
    """A bank that is up, for the length of the block."""
    bank = KioskBank(folder, of_hub, recorded=recorded, **settings)
    try:
        bank.hub.start()
        bank.kiosk.start()
        yield bank
    finally:
        bank.kiosk.stop()
        bank.hub.stop()
