"""The desk before a reviewer: what they see live, what they decide on, and what keeps them from passing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from device_profiles.contract.messages.case import LeaveCallback
from tests.browser.desk import CENTRE, ReviewCentre, open_centre, reasons_of
from tests.browser.looking import look
from tests.fakes.lone_customer import LoneCustomer

pytestmark = pytest.mark.asyncio(loop_scope="module")
_NUMBERS = count(1)


@pytest_asyncio.fixture(loop_scope="module")
async def centre(chromium: Browser, tmp_path: Path) -> AsyncIterator[ReviewCentre]:
    async with open_centre(chromium, tmp_path) as centre:
        yield centre


@pytest.fixture
def case() -> str:
    return f"north-card{next(_NUMBERS)}"


async def shows_identity(customer: LoneCustomer) -> None:
    """Everything of the first review."""
    await customer.fills_in()
    await customer.is_recorded()
    await customer.hands_in("customer-photo")
    await customer.hands_in("id-card-front", seed=2)
    await customer.is_recorded()
    await customer.is_done()


async def test_a_card_from_the_offer_to_the_second_review(centre: ReviewCentre, case: str) -> None:
    async with centre.desk(on_duty=False) as desk:
        await desk.window.until_asked("off-duty")
        await look(desk.window, "desk-off-duty")
        await desk.begins_duty()
        async with centre.customer(case) as customer:
            await desk.is_offered(case)
            await look(desk.window, "desk-offer")
            await desk.accepts(case)
            await desk.sees_live()
            await desk.cannot_pass("客户还在操作")
            await look(desk.window, "desk-collecting")
            await shows_identity(customer)
            await desk.may_decide()
            await look(desk.window, "desk-eligibility")
            await desk.passes()
            assert (await centre.case(case)).round == 1
            await customer.hands_in("signature", seed=3)
            await customer.is_recorded()
            await customer.is_done()
            await desk.may_decide()
            await desk.asks_again("signature", "签名看不清")
            await desk.cannot_pass("客户还在操作")
            await customer.hands_in("signature", seed=4)
            await customer.is_recorded()
            await customer.is_done()
            await desk.may_decide()
            await desk.opens("signature")
            await desk.panel("findings").locator("[data-pair=signature] img").nth(1).wait_for()
            await desk.panel("record").locator("[data-press=play]").click()
            await desk.panel("record").locator("video").wait_for()
            await desk.sees_live()
            await look(desk.window, "desk-business")
            await desk.passes()
            assert (await centre.case(case)).stage.value == "fulfilling"


async def test_frames_are_counted_and_a_link_that_breaks_comes_back(
    centre: ReviewCentre, case: str
) -> None:
    async with centre.desk() as desk, centre.customer(case) as customer:
        await desk.accepts(case)
        await desk.sees_live()
        await desk.draws(15)
        await customer.loses_link()
        await desk.sees_stale()
        await desk.sees_live()


async def test_a_camera_that_freezes_never_looks_live(centre: ReviewCentre, case: str) -> None:
    async with centre.desk() as desk, centre.customer(case) as customer:
        await desk.accepts(case)
        await shows_identity(customer)
        await desk.sees_live()
        await desk.may_decide()
        customer.sight.clear()
        await customer.camera("frozen")
        await desk.cannot_pass("静止不动")
        await desk.sees_stale()
        await look(desk.window, "desk-stale")
        customer.sight.set()
        await customer.camera("showing")
        await desk.may_decide()


async def test_where_no_peer_connection_comes_about_single_pictures_do(
    centre: ReviewCentre, case: str
) -> None:
    async with centre.desk() as desk, centre.customer(case) as customer:
        customer.reachable = False
        await desk.accepts(case)
        pictures = desk.panel("live").locator('[data-phase="pictures"]')
        await pictures.wait_for()
        await desk.sees_live()
        await pictures.locator("img").wait_for()
        customer.sight.clear()
        await desk.sees_stale()


async def test_a_gap_in_the_recording_keeps_from_passing_and_is_drawn(
    centre: ReviewCentre, case: str
) -> None:
    async with centre.desk() as desk, centre.customer(case) as customer:
        await desk.accepts(case)
        await customer.fills_in()
        await customer.is_recorded()
        await customer.hands_in("customer-photo")
        await customer.hands_in("id-card-front", seed=2)
        await customer.is_recorded(after_gap_s=7)
        await customer.is_done()
        await desk.cannot_pass("录像有 1 处中断")
        await desk.panel("record").locator(".gap").wait_for()
        await desk.sees_live()
        await look(desk.window, "desk-gap")
        await desk.page.keyboard.press("a")
        await desk.dialog.locator('[data-item="id-card-front"]').click()
        await look(desk.window, "desk-again", languages=("zh",))
        await desk.dialog.locator("[data-press=back]").click()
        await desk.does_not_pass("无法确认是本人")
        ended = await centre.case(case)
        assert (ended.result, "无法确认是本人" in reasons_of(ended)) == ("failed", True)
        await desk.window.until_asked("ready")


async def test_a_customer_who_wants_to_talk_is_heard(centre: ReviewCentre, case: str) -> None:
    async with centre.desk() as desk, centre.customer(case) as customer:
        await desk.accepts(case)
        await desk.sees_live()
        customer.asks_to_talk()
        await desk.page.locator("[data-talk=asked]").wait_for()
        await look(desk.window, "desk-asked-to-talk")
        await desk.press("not-now")
        await desk.page.locator("[data-talk=none]").wait_for()
        customer.asks_to_talk()
        await desk.page.locator("[data-talk=asked]").wait_for()
        await desk.page.keyboard.press("t")
        async with asyncio.timeout(30):
            assert {await customer.hears.get(), await customer.hears.get()} == {"audio", "video"}
        talking = desk.page.locator("[data-talk=up] video")
        await talking.wait_for()
        tracks = await talking.evaluate("(video) => video.srcObject.getTracks().map((each) => each.kind)")
        assert sorted(tracks) == ["audio", "video"]
        await look(desk.window, "desk-talking")
        await desk.press("hang-up")
        await desk.page.locator("[data-talk=none]").wait_for()
        await desk.sees_live()


async def test_a_colleague_takes_over_and_who_waits_is_called_back(centre: ReviewCentre, case: str) -> None:
    async with centre.desk() as chen, centre.customer(case):
        await chen.accepts(case)
        async with centre.desk("lin") as lin:
            await chen.hands_over_to("lin")
            await lin.accepts(case)
            await lin.sees_live()
            await chen.window.until_asked("ready")
        waiting = LoneCustomer(centre.house, f"{case}-late")
        await chen.press("place")
        await chen.dialog.locator("[data-press=break]").click()
        await chen.window.until_asked("break")
        await chen.page.keyboard.press("Escape")
        await waiting.files(CENTRE)
        await waiting.says(LeaveCallback(case=waiting.case, phone="13900139000"))
        await chen.page.reload()
        await chen.page.get_by_text("13900139000").first.wait_for()
        await look(chen.window, "desk-callbacks")
        await chen.press("called")
        await chen.page.get_by_text("13900139000").first.wait_for(state="detached")
        assert await centre.callbacks() == 0


async def test_keys_swap_the_quarters_and_their_list_is_shown(centre: ReviewCentre, case: str) -> None:
    async with centre.desk() as desk, centre.customer(case):
        await desk.accepts(case)
        quarters = desk.page.locator(".quarter")
        await desk.page.keyboard.press("2")
        assert await quarters.first.get_attribute("data-panel") == "papers"
        await desk.page.keyboard.press("Shift+Digit4")
        assert await quarters.count() == 1
        await desk.page.keyboard.press("Escape")
        await desk.page.keyboard.press("?")
        await look(desk.window, "desk-keys", languages=("zh",))
