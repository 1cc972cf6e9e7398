"""The pages of kiosk and desk, each in a Chromium of its own: a talk, and a card issued."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from dashboards.terminal.demo.alone.chromium import open_chromium
from tests.browser.desk import DESK, ScreenDesk
from tests.browser.handset import log_in
from tests.browser.kiosk import open_kiosk
from tests.browser.looking import LYING, look
from tests.browser.talking import KEEPS_CONNECTIONS, SILENT_UNTIL_TOUCHED, Talking
from tests.browser.window import Window, open_window
from tests.fakes.customer import XIAO
from tests.servers.hub import PASSWORD
from tests.servers.kiosk_bank import KioskBank, open_kiosk_bank
from tests.servers.program import open_folder

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture(scope="module")
def bank() -> Iterator[KioskBank]:
    with open_folder() as folder, open_kiosk_bank(folder, recorded=True) as bank:
        yield bank


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def desk(bank: KioskBank) -> AsyncIterator[ScreenDesk]:
    """Rui's page, on duty."""
    url = bank.hub.url
    async with open_chromium() as browser, open_window(browser, DESK) as window:
        await window.page.context.grant_permissions(["microphone", "camera"], origin=url)
        await window.page.context.add_init_script(KEEPS_CONNECTIONS)
        await log_in(window, f"{url}/desk.html", "rui", PASSWORD)
        desk = ScreenDesk(window, "rui")
        await desk.begins_duty()
        yield desk


async def test_they_hear_and_see_each_other_and_either_may_hang_up(
    bank: KioskBank, chromium: Browser, desk: ScreenDesk
) -> None:
    async with open_kiosk(
        chromium, bank.kiosk.url, script=KEEPS_CONNECTIONS + SILENT_UNTIL_TOUCHED
    ) as kiosk:
        customer, reviewer = Talking(kiosk.window, "aside.talk"), Talking(desk.window, ".talk.talks")
        await kiosk.begins("talk-to-a-person")
        await desk.accepts_next()
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
        await look(kiosk.window, "kiosk-talking", (LYING,))

        await kiosk.window.page.reload()
        await kiosk.touches("hear")  # nobody has touched this page since it was loaded
        await customer.hears_and_sees()
        await reviewer.hears_and_sees()
        await reviewer.hangs_up()
        await customer.is_alone()
        await desk.sees_live()

        await desk.does_not_pass("无法确认是本人")
        await kiosk.is_asked("result")
        await kiosk.window.page.get_by_text("无法确认是本人").wait_for()
        await kiosk.touches("language")
        await kiosk.window.page.get_by_text("It is not certain that this is the person.").wait_for()
        await kiosk.touches("done")
        await kiosk.window.until_asked("thanks")


async def test_a_card_by_paper_is_issued_once_its_recording_is_whole(
    bank: KioskBank, chromium: Browser, desk: ScreenDesk
) -> None:
    async with open_kiosk(chromium, bank.kiosk.url) as kiosk:
        await kiosk.begins("apply-for-card")
        await desk.accepts_next()
        case = await kiosk.case()
        await kiosk.is_photographed()
        await kiosk.shows_card()
        await kiosk.fills_in(XIAO)
        await desk.passes()
        await kiosk.signs_on_paper()
        await desk.passes()
        await kiosk.is_asked("result")
        await kiosk.window.page.get_by_text("请取走").wait_for()
        await kiosk.touches("done")
        await kiosk.window.until_asked("thanks")
    async with open_window(chromium, DESK) as window:
        await log_in(window, f"{bank.hub.url}/ops.html", "audit", PASSWORD)
        await the_recording_is_whole_to_the_end(window, case)


async def the_recording_is_whole_to_the_end(window: Window, case: str) -> None:
    """An auditor is told that the recording is over, and sees its last seconds."""
    page = window.page
    await page.evaluate(f"location.hash = '#/cases/{case}'")
    await page.locator('[data-end="done"]').wait_for()
    assert await page.locator(".recording .gap").count() == 0
    await page.locator(".recording .stretch").last.click()
    video = page.locator(".recording video")
    await video.wait_for()
    async with asyncio.timeout(30):
        while True:
            if await video.evaluate("(shown) => shown.currentTime > 0"):  # it plays
                break
            await asyncio.sleep(0.1)
    manifest = await page.evaluate(f"fetch('/api/cases/{case}/recording').then((told) => told.json())")
    last = manifest["segments"][-1]
    assert (manifest["closed"], manifest["complete"], manifest["made"]) == (True, True, last["number"])
    assert abs(manifest["ended_at"] - last["ended_at"]) < 1_000  # a last picture may come a moment after
