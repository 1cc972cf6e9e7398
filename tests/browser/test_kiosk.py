"""A customer alone before a kiosk's page, upright and lying, in both languages and lights."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser

from dashboards.terminal.demo.people import Handset, Json
from tests.browser.kiosk import HAS_VOICES, open_kiosk
from tests.fakes.customer import XIAO, Customer
from tests.servers.hub import PASSWORD
from tests.servers.kiosk_bank import KioskBank, open_kiosk_bank
from tests.servers.program import open_folder

pytestmark = pytest.mark.asyncio(loop_scope="module")
CARD = "apply-for-card"


@pytest.fixture(scope="module")
def bank() -> Iterator[KioskBank]:
    with open_folder() as folder, open_kiosk_bank(folder) as bank:
        yield bank


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(timeout=30, trust_env=False) as client:
        yield client


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def rui(bank: KioskBank, http: httpx.AsyncClient) -> Handset:
    """The reviewer, at her desk; duty begins with the first case that waits."""
    await bank.sits_at_desk("rui")
    return await Handset.log_in("rui", PASSWORD, bank.hub.url, http)


def has_tried_too_often(state: Json) -> None:
    """As after so many pictures that were no good."""
    state["current"]["attempts"]["customer-photo"] = state["current"]["most_attempts"]


def nobody_is_seen(state: Json) -> None:
    """As when the customer seems to have gone."""
    state["standing"], state["ends_in_s"] = "asked", 31.0


async def accepts(customer: Customer, rui: Handset) -> str:
    """The reviewer takes the customer's case; its number."""
    shown = await customer.until("a case", lambda state: state["current"] is not None)
    case = str(shown["current"]["case"]["case"])
    await rui.until_told(case, "offered")
    await rui.accept(case)
    return case


async def test_a_card_by_the_pad_and_every_page_on_the_way(
    bank: KioskBank, rui: Handset, http: httpx.AsyncClient, chromium: Browser
) -> None:
    customer = Customer(bank.kiosk.url, http)
    await customer.until("the link", lambda state: state["connected"])
    async with open_kiosk(chromium, bank.kiosk.url, looks=True) as kiosk:
        await kiosk.begins(CARD)
        await kiosk.is_asked("queue")
        await kiosk.touches("callback")
        await kiosk.window.until_asked("callback")
        await kiosk.shows("callback")
        await kiosk.touches("back")
        await kiosk.window.until_asked("queue")
        await rui.begin_duty()
        case = await accepts(customer, rui)
        async with kiosk.is_told(has_tried_too_often):
            await kiosk.window.until_asked("stuck")
            await kiosk.shows("stuck")
        await kiosk.is_photographed()
        await kiosk.shows_card()
        await kiosk.fills_in(XIAO)
        await kiosk.is_asked("looking")
        await rui.until_told(case, "ready_for_review")
        await rui.handle(case, "recapture", {"materials": ["id-card-front"], "reasons": ["左下角看不清"]})
        await kiosk.is_asked("again")
        await kiosk.touches("go-on")
        await kiosk.window.until_asked("paper")
        await kiosk.touches("scan")
        await kiosk.window.until_asked("good")
        await kiosk.touches("good")
        await rui.until_case(case, lambda seen: seen["phase"] == "reviewing")
        await rui.decide(case, [], passed=True)
        await kiosk.signs()
        await rui.until_case(case, lambda seen: seen["phase"] == "reviewing")
        await rui.decide(case, [], passed=True)
        await kiosk.is_asked("result")
        await kiosk.touches("done")
        await kiosk.window.until_asked("thanks")
        await kiosk.window.until_asked("welcome")
    assert (await customer.state())["current"] is None


async def test_who_stops_is_forgotten_at_once(
    bank: KioskBank, http: httpx.AsyncClient, chromium: Browser
) -> None:
    async with open_kiosk(chromium, bank.kiosk.url) as kiosk:
        await kiosk.begins(CARD)
        await kiosk.touches("stop")
        await kiosk.touches("yes")
        await kiosk.window.until_asked("welcome")
    assert (await Customer(bank.kiosk.url, http).state())["standing"] == "nobody"


async def test_what_was_agreed_to_is_taken_back_and_nobody_looks_on(
    bank: KioskBank, rui: Handset, http: httpx.AsyncClient, chromium: Browser
) -> None:
    customer = Customer(bank.kiosk.url, http)
    async with open_kiosk(chromium, bank.kiosk.url) as kiosk:
        await kiosk.begins("talk-to-a-person")
        case = await accepts(customer, rui)
        await kiosk.window.until_asked("looking")
        async with kiosk.is_told(nobody_is_seen):
            await kiosk.window.until_asked("here")
            await kiosk.shows("here")
        await kiosk.window.until_asked("looking")
        await kiosk.touches("consents")
        await kiosk.shows("consents")
        await kiosk.touches("withdraw video")
        await kiosk.window.until_asked("welcome")
    await rui.until_case(case, lambda seen: seen["phase"] == "closed")


async def test_whoever_wants_it_hears_each_question_in_their_language(
    bank: KioskBank, chromium: Browser
) -> None:
    async with open_kiosk(chromium, bank.kiosk.url, script=HAS_VOICES) as kiosk:
        page = kiosk.window.page
        await kiosk.touches("aloud")
        await kiosk.shows("aloud")
        await kiosk.touches(f"begin {CARD}")
        await kiosk.window.until_asked("ask-video")
        await kiosk.touches("language")
        await kiosk.touches("yes")
        await kiosk.window.until_asked("ask-face")
        await kiosk.touches("aloud")
        await kiosk.touches("no")
        said = await page.evaluate("said")
        assert [said[0].split(":")[0], said[1], said[-1]] == [
            "zh-CN",
            "zh-CN: 是否同意工作人员通过视频看到您？",
            "en-GB: May we compare your face with your ID card?",
        ]
        await kiosk.touches("stop")
        await kiosk.touches("yes")
        await kiosk.window.until_asked("welcome")
        assert await page.locator("html").get_attribute("lang") == "zh-CN"
        assert await page.locator('[data-press="aloud"]').get_attribute("aria-pressed") == "false"


async def test_without_the_video_no_card(bank: KioskBank, chromium: Browser) -> None:
    async with open_kiosk(chromium, bank.kiosk.url) as kiosk:
        await kiosk.touches(f"begin {CARD}")
        await kiosk.touches("no")
        await kiosk.is_asked("needs-video")
        await kiosk.touches("stop")
        await kiosk.touches("yes")
        await kiosk.window.until_asked("welcome")
