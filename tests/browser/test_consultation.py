"""A customer and a reviewer talk: the kiosk's page in one Chromium, the desk's in another."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from dashboards.terminal.demo.alone.chromium import open_chromium
from tests.browser.desk import DESK, ScreenDesk
from tests.browser.handset import log_in
from tests.browser.kiosk import ScreenKiosk
from tests.browser.looking import LYING, UPRIGHT, look
from tests.browser.talking import KEEPS_CONNECTIONS, Talking
from tests.browser.window import open_window
from tests.servers.hub import PASSWORD
from tests.servers.kiosk_bank import KioskBank, open_kiosk_bank
from tests.servers.program import open_folder

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture
def bank() -> Iterator[KioskBank]:
    with open_folder() as folder, open_kiosk_bank(folder) as bank:
        yield bank


@pytest_asyncio.fixture(loop_scope="module")
async def chromium_of_desk() -> AsyncIterator[Browser]:
    async with open_chromium() as browser:
        yield browser


@asynccontextmanager
async def at_the_kiosk(chromium: Browser, url: str) -> AsyncIterator[ScreenKiosk]:
    """The kiosk's page, which may use its microphone."""
    async with open_window(chromium, UPRIGHT, touch=True) as window:
        await window.page.context.grant_permissions(["microphone"], origin=url)
        await window.page.context.add_init_script(KEEPS_CONNECTIONS)
        await window.page.goto(url)
        yield ScreenKiosk(window, looks=False)


@asynccontextmanager
async def at_the_desk(chromium: Browser, url: str) -> AsyncIterator[ScreenDesk]:
    """Rui's page, on duty."""
    async with open_window(chromium, DESK) as window:
        await window.page.context.grant_permissions(["microphone", "camera"], origin=url)
        await window.page.context.add_init_script(KEEPS_CONNECTIONS)
        await log_in(window, f"{url}/desk.html", "rui", PASSWORD)
        desk = ScreenDesk(window, "rui")
        await desk.begins_duty()
        yield desk


async def test_they_hear_and_see_each_other_and_either_may_hang_up(
    bank: KioskBank, chromium: Browser, chromium_of_desk: Browser
) -> None:
    async with (
        at_the_desk(chromium_of_desk, bank.hub.url) as desk,
        at_the_kiosk(chromium, bank.kiosk.url) as kiosk,
    ):
        customer, reviewer = Talking(kiosk.window, "aside.talk"), Talking(desk.window, ".talk.talks")
        await kiosk.begins("talk-to-a-person")
        await desk.page.locator("section.offer [data-press=accept]:enabled").click()
        await desk.sees_live()

        await kiosk.touches("talk")
        await desk.page.locator("[data-talk=asked]").wait_for()
        await desk.press("talk")
        await customer.hears_and_sees()
        await reviewer.hears_and_sees()
        await customer.hangs_up()
        await reviewer.is_alone()

        await desk.press("talk")
        await customer.hears_and_sees()
        await reviewer.hears_and_sees()
        await look(kiosk.window, "kiosk-talking", (UPRIGHT, LYING))

        await kiosk.window.page.reload()
        await customer.hears_and_sees()
        await reviewer.hears_and_sees()
        await reviewer.hangs_up()
        await customer.is_alone()
        await desk.sees_live()
