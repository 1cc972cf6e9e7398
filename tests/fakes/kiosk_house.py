"""A kiosk's agent without broker and browser, in the words of who stands before it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from device_profiles.contract.ids import BranchAddress
from device_profiles.contract.messages.case import Covers, News, Person, Told
from edge_agent.capture.faces.presence import Event
from edge_agent.casework.alone import Alone
from edge_agent.casework.sight import Sight
from edge_agent.store import origin_cases
from edge_agent.store.origin_cases import OriginCase
from tests.fakes.counter_house import CounterHouse, counter_in, picture
from tests.fakes.eyes import FakeEyes
from tests.fakes.shipped import PROCEDURES

CENTRE = BranchAddress(region="north", branch="rc")
XIAO = {"customer-name": "王小样", "id-number": "110105198001019987", "phone": "13800138000"}
AGREES: dict[Covers, bool] = {"face-comparison": True, "video": True}
RUI = Person(person="rui", name="Rui")


@dataclass(frozen=True, slots=True)
class KioskHouse:
    """The agent's parts, and what the customer does with them."""

    agent: CounterHouse
    eyes: FakeEyes
    sight: Sight
    alone: Alone

    def somebody_comes(self) -> None:
        """One person stands before the camera and looks into it."""
        self.eyes.shows()
        self.eyes.happens(Event("arrived", 0.0))

    async def begins(self, procedure: str = "apply-for-card") -> str:
        """The customer agrees to all, and their case is filed."""
        return (await self.alone.begin(procedure, "zh", AGREES)).case

    async def shows(self, case: str, *materials: str) -> None:
        """The customer has these captured, each at once."""
        for shade, material in enumerate(materials):
            self.agent.tray.laid.append(picture(shade))
            await self.alone.capture(case, material)

    async def is_told(
        self, case: str, news: News, review: str | None = None, materials: tuple[str, ...] = ()
    ) -> None:
        """The hub tells the kiosk of the case."""
        told = Told(case=case, news=news, handler=RUI, review=review, materials=materials)
        assert (await self.agent.hub.says(told)).outcome == "applied"

    async def has(self, case: str) -> OriginCase:
        """The case as the kiosk has it."""
        found = await self.agent.records.read(lambda connection: origin_cases.get(connection, case))
        assert found is not None
        return found


@asynccontextmanager
async def kiosk_in(folder: Path) -> AsyncIterator[KioskHouse]:
    """A kiosk with an empty tray, its link up, and nobody before it."""
    async with counter_in(folder) as agent:
        eyes = FakeEyes(agent.clock)
        sight = Sight(agent.records, eyes)
        sight.now = "showing"
        alone = Alone(
            agent.records,
            PROCEDURES,
            agent.origin,
            agent.capturing,
            agent.faces,
            agent.files,
            eyes,
            sight,
            CENTRE,
        )
        yield KioskHouse(agent, eyes, sight, alone)
