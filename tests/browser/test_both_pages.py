"""The pages of kiosk and desk, each in a Chromium of its own: a talk, and a card issued."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from dashboards.terminal.demo.alone.chromium import open_chromium
from tests.browser.desk import DESK, ScreenDesk
from tests.browser.handset import log_in
from tests.browser.kiosk import open_kiosk
from tests.browser.looking import LYING, look
from tests.browser.talking import KEEPS_CONNECTIONS, Talking
from tests.browser.window import open_window
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
    async with open_kiosk(chromium, bank.kiosk.url, script=KEEPS_CONNECTIONS) as kiosk:
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
