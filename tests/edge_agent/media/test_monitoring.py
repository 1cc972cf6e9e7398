"""Monitoring: what a kiosk's call accepts, and what becomes of it when somebody falls silent."""

from __future__ import annotations

import asyncio

from device_profiles.contract.messages.signal import (
    Beat,
    CloseLink,
    IceServer,
    LinkEnded,
    OpenLink,
    WantFrames,
)
from tests.edge_agent.media.kiosk import (
    CALL,
    CASE,
    WITHIN_S,
    Kiosk,
    again,
    answer,
    in_virtual_time,
    moment,
)


@in_virtual_time()
async def test_it_is_offered_answered_and_kept_up(kiosk: Kiosk) -> None:
    await kiosk.is_up()
    assert (kiosk.film.asked, kiosk.offers, kiosk.phase) == (["offer 1", "answer 1"], [1], "up")
    await kiosk.viewer_stays(60)
    beats = kiosk.said(Beat)
    assert [beat.number for beat in beats] == list(range(1, len(beats) + 1))
    assert 19 <= len(beats) <= 22
    assert (beats[-1].state, beats[-1].frames) == ("connected", 15)
    assert kiosk.phase == "up"


@in_virtual_time()
async def test_it_uses_the_servers_it_was_told(kiosk: Kiosk) -> None:
    server = IceServer(urls=("turn:turn.example",), username="1:k", credential="secret")
    kiosk.hears(OpenLink(case=CASE, call=CALL, kind="monitoring", ice=(server,), answer_within_s=WITHIN_S))
    await moment()
    ((_, _, (used,)),) = kiosk.film.offered
    assert (used.urls, used.username, used.credential) == (server.urls, "1:k", "secret")


@in_virtual_time()
async def test_only_its_own_answer_is_taken_and_only_once(kiosk: Kiosk) -> None:
    await kiosk.opens()
    for wrong in (answer(2), answer(call="call-2"), answer(case="north-02")):
        kiosk.hears(wrong)
    await moment()
    assert kiosk.film.asked == ["offer 1"]
    kiosk.hears(answer(), "the answer")
    kiosk.hears(answer(), "the answer")
    kiosk.hears(answer())
    await moment()
    assert kiosk.film.asked == ["offer 1", "answer 1"]
    assert kiosk.calls.refused == {"wrong_epoch": 1, "unknown_call": 2, "replayed": 2}


@in_virtual_time()
async def test_an_answer_after_the_deadline_is_not_taken(kiosk: Kiosk) -> None:
    await kiosk.opens()
    await kiosk.viewer_stays(WITHIN_S - 2)
    await asyncio.sleep(2.1)
    assert kiosk.phase == "offered"
    kiosk.hears(answer())
    await moment()
    assert kiosk.film.asked.count("answer 1") == 0
    assert kiosk.calls.refused == {"too_late": 1}


@in_virtual_time()
async def test_a_viewer_who_falls_silent_sees_nothing_more(kiosk: Kiosk) -> None:
    await kiosk.is_up()
    await kiosk.viewer_stays(6)
    await asyncio.sleep(8)
    assert kiosk.phase == "up"
    await asyncio.sleep(5)
    assert (kiosk.phase, kiosk.film.asked[-1]) == ("waiting", "hang up")
    assert kiosk.said(Beat)[-1].state == "closed"


@in_virtual_time()
async def test_a_viewer_who_comes_back_gets_the_next_epoch(kiosk: Kiosk) -> None:
    await kiosk.is_up()
    await asyncio.sleep(15)
    for _ in range(2):
        kiosk.hears(again(), "the same word, twice")
    await moment()
    assert kiosk.offers == [1, 2]
    kiosk.hears(answer(1))
    kiosk.hears(answer(2))
    await moment()
    assert kiosk.film.asked[-2:] == ["offer 2", "answer 2"]
    await kiosk.viewer_stays(12, epoch=2)
    assert kiosk.phase == "up"
    assert kiosk.calls.refused == {"replayed": 1, "wrong_epoch": 1}


@in_virtual_time()
async def test_a_viewer_who_stays_away_is_forgotten(kiosk: Kiosk) -> None:
    await kiosk.is_up()
    await asyncio.sleep(150)
    assert [ended.because for ended in kiosk.said(LinkEnded)] == ["viewer_gone"]
    assert kiosk.phase is None


@in_virtual_time()
async def test_a_hub_that_is_away_ends_no_link(kiosk: Kiosk) -> None:
    await kiosk.is_up()
    kiosk.session.goes_down()
    await asyncio.sleep(300)
    assert kiosk.phase == "up"
    kiosk.session.comes_up()
    kiosk.session.heard = False  # the broker is back, and no hub listens yet
    await asyncio.sleep(300)
    assert kiosk.phase == "up"
    kiosk.session.heard = True
    await kiosk.viewer_stays(30)
    assert (kiosk.phase, kiosk.film.asked) == ("up", ["offer 1", "answer 1"])


@in_virtual_time()
async def test_another_desk_takes_its_place(kiosk: Kiosk) -> None:
    await kiosk.is_up()
    await kiosk.opens(call="call-2")
    assert [call.call for call in kiosk.calls.now] == ["call-2"]
    assert [(ended.call, ended.because) for ended in kiosk.said(LinkEnded)] == [(CALL, "replaced")]


@in_virtual_time()
async def test_what_was_opened_once_is_not_opened_again(kiosk: Kiosk) -> None:
    await kiosk.opens()
    kiosk.hears(CloseLink(case=CASE, call=CALL, because="hung_up"))
    await moment()
    await kiosk.opens()
    assert (kiosk.offers, kiosk.phase) == ([1], None)
    assert kiosk.film.asked[-1] == "hang up"


@in_virtual_time()
async def test_a_case_of_elsewhere_or_closed_has_no_link(kiosk: Kiosk) -> None:
    kiosk.hears(OpenLink(case="north-9", call=CALL, kind="monitoring", answer_within_s=WITHIN_S))
    await moment()
    assert kiosk.calls.refused == {"unknown_case": 1}
    await kiosk.is_up()
    kiosk.open_cases.clear()
    await asyncio.sleep(4)
    assert [ended.because for ended in kiosk.said(LinkEnded)] == ["case_closed"]


@in_virtual_time()
async def test_without_film_the_viewer_learns_so(kiosk: Kiosk) -> None:
    kiosk.film.away = True
    await kiosk.opens()
    await kiosk.viewer_stays(6)
    assert (kiosk.offers, kiosk.said(Beat)[-1].state) == ([], "failed")
    kiosk.film.away = False
    kiosk.hears(again())
    await moment()
    assert kiosk.offers == [2]


@in_virtual_time()
async def test_an_answer_that_nobody_can_connect_by_fails(kiosk: Kiosk) -> None:
    await kiosk.opens()
    kiosk.film.dies()
    kiosk.hears(answer())
    await kiosk.viewer_stays(3)
    assert (kiosk.phase, kiosk.said(Beat)[-1].state) == ("waiting", "failed")


@in_virtual_time(eyes=True)
async def test_film_that_does_not_get_through_makes_room_for_pictures(
    kiosk: Kiosk,
) -> None:
    await kiosk.is_up()
    kiosk.film.sends(CALL, 30, starved=True)
    await kiosk.viewer_stays(6)
    assert (kiosk.said(Beat)[-1].state, kiosk.said(Beat)[-1].starved) == ("connected", True)
    kiosk.hears(WantFrames(case=CASE, call=CALL, wanted=True))
    assert kiosk.eyes is not None
    for _ in range(4):
        kiosk.eyes.shows()
        await kiosk.viewer_stays(3)
    assert kiosk.film.asked == ["offer 1", "answer 1", "hang up"]
    assert (len(kiosk.shown()), kiosk.said(Beat)[-1].starved) == (4, False)
    kiosk.hears(again())
    await moment()
    assert kiosk.offers == [1, 2]
    kiosk.hears(answer(2))
    await kiosk.viewer_stays(6, epoch=2)
    assert (kiosk.said(Beat)[-1].state, kiosk.said(Beat)[-1].starved) == ("connected", False)


@in_virtual_time(eyes=True)
async def test_film_that_gets_through_goes_on_beside_single_pictures(kiosk: Kiosk) -> None:
    await kiosk.is_up()
    await kiosk.viewer_stays(3)
    kiosk.hears(WantFrames(case=CASE, call=CALL, wanted=True))
    await kiosk.viewer_stays(6)
    assert kiosk.film.asked == ["offer 1", "answer 1"]


@in_virtual_time(film=False)
async def test_without_a_camera_it_ends_at_once(kiosk: Kiosk) -> None:
    await kiosk.opens()
    assert [ended.because for ended in kiosk.said(LinkEnded)] == ["no_camera"]


@in_virtual_time()
async def test_whoever_looks_on_from_before_a_restart_is_told_to_open_another(kiosk: Kiosk) -> None:
    kiosk.hears(Beat(case=CASE, call="call-0", epoch=3, number=40))
    await moment()
    (ended,) = kiosk.said(LinkEnded)
    assert (ended.call, ended.epoch, ended.because) == ("call-0", 3, "page_gone")
    kiosk.hears(Beat(case="north-9", call="call-9", epoch=1, number=1))
    await moment()
    assert (kiosk.said(LinkEnded), kiosk.calls.refused) == ([ended], {"unknown_case": 1})
