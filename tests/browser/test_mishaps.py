"""What goes otherwise than it should, as people meet it on their screens."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Route

from dashboards.terminal.demo.house import BRANCH_B
from dashboards.terminal.demo.scenarios import SCENARIOS
from dashboards.terminal.demo.stage import play
from tests.browser.bank import ScreenBank, open_screen_bank
from tests.browser.handset import NAMES, ScreenHandset
from tests.browser.window import Window

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def whole_bank(chromium: Browser) -> AsyncIterator[ScreenBank]:
    # While the hub is away nobody can be seen; whoever comes back within a minute has not left.
    async with open_screen_bank(chromium, lease_s=60) as bank:
        yield bank


@pytest_asyncio.fixture(loop_scope="module")
async def bank(whole_bank: ScreenBank) -> ScreenBank:
    """Everyone is where they usually are."""
    await whole_bank.take_usual_places()
    return whole_bank


def screen(handset: object) -> Window:
    """The window of somebody's phone."""
    assert isinstance(handset, ScreenHandset)
    return handset.window


@asynccontextmanager
async def at_once(path: str, *windows: Window) -> AsyncIterator[None]:
    """What these pages ask of the path waits until each of them has asked, and then goes on together."""
    all_asked = asyncio.Barrier(len(windows))

    async def hold(route: Route) -> None:
        await all_asked.wait()
        await route.continue_()

    for window in windows:
        await window.page.route(f"**{path}", hold)
    yield
    for window in windows:
        await window.page.unroute(f"**{path}", hold)


async def test_an_offer_that_ran_out_while_the_phone_slept_is_gone_when_it_wakes(bank: ScreenBank) -> None:
    phone = screen(bank.li.handset)
    business = await bank.a.files(BRANCH_B, "open-account")
    await phone.until_asked("offer")
    await phone.sleep()
    await bank.wang.comes_to_counter()
    await bank.li.sees_offer_end(business)
    await bank.wang.accepts(business)
    await phone.wake()
    await phone.until_asked("answer")  # whether they are there, since they did not answer
    assert not await phone.page.locator("[data-press=accept]").is_visible()
    await bank.a.is_told(business, "accepted")
    await bank.a.cancels(business, "Enough was seen.")
    await bank.a.sees_result(business, "cancelled")


async def test_of_two_managers_who_assign_at_once_one_is_told_whom_the_other_named(
    bank: ScreenBank, chromium: Browser
) -> None:
    async with bank.takes_in("qian", chromium) as qian:
        await qian.begin_duty()
        await bank.wang.comes_to_counter()
        first, second = [await bank.a.files(BRANCH_B, "open-account") for _ in range(2)]
        taken = {}
        for business in (first, second):  # Li and Wang, whoever was idle longest
            offer = (await bank.auditor.get(f"/api/cases/{business.case}"))["offer"]
            taken[offer["person"]] = business
            await (bank.li if offer["person"] == "li" else bank.wang).accepts(business)
        third = await bank.a.files(BRANCH_B, "reset-password")
        zhao = bank.zhao.handset
        await screen(zhao).until_asked("assign")
        await qian.window.until_asked("assign")
        async with at_once("/api/cases/*/teller", screen(zhao), qian.window):
            await asyncio.gather(zhao.name_teller(third.case, "li"), qian.name_teller(third.case, "wang"))
        seen = await bank.auditor.get(f"/api/cases/{third.case}")
        (offered,) = [entry["body"] for entry in seen["timeline"] if entry["kind"] == "OfferMade"]
        late = qian.window if offered["by"] == "zhao" else screen(zhao)
        told = late.page.get_by_role("status").filter(has_text=NAMES[offered["person"]])
        await told.filter(has_text=NAMES[offered["by"]]).first.wait_for()
        for business in (first, second, third):
            await bank.a.cancels(business, "Enough was seen.")
            await bank.a.counter.filed(business.case, "the end", lambda filed: filed["told"][-1:] != [])
        await qian.end_duty()


async def test_a_page_whose_way_is_cut_waits_for_the_link_and_arrives(bank: ScreenBank) -> None:
    business = await bank.a.files(BRANCH_B, "open-account")
    await bank.li.accepts(business)
    await bank.a.is_told(business, "accepted")
    await bank.loses_hub()
    counter = bank.of("A")
    scanned = await counter.scan(business.case, "application-form", "simulated")
    assert scanned["on_its_way"]
    await counter.window.page.get_by_text("需要联网").first.wait_for()
    phone = screen(bank.li.handset)
    await phone.page.get_by_text("起未更新").first.wait_for()  # stale since …
    await counter.scan(business.case, "id-card-front", "simulated")
    await counter.finish_collecting(business.case)
    await bank.gets_hub_back()
    await bank.li.passes(business)
    assert business.shown["application-form"] == scanned["material"]["sha256"]
    await bank.a.sees_result(business, "succeeded")


@pytest.mark.parametrize("name", ["recapture", "second-reviewer"])
async def test_people_who_reload_before_every_step_come_to_the_same_end(
    bank: ScreenBank, name: str
) -> None:
    windows = [screen(person.handset) for person in (bank.li, bank.wang, bank.zhao)]
    windows += [bank.of(letter).window for letter in ("A", "B", "B2")]
    for window in windows:
        window.reloads = True
    try:
        outcome = await play(bank, [SCENARIOS[name]], bank.say)
    finally:
        for window in windows:
            window.reloads = False
    assert not outcome.faults
    assert (outcome.lost, outcome.duplicated) == (0, 0)
