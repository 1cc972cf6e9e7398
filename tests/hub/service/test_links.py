"""Words of live links on their way through the hub, and the desks that hear them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from device_profiles.contract.frames import FrameLabel
from device_profiles.contract.messages.signal import (
    AnswerLink,
    AskForLink,
    Beat,
    CloseLink,
    LinkAgain,
    OfferLink,
    OpenLink,
    WantFrames,
)
from hub.domain.words import Rule
from hub.service.desks import MOST_WAITING, Desk, Desks, Frame, Offered, Opened
from hub.service.links import Links
from hub.service.turn import TurnServers
from tests.fakes.case_events import COUNTER_A, accepted, failed, filed, offered, queued, teller
from tests.fakes.hub_house import House

CASE = "north-01"
SDP = "v=0\r\ns=-\r\n"
JPEG = b"\xff\xd8\xff"
PATIENCE_S = 10


@pytest.fixture
async def links(house: House) -> AsyncIterator[Links]:
    """Li handles a case that the device `COUNTER_A` filed; the hub passes words on."""
    await house.has(teller("li", role="reviewer"))
    await house.knows(CASE, filed(), queued(), offered(), accepted())
    async with running(house.web.links) as links:
        yield links


@asynccontextmanager
async def running(links: Links) -> AsyncIterator[Links]:
    async with asyncio.TaskGroup() as tasks:
        passing_on = tasks.create_task(links.run())
        yield links
        passing_on.cancel()


async def heard(desk: Desk) -> object:
    async with asyncio.timeout(PATIENCE_S):
        return await desk.next()


async def open_call(links: Links) -> str:
    outcome = await links.open("li", CASE, "monitoring")
    assert isinstance(outcome, Opened)
    return outcome.call


def an_offer(call: str, epoch: int = 1) -> OfferLink:
    return OfferLink(case=CASE, call=call, epoch=epoch, kind="monitoring", sdp=SDP)


def label(number: int) -> FrameLabel:
    return FrameLabel(case=CASE, epoch=1, number=number, captured_at=1_000)


async def test_offer_answer_and_beats_come_to_the_other_side(house: House, links: Links) -> None:
    async with links.desk("li") as desk:
        call = await open_call(links)
        opening = await house.line.heard()
        assert isinstance(opening, OpenLink)
        assert (opening.call, opening.kind, opening.ice) == (call, "monitoring", ())
        links.hear(COUNTER_A, "m1", an_offer(call))
        assert await heard(desk) == Offered(an_offer(call), ())
        answer = AnswerLink(case=CASE, call=call, epoch=1, sdp=SDP)
        assert await links.answer("li", answer) is None
        assert await house.line.heard() == answer
        beat = Beat(case=CASE, call=call, epoch=1, number=1, frames=15, state="connected")
        links.hear(COUNTER_A, "m2", beat)
        assert await heard(desk) == beat
        assert await links.beat("li", beat) is None
        assert await house.line.heard() == beat


async def test_each_side_gets_turn_credentials_of_its_own(house: House) -> None:
    await house.knows(CASE, filed(), queued(), offered(), accepted())
    turn = TurnServers(house.shelf.clock, ["turn:turn.example:3478"], "secret")
    links = Links(house.shelf.journal, house.line, Desks(), turn, house.shelf.clock)
    async with running(links), links.desk("li") as desk:
        call = await open_call(links)
        opening = await house.line.heard()
        assert isinstance(opening, OpenLink)
        links.hear(COUNTER_A, "m1", an_offer(call))
        offer = await heard(desk)
        assert isinstance(offer, Offered)
        assert await links.again("li", CASE, call) is None
        again = await house.line.heard()
        assert isinstance(again, LinkAgain)
    servers = (*opening.ice, *offer.ice, *again.ice)
    users = [(server.username or "").partition(":")[2] for server in servers]
    assert users == ["north.b1.counter-1", "li", "north.b1.counter-1"]


async def test_what_is_refused_is_counted_and_passed_on_to_nobody(house: House, links: Links) -> None:
    async with links.desk("li") as desk:
        call = await open_call(links)
        links.hear("north/b1/counter-9", "m1", an_offer(call))
        links.hear(COUNTER_A, "m2", an_offer(call))
        links.hear(COUNTER_A, "m2", an_offer(call))
        links.hear(COUNTER_A, "m3", AskForLink(case=CASE))
        assert await heard(desk) == Offered(an_offer(call), ())
        assert await heard(desk) == AskForLink(case=CASE)
    assert links.refused == {"not_the_origin": 1, "replayed": 1}


async def test_a_desk_without_the_case_is_refused(house: House, links: Links) -> None:
    call = await open_call(links)
    await house.line.heard()
    outcomes = [
        await links.open("wang", CASE, "monitoring"),
        await links.close("wang", CASE, call, "hung_up"),
        await links.frames("wang", WantFrames(case=CASE, call=call, wanted=True)),
    ]
    assert [outcome.code for outcome in outcomes if isinstance(outcome, Rule)] == ["not_the_handler"] * 3
    assert len(house.line.said) == 1


@pytest.mark.parametrize("away", ["up", "listening"])
async def test_a_device_that_is_away_cannot_be_reached(house: House, links: Links, away: str) -> None:
    setattr(house.line, away, False)
    outcome = await links.open("li", CASE, "monitoring")
    assert isinstance(outcome, Rule)
    assert outcome.code == "unreachable"


async def test_a_hub_that_starts_anew_goes_on_with_a_call_it_never_opened(
    house: House, links: Links
) -> None:
    call = await open_call(links)
    await house.line.heard()
    links.hear(COUNTER_A, "m1", an_offer(call))
    anew = Links(
        house.shelf.journal, house.line, Desks(), TurnServers(house.shelf.clock), house.shelf.clock
    )
    async with running(anew), anew.desk("li") as desk:
        beat = Beat(case=CASE, call=call, epoch=1, number=57, state="connected")
        anew.hear(COUNTER_A, "m57", beat)
        assert await heard(desk) == beat
        assert await anew.beat("li", beat) is None
        assert await house.line.heard() == beat


async def test_a_device_is_told_that_its_case_is_closed(house: House, links: Links) -> None:
    call = await open_call(links)
    await house.line.heard()
    links.hear(COUNTER_A, "m1", an_offer(call))
    await house.knows(CASE, *failed())
    links.hear(COUNTER_A, "m2", Beat(case=CASE, call=call, epoch=1, number=1))
    assert await house.line.heard() == CloseLink(case=CASE, call=call, because="case_closed")


async def test_a_picture_comes_with_its_label(house: House, links: Links) -> None:
    async with links.desk("li") as desk:
        call = await open_call(links)
        links.show(COUNTER_A, call, label(1), JPEG)
        links.show(COUNTER_A, call, label(1), b"another")
        assert await heard(desk) == Frame(call, label(1), JPEG, house.shelf.clock.now_ms())
        links.hear("north/b1/counter-9", "m1", AskForLink(case=CASE))
        links.hear(COUNTER_A, "m1", AskForLink(case=CASE))
        assert await heard(desk) == AskForLink(case=CASE)
    assert links.refused == {"replayed": 1, "not_the_origin": 1}


class TestADesk:
    async def test_that_is_slow_hears_every_word_and_sees_the_newest_picture(self) -> None:
        desk = Desk("li")
        for number in range(1, 6):
            desk.hear(Frame("call-1", label(number), JPEG, 1_000))
        desk.hear(AskForLink(case=CASE))
        assert await heard(desk) == AskForLink(case=CASE)
        assert await heard(desk) == Frame("call-1", label(5), JPEG, 1_000)

    async def test_that_takes_nothing_is_given_up(self) -> None:
        desk = Desk("li")
        for _ in range(MOST_WAITING + 1):
            desk.hear(AskForLink(case=CASE))
        assert await heard(desk) is None

    async def test_is_open_from_the_first_page_to_the_last(self) -> None:
        told: list[str] = []

        async def opens(person: str) -> None:
            told.append(f"{person} is there")

        async def goes(person: str) -> None:
            told.append(f"{person} is gone")

        desks = Desks(opens, goes)
        async with desks.open("li"):
            async with desks.open("li"):
                assert told == ["li is there"]
            assert told == ["li is there"]
        assert told == ["li is there", "li is gone"]
