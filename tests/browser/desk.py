"""A reviewer who does everything on the desk's page, and a hub with one review centre, in this process.

The customers are `tests.fakes.lone_customer`: a hub in this process lets a test say what a kiosk says.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
import uvicorn
from argon2 import PasswordHasher
from playwright.async_api import Browser, Locator

from device_profiles.serving import LARGEST_SOCKET_MESSAGE_BYTES, listen
from hub.domain.case import Case
from hub.service import accounts
from hub.web.app import create_app
from tests.browser.conftest import BUILT
from tests.browser.handset import log_in
from tests.browser.window import Window, open_window
from tests.fakes.case_events import BRANCH_B, teller
from tests.fakes.hub_house import PASSWORD, House, house_on
from tests.fakes.lone_customer import LoneCustomer, kiosk_is_there
from tests.fakes.standing_clock import PassingClock
from tests.hub.stores.shelf import on_disk, shelf_on

DESK = (1920, 1080)
CENTRE = BRANCH_B
REVIEWERS = {"chen": "陈静", "lin": "林岚"}
SKILLS = frozenset({"cards", "consultation", "accounts", "advice"})


_DRAWN = """(wanted) => new Promise((done) => {
    const video = document.querySelector("[data-panel=live] video");
    let drawn = 0;
    const count = () => (++drawn === wanted ? done(drawn) : video.requestVideoFrameCallback(count));
    video.requestVideoFrameCallback(count);
})"""


class ScreenDesk:
    """A reviewer before a real page in Chinese. Each act is a press, or a key."""

    def __init__(self, window: Window, person: str) -> None:
        self.window = window
        self.page = window.page
        self.person = person

    async def begins_duty(self) -> None:
        """Press the switch."""
        await self.page.get_by_role("switch", name="当值开关").click()
        await self.window.until_asked("ready")

    async def is_offered(self, case: str) -> None:
        """An offer fills the place."""
        await self.page.locator(f'section.offer[data-case="{case}"] [data-press=accept]:enabled').wait_for()

    async def accepts(self, case: str) -> None:
        """Press accept."""
        await self.is_offered(case)
        await self.press("accept")
        await self.page.locator(f'.bench[data-case="{case}"]').wait_for()

    async def accepts_next(self) -> None:
        """Press accept on whatever is offered."""
        await self.page.locator("section.offer [data-press=accept]:enabled").click()
        await self.page.locator(".bench[data-case]").wait_for()

    async def sees_live(self) -> None:
        """The picture is live: frames come, and none is older than three seconds."""
        await self.panel("live").locator('[data-fresh="live"]').wait_for()

    async def draws(self, frames: int) -> None:
        """So many frames of the video are drawn."""
        async with asyncio.timeout(20):
            assert await self.page.evaluate(_DRAWN, frames) == frames

    async def sees_stale(self) -> None:
        """The picture is visibly not live."""
        await self.panel("live").locator('[data-fresh="stale"] .over').wait_for()

    async def may_decide(self) -> None:
        """The decision is the reviewer's now."""
        await self.page.locator('.bench[data-stands="decide"] [data-press=pass]:enabled').wait_for()

    async def cannot_pass(self, because: str) -> None:
        """Beside the button stands why."""
        await self.page.locator("[data-cannot]", has_text=because).wait_for()
        assert await self.page.locator("[data-press=pass]").is_disabled()

    async def passes(self) -> None:
        """By keys alone: P, and then the question."""
        await self.may_decide()
        await self.page.keyboard.press("p")
        await self._confirm()

    async def does_not_pass(self, reason: str) -> None:
        """Not passed, for a reason of the catalogue."""
        await self.page.keyboard.press("n")
        await self.dialog.get_by_text(reason).click()
        await self._confirm()

    async def asks_again(self, material: str, sentence: str) -> None:
        """Ask for a material again."""
        await self.page.keyboard.press("a")
        item = self.dialog.locator(f'[data-item="{material}"]')
        if await item.get_attribute("aria-pressed") != "true":
            await item.click()
        await self.dialog.get_by_text(sentence).click()
        await self._confirm()

    async def hands_over_to(self, person: str) -> None:
        """Ask a colleague to take the case over."""
        await self.page.keyboard.press("h")
        await self.dialog.locator("button.person", has_text=REVIEWERS[person]).click()
        await self.dialog.wait_for(state="detached")

    async def opens(self, material: str) -> None:
        """Look at a material, large."""
        await self.panel("papers").locator(f'[data-material="{material}"]').first.click()

    async def press(self, what: str) -> None:
        """Press a button of the page by what it does."""
        await self.page.locator(f'[data-press="{what}"]').click()

    def panel(self, name: str) -> Locator:
        """One of the four quarters."""
        return self.page.locator(f'[data-panel="{name}"]')

    @property
    def dialog(self) -> Locator:
        """What is asked once."""
        return self.page.get_by_role("dialog")

    async def _confirm(self) -> None:
        await self.dialog.locator('[data-press="confirm"]').click()
        await self.dialog.wait_for(state="detached")


class ReviewCentre:
    """A hub with a review centre and a kiosk."""

    def __init__(self, house: House, app_url: str, chromium: Browser) -> None:
        self.house = house
        self.url = app_url
        self._chromium = chromium

    @asynccontextmanager
    async def desk(self, person: str = "chen", *, on_duty: bool = True) -> AsyncIterator[ScreenDesk]:
        """A reviewer's desk, logged in by its page."""
        async with open_window(self._chromium, DESK) as window:
            await window.page.context.grant_permissions(["microphone", "camera"], origin=self.url)
            await log_in(window, f"{self.url}/desk.html", person, PASSWORD)
            desk = ScreenDesk(window, person)
            if on_duty:
                await desk.begins_duty()
            yield desk

    @asynccontextmanager
    async def customer(self, case: str) -> AsyncIterator[LoneCustomer]:
        """Somebody before the kiosk, with a case."""
        customer = LoneCustomer(self.house, case)
        async with customer.before_the_camera():
            await customer.files(CENTRE)
            yield customer

    async def case(self, case: str) -> Case:
        """The case as the hub has it."""
        return await self.house.shelf.do(lambda books: books.cases.get(case))

    async def callbacks(self) -> int:
        """How many calls the centre owes."""
        return len(await self.house.shelf.do(lambda books: books.callbacks.owed_by(CENTRE)))


@asynccontextmanager
async def open_centre(chromium: Browser, folder: Path) -> AsyncIterator[ReviewCentre]:
    """The hub on a port of its own, in this process; ended at the exit."""
    cheap = partial(PasswordHasher, time_cost=1, memory_cost=8, parallelism=1)
    database = on_disk(folder / "hub.sqlite")
    with pytest.MonkeyPatch.context() as patch, shelf_on(database, PassingClock()) as shelf:
        patch.setattr(accounts, "PasswordHasher", cheap)
        house = house_on(shelf, folder / "materials")
        for person, name in REVIEWERS.items():
            staff = replace(teller(person, CENTRE, role="reviewer"), name=name, skills=SKILLS)
            await house.has(staff)
        await kiosk_is_there(house)
        listener = listen("127.0.0.1", 0, "")
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        config = uvicorn.Config(
            create_app(house.web, BUILT.parent),
            log_level="warning",
            access_log=False,
            lifespan="off",
            timeout_graceful_shutdown=1,
            ws_max_size=LARGEST_SOCKET_MESSAGE_BYTES,
        )
        server = uvicorn.Server(config)
        async with asyncio.TaskGroup() as tasks:
            serving = tasks.create_task(server.serve(sockets=[listener]))
            passing_on = tasks.create_task(house.web.links.run())
            yield ReviewCentre(house, url, chromium)
            server.should_exit = True
            await serving
            passing_on.cancel()


def reasons_of(case: Case) -> str:
    """What the case ended with, as one text."""
    return json.dumps(case.reasons, ensure_ascii=False)
