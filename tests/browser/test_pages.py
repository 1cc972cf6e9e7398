"""Every page as people see it at both widths, in both languages and lights: and tried by axe.

One case of a large withdrawal goes its way, and is looked at wherever something is asked of somebody.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from dashboards.terminal.demo.business import Business
from dashboards.terminal.demo.house import BRANCH_B
from tests.browser.ailing import ailing_kiosk
from tests.browser.bank import ScreenBank, open_screen_bank
from tests.browser.handset import ScreenHandset
from tests.browser.looking import NARROW, look
from tests.browser.window import DESKTOP, PHONE, TABLET, Window, open_window

pytestmark = pytest.mark.asyncio(loop_scope="module")
LARGE = "large-cash-withdrawal"
OPS_PAGES = ("branches", "devices", "cases", "search", "levels", "health")
DESKS = (NARROW, DESKTOP)
"""An operator's phone, and their desk; a wall is as wide as is usually looked at."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bank(chromium: Browser) -> AsyncIterator[ScreenBank]:
    async with open_screen_bank(chromium) as bank:
        await bank.take_usual_places()
        yield bank


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def large(bank: ScreenBank) -> Business:
    """A large withdrawal that Li has passed, and Wang has to."""
    await look(bank.of("A").window, "counter-home")
    await look(phone(bank.wang.handset), "handset-break")
    await look(phone(bank.li.handset), "handset-ready")
    await look(phone(bank.zhao.handset), "handset-manager")
    business = await bank.a.files(BRANCH_B, LARGE)
    await bank.li.is_offered(business)
    await look(phone(bank.li.handset), "handset-offer")
    await look(bank.of("A").window, "counter-not-accepted")
    await bank.li.handset.accept(business.case)
    await bank.a.is_told(business, "accepted")
    await look(bank.of("A").window, "counter-collect")
    await bank.a.captures(business)
    await bank.li.looks_at(business)
    await look(phone(bank.li.handset), "handset-decide")
    await look(bank.of("B").window, "counter-decide")
    return business


def phone(handset: object) -> Window:
    """The window of somebody's phone."""
    assert isinstance(handset, ScreenHandset)
    return handset.window


@pytest.mark.parametrize(
    ("page", "size", "where"),
    [
        ("index", TABLET, "counter"),
        ("index", DESKTOP, "hub"),
        ("handset", PHONE, "hub"),
        ("ops", DESKTOP, "hub"),
    ],
    ids=["front of a counter", "front of the hub", "handset login", "ops login"],
)
async def test_before_anybody_is_let_in(
    bank: ScreenBank, chromium: Browser, page: str, size: tuple[int, int], where: str
) -> None:
    url = bank.hub_url if where == "hub" else bank.counter_url
    async with open_window(chromium, size) as window:
        await window.page.goto(f"{url}/{page}.html")
        await window.until_asked("choose", "login")
        await look(window, f"{page}-{where}-before")


async def test_a_case_on_every_screen_until_its_end(bank: ScreenBank, large: Business) -> None:
    await bank.wang.comes_to_counter()
    await bank.li.passes(large)
    await bank.wang.accepts(large)
    await look(bank.of("B2").window, "counter-second-decide")
    await bank.wang.passes(large)
    await bank.li.handset.until_told(large.case, "fulfil")
    await phone(bank.li.handset).until_asked("reference")
    await look(phone(bank.li.handset), "handset-reference")
    await bank.li.handset.handle(large.case, "reference", {"reference": "QX-20261121-0042"})
    await bank.a.is_told(large, "succeeded")
    await bank.of("A").window.until_asked("result")
    await look(bank.of("A").window, "counter-result")
    # Now that nobody has a case at hand, nobody stays: the next is the manager's to give.
    await bank.li.takes_break()
    await bank.wang.takes_break()
    await bank.a.files(BRANCH_B, "reset-password")
    await phone(bank.zhao.handset).until_asked("assign")
    await look(phone(bank.zhao.handset), "handset-assign")


async def test_filing_in_three_steps(bank: ScreenBank) -> None:
    counter = bank.of("C")
    await counter.begins_to_file()
    await look(counter.window, "counter-file-business")
    await counter.chooses(BRANCH_B, "open-account")
    await look(counter.window, "counter-file-application")
    await counter.types({"customer-name": "王小样", "id-number": "11010519800101998"})
    await counter.window.page.keyboard.press("Tab")
    await look(counter.window, "counter-file-wrong")
    await counter.types({"id-number": "110105198001019987"})
    await counter.goes_on()
    await look(counter.window, "counter-file-look-over")


async def test_a_code_to_sign_in_with(bank: ScreenBank) -> None:
    await bank.sun.takes_break()
    spare = bank.of("C")
    await spare.show_code()
    await look(spare.window, "counter-code")


async def test_the_operators_pages(bank: ScreenBank, large: Business, chromium: Browser) -> None:
    async with open_window(chromium, DESKTOP) as window:
        await bank.logs_in(window, "audit", "ops")
        for page in OPS_PAGES:
            await window.page.goto(f"{bank.hub_url}/ops.html#/{page}")
            await window.until_asked(page)
            await window.page.wait_for_load_state("networkidle")
            await look(window, f"ops-{page}")
        await window.page.goto(
            f"{bank.hub_url}/ops.html#/levels?branch={BRANCH_B}&procedure={LARGE}&span=month"
        )
        await window.page.get_by_role("columnheader", name="最差一日办理中位数").wait_for()
        await window.page.get_by_role("link", name=BRANCH_B).wait_for()
        await window.page.locator(".chart canvas").wait_for()
        await look(window, "ops-levels-month")
        await window.page.goto(f"{bank.hub_url}/ops.html#/cases/{large.case}")
        await window.until_asked("cases-one")
        await window.page.wait_for_load_state("networkidle")
        await look(window, "ops-cases-one")


async def test_an_operator_sees_what_ails_a_kiosk_and_takes_it_on(
    bank: ScreenBank, large: Business, chromium: Browser
) -> None:
    async with ailing_kiosk(bank.house) as kiosk, open_window(chromium, DESKTOP) as window:
        page = window.page
        await bank.logs_in(window, "ops", "ops")
        await page.goto(f"{bank.hub_url}/ops.html#/devices/{kiosk.address}")
        await page.get_by_text("过热").first.wait_for()
        await page.locator(".chart canvas").wait_for()
        await look(window, "ops-devices-one", DESKS)
        await window.press("以表格查看")
        await page.get_by_role("table", name="历史遥测数据表").wait_for()
        await look(window, "ops-devices-one-table", [DESKTOP], ["zh"])
        await page.goto(f"{bank.hub_url}/ops.html#/branches/{BRANCH_B}?metric=temperature_c")
        await page.locator(".chart canvas").wait_for()
        await look(window, "ops-branches-one", DESKS, ["zh"])
        await page.goto(f"{bank.hub_url}/ops.html#/alarms")
        hot = page.locator("li.alarm").filter(has_text="过热").filter(has_text=kiosk.address)
        await hot.locator("[data-press=acknowledge]").wait_for()
        await look(window, "ops-alarms", DESKS)
        await hot.locator("[data-press=acknowledge]").click()
        await hot.get_by_text("已于").wait_for()
        await hot.locator("[data-press=mine]").click()
        await hot.get_by_text("由值班运维").wait_for()
        await kiosk.cools_down()
        await hot.wait_for(state="detached")
        await window.press("已解除")
        await page.get_by_role("cell", name="过热").first.wait_for()
        await look(window, "ops-alarms-past", [DESKTOP], ["zh"])
