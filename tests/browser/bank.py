"""The demo's bank with its people before real screens: the same scripts, played by pressing buttons."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Final

import httpx
from playwright.async_api import Browser

from dashboards.terminal.demo.bank import PLAYERS, Bank
from dashboards.terminal.demo.core import open_core
from dashboards.terminal.demo.house import COUNTERS, House, open_house
from dashboards.terminal.demo.pace import Pace
from dashboards.terminal.demo.people import Counter, Handset
from dashboards.terminal.demo.staff import Teller
from device_profiles.profiles import Deadlines
from tests.browser.counter import ScreenCounter, open_counter
from tests.browser.handset import ScreenHandset, log_in, open_handset
from tests.browser.window import Window

DEADLINES: Final = Deadlines(offer_s=20, manager_s=20, longest_wait_s=600)
"""Whoever presses what is shown takes longer than a program that asks the hub."""
SOON_LOST_S: Final = 4.0
"""After so long, a handler whose counter and phone are both silent is taken for gone."""
STAFF: Final = ("li", "wang", "zhao", "sun")


class ScreenBank(Bank):
    """A bank whose staff hold real pages in their hands."""

    @property
    def house(self) -> House:
        """Its programs."""
        return self._house

    @property
    def hub_url(self) -> str:
        """Where the hub's pages are."""
        return self._house.hub_url

    @property
    def counter_url(self) -> str:
        """Where counter A's pages are."""
        return self._house.counter_urls["A"]

    def of(self, letter: str) -> ScreenCounter:
        """The counter of this letter."""
        counter = self.counters[self._house.counters.index(letter)]
        assert isinstance(counter, ScreenCounter)
        return counter

    async def logs_in(self, window: Window, person: str, face: str) -> None:
        """Somebody logs in on a page of the hub's."""
        await log_in(window, f"{self.hub_url}/{face}.html", person, self._house.password)

    @asynccontextmanager
    async def takes_in(self, person: str, chromium: Browser) -> AsyncIterator[ScreenHandset]:
        """One more of the staff, with their own phone."""
        async with (
            httpx.AsyncClient(timeout=60, trust_env=False) as client,
            open_handset(chromium, person, self._house, client) as handset,
        ):
            yield handset

    async def loses_hub(self) -> None:
        """The hub's machine loses its power, and the counters their link."""
        await self._house.kill_hub()
        for counter in self.counters:
            await counter.until("the link to be down", lambda state: not state["connected"])

    async def gets_hub_back(self) -> None:
        """The hub starts again."""
        await self._house.start_hub()
        for counter in self.counters:
            await counter.until("the link to be up", lambda state: state["connected"])

    async def loses(self, teller: Teller) -> None:
        """The teller's phone falls silent, too: its page is left."""
        assert isinstance(teller.handset, ScreenHandset)
        await teller.handset.window.page.goto("about:blank")
        await super().loses(teller)

    async def gets_back(self, teller: Teller) -> None:
        """The phone is found again."""
        await super().gets_back(teller)
        assert isinstance(teller.handset, ScreenHandset)
        await teller.handset.window.page.go_back()


@asynccontextmanager
async def open_screen_bank(chromium: Browser, *, lease_s: float = SOON_LOST_S) -> AsyncIterator[ScreenBank]:
    """Broker, hub, all four counters, and everyone logged in on their own phone."""
    async with AsyncExitStack() as stack:
        core = await stack.enter_async_context(open_core())
        house = await stack.enter_async_context(
            open_house(set(COUNTERS), Pace(DEADLINES, lease_s), core.url, papers=False, usual_ports=False)
        )
        client = await stack.enter_async_context(httpx.AsyncClient(timeout=60, trust_env=False))
        handsets: dict[str, Handset] = {
            person: await Handset.log_in(person, house.password, house.hub_url, client)
            for person in PLAYERS
            if person not in STAFF
        }
        for person in STAFF:
            handsets[person] = await stack.enter_async_context(
                open_handset(chromium, person, house, client)
            )
        counters: dict[str, Counter] = {
            letter: await stack.enter_async_context(
                open_counter(chromium, f"counter {letter}", house.counter_urls[letter], client)
            )
            for letter in house.counters
        }
        bank = ScreenBank(house, core, counters, handsets, (), _tell)
        for counter in bank.counters:
            await counter.until("the link to be up", lambda state: state["connected"])
        yield bank


def _tell(who: str, what: str) -> None:
    if os.environ.get("TONGBAN_TEST_TELLS"):
        print(f"{who:<12} {what}", flush=True)
