"""A consultation, as the kiosk's page has it."""

from __future__ import annotations

import asyncio

import pytest

from device_profiles.contract.messages.signal import (
    AskForLink,
    Beat,
    LinkEnded,
)
from edge_agent.casework.errors import NeedsLinkError, NoSuchCaseError, RefusedError
from tests.edge_agent.media.kiosk import (
    CALL,
    CASE,
    SDP,
    Kiosk,
    again,
    answer,
    in_virtual_time,
    moment,
)


@in_virtual_time()
async def test_the_customer_asks_and_the_page_connects(kiosk: Kiosk) -> None:
    page = kiosk.calls.consultation
    await page.ask(CASE)
    assert kiosk.said(AskForLink) == [AskForLink(case=CASE)]
    await kiosk.opens("consultation")
    assert kiosk.film.asked == []
    with pytest.raises(RefusedError):
        page.answer(CALL, 1)
    await page.offer(CALL, 1, SDP)
    kiosk.hears(answer(sdp="v=0\r\ns=desk\r\n"))
    await moment()
    assert page.answer(CALL, 1) == "v=0\r\ns=desk\r\n"
    page.beat(CALL, 1, 90, "connected")
    await asyncio.sleep(3)
    assert (kiosk.said(Beat)[-1].state, kiosk.said(Beat)[-1].frames) == ("connected", 90)
    page.hang_up(CALL)
    await moment()
    assert [ended.because for ended in kiosk.said(LinkEnded)] == ["hung_up"]


@in_virtual_time()
async def test_it_runs_beside_the_monitoring(kiosk: Kiosk) -> None:
    await kiosk.opens()
    await kiosk.opens("consultation", "call-2")
    assert [call.kind for call in kiosk.calls.now] == ["monitoring", "consultation"]


@in_virtual_time()
async def test_each_epoch_is_offered_once(kiosk: Kiosk) -> None:
    page = kiosk.calls.consultation
    await kiosk.is_up("consultation")
    for epoch, code in ((1, "replayed"), (2, "wrong_epoch")):
        with pytest.raises(RefusedError) as caught:
            await page.offer(CALL, epoch, SDP)
        assert caught.value.refusal.code == code
    kiosk.hears(again())
    await moment()
    with pytest.raises(RefusedError):
        page.answer(CALL, 1)
    await page.offer(CALL, 2, SDP)
    assert kiosk.offers == [1, 2]


@in_virtual_time()
async def test_a_page_that_was_loaded_anew_offers_the_next_epoch(kiosk: Kiosk) -> None:
    page = kiosk.calls.consultation
    await kiosk.is_up("consultation")
    page.again(CALL, 1)
    with pytest.raises(RefusedError):
        page.again(CALL, 1)
    await page.offer(CALL, 2, SDP)
    kiosk.hears(answer(2))
    await moment()
    assert (kiosk.offers, kiosk.phase) == ([1, 2], "up")
    assert page.answer(CALL, 2) == SDP


@in_virtual_time()
async def test_a_page_that_is_gone_ends_it(kiosk: Kiosk) -> None:
    await kiosk.is_up("consultation")
    await kiosk.viewer_stays(15)
    assert [ended.because for ended in kiosk.said(LinkEnded)] == ["page_gone"]


@in_virtual_time()
async def test_without_the_hub_it_can_be_tried_again(kiosk: Kiosk) -> None:
    page = kiosk.calls.consultation
    await kiosk.opens("consultation")
    kiosk.session.goes_down()
    with pytest.raises(NeedsLinkError):
        await page.ask(CASE)
    with pytest.raises(NeedsLinkError):
        await page.offer(CALL, 1, SDP)
    kiosk.session.comes_up()
    await page.offer(CALL, 1, SDP)
    assert kiosk.offers == [1]


@in_virtual_time()
async def test_a_case_that_is_not_here_asks_for_nobody(kiosk: Kiosk) -> None:
    with pytest.raises(NoSuchCaseError):
        await kiosk.calls.consultation.ask("north-9")


@in_virtual_time()
async def test_the_page_has_no_part_in_monitoring(kiosk: Kiosk) -> None:
    await kiosk.opens()
    for name in (CALL, "call-9"):
        with pytest.raises(RefusedError):
            kiosk.calls.consultation.hang_up(name)
