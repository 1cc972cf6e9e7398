"""A customer alone before a kiosk's page, upright and lying, in both languages and lights."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser

from dashboards.terminal.demo.people import Handset
from tests.browser.kiosk import open_kiosk
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
        await rui.begin_duty()
        case = await accepts(customer, rui)
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


async def test_a_card_by_paper(
    bank: KioskBank, rui: Handset, http: httpx.AsyncClient, chromium: Browser
) -> None:
    customer = Customer(bank.kiosk.url, http)
    async with open_kiosk(chromium, bank.kiosk.url) as kiosk:
        await kiosk.begins(CARD)
        case = await accepts(customer, rui)
        await kiosk.is_photographed()
        await kiosk.shows_card()
        await kiosk.fills_in(XIAO)
        await rui.until_told(case, "ready_for_review")
        await rui.decide(case, [], passed=True)
        await kiosk.signs_on_paper()
        await rui.until_case(case, lambda seen: seen["phase"] == "reviewing")
        await rui.decide(case, ["签名不符"], passed=False)
        await kiosk.is_asked("result")
        assert await kiosk.window.page.get_by_text("签名不符").is_visible()
        await kiosk.touches("done")


async def test_who_stops_is_forgotten_at_once(
    bank: KioskBank, http: httpx.AsyncClient, chromium: Browser
) -> None:
    async with open_kiosk(chromium, bank.kiosk.url) as kiosk:
        await kiosk.begins(CARD)
        await kiosk.touches("stop")
        await kiosk.touches("yes")
        await kiosk.window.until_asked("welcome")
    assert (await Customer(bank.kiosk.url, http).state())["standing"] == "nobody"


async def test_without_the_video_no_card(bank: KioskBank, chromium: Browser) -> None:
    async with open_kiosk(chromium, bank.kiosk.url) as kiosk:
        await kiosk.touches(f"begin {CARD}")
        await kiosk.touches("no")
        await kiosk.is_asked("needs-video")
        await kiosk.touches("stop")
        await kiosk.touches("yes")
        await kiosk.window.until_asked("welcome")
