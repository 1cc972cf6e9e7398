"""The WebSocket of a reviewer's desk, in the words that its page uses."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from fastapi import FastAPI

from device_profiles.contract.frames import FrameLabel
from device_profiles.contract.messages.signal import (
    LARGEST_SDP_BYTES,
    AnswerLink,
    AskForLink,
    Beat,
    CloseLink,
    LinkAgain,
    LinkEnded,
    OfferLink,
    OpenLink,
    WantFrames,
)
from hub.web import desk_routes
from hub.web.desk_words import LARGEST_WORD
from hub.web.sockets import NOT_GRANTED, NOT_LOGGED_IN, TOO_MUCH
from tests.fakes.asgi_socket import AsgiSocket, socket_to
from tests.fakes.case_events import COUNTER_A, accepted, filed, offered, queued, teller
from tests.fakes.hub_house import House
from tests.hub.web.handsets import Handsets

CASE = "north-01"
SDP = "v=0\r\ns=-\r\n"
JPEG = b"\xff\xd8\xff\xe0 a picture"


@pytest.fixture
async def house(house: House) -> AsyncIterator[House]:
    """Li, a reviewer, has a case of the device `COUNTER_A`; Wang is one who has none."""
    await house.has(teller("li", role="reviewer"), teller("wang", role="reviewer"), teller("chen"))
    await house.knows(CASE, filed(), queued(), offered(), accepted())
    async with asyncio.TaskGroup() as tasks:
        passing_on = tasks.create_task(house.web.links.run())
        yield house
        passing_on.cancel()


@asynccontextmanager
async def desk_of(app: FastAPI, handsets: Handsets, person: str = "li") -> AsyncIterator[AsgiSocket]:
    async with socket_to(app, "/api/desk") as page:
        page.send(json.dumps({"token": (await handsets.of(person)).token}))
        assert await page.heard() == {"say": "ready", "person": person}
        yield page


def say(page: AsgiSocket, word: str, **rest: Any) -> None:
    page.send(json.dumps({"say": word, "case": CASE, **rest}))


async def test_a_link_from_opening_to_its_end(house: House, app: FastAPI, handsets: Handsets) -> None:
    links, kiosk = house.web.links, house.line
    async with desk_of(app, handsets) as page:
        say(page, "open", kind="monitoring")
        opened = await page.heard()
        call = opened["call"]
        assert opened == {"say": "opened", "case": CASE, "call": call, "kind": "monitoring"}
        assert isinstance(await kiosk.heard(), OpenLink)

        offer = OfferLink(case=CASE, call=call, epoch=1, kind="monitoring", sdp=SDP)
        links.hear(COUNTER_A, "m1", offer)
        told = {"say": "offer", **offer.model_dump(), "ice": [], "answer_within_s": 20}
        assert await page.heard() == told
        say(page, "answer", call=call, epoch=1, sdp=SDP)
        assert await kiosk.heard() == AnswerLink(case=CASE, call=call, epoch=1, sdp=SDP)

        say(page, "beat", call=call, epoch=1, number=1, frames=9, state="connected")
        beat = Beat(case=CASE, call=call, epoch=1, number=1, frames=9, state="connected")
        assert await kiosk.heard() == beat
        links.hear(COUNTER_A, "m2", beat)
        assert await page.heard() == {"say": "beat", **beat.model_dump()}

        say(page, "again", call=call)
        assert isinstance(await kiosk.heard(), LinkAgain)
        say(page, "frames", call=call, wanted=True)
        assert await kiosk.heard() == WantFrames(case=CASE, call=call, wanted=True)
        links.hear(COUNTER_A, "m3", AskForLink(case=CASE))
        assert await page.heard() == {"say": "ask", "case": CASE}
        say(page, "close", call=call)
        assert await kiosk.heard() == CloseLink(case=CASE, call=call, because="hung_up")


async def test_the_page_hears_that_the_device_ended_it(
    house: House, app: FastAPI, handsets: Handsets
) -> None:
    async with desk_of(app, handsets) as page:
        say(page, "open", kind="monitoring")
        ended = LinkEnded(case=CASE, call=(await page.heard())["call"], epoch=1, because="no_camera")
        house.web.links.hear(COUNTER_A, "m1", ended)
        assert await page.heard() == {"say": "ended", **ended.model_dump()}


async def test_a_picture_carries_its_age(house: House, app: FastAPI, handsets: Handsets) -> None:
    async with desk_of(app, handsets) as page:
        label = FrameLabel(case=CASE, epoch=1, number=7, captured_at=1_000)
        house.web.links.show(COUNTER_A, "call-1", label, JPEG)
        shown = await page.shown()
        length = int.from_bytes(shown[:2], "big")
        header = json.loads(shown[2 : 2 + length])
        received = {"call": "call-1", "received_at": house.shelf.clock.now_ms()}
        assert header == {**label.model_dump(), **received}
        assert shown[2 + length :] == JPEG


async def test_a_desk_without_the_case_is_told_why(house: House, app: FastAPI, handsets: Handsets) -> None:
    async with desk_of(app, handsets, "wang") as page:
        say(page, "open", kind="monitoring", id="mine-1")
        refused = await page.heard()
        assert refused == {
            "say": "refused",
            "of": "open",
            "code": "not_the_handler",
            "says": "only who has the case may see and speak to its customer",
            "case": CASE,
            "call": None,
            "re": "mine-1",
        }
    assert house.line.said == []
    assert house.web.links.refused == {"not_the_handler": 1}


@pytest.mark.parametrize(
    ("text", "of", "code"),
    [
        ("", "", "invalid_body"),
        ("[]", "", "invalid_body"),
        ("[" * 20_000, "", "invalid_body"),
        ('{"say": "sing", "case": "north-01"}', "sing", "invalid_body"),
        ('{"say": "open", "case": "north-01"}', "open", "invalid_body"),
        ('{"say": "open", "case": "north-01", "kind": "monitoring", "colour": 1}', "open", "invalid_body"),
        ('{"say": "close", "case": "../x", "call": "c"}', "close", "invalid_body"),
        (
            '{"say": "beat", "case": "north-01", "call": "c", "epoch": 1, "number": 0}',
            "beat",
            "invalid_body",
        ),
        (
            '{"say": "answer", "case": "north-01", "call": "c", "epoch": 1, "sdp": "v=0\\n%s"}'
            % ("a" * LARGEST_SDP_BYTES),
            "answer",
            "invalid_body",
        ),
        ("x" * (LARGEST_WORD + 1), "", "too_large"),
    ],
)
async def test_what_is_not_understood_is_refused_and_the_desk_goes_on(
    house: House, app: FastAPI, handsets: Handsets, text: str, of: str, code: str
) -> None:
    async with desk_of(app, handsets) as page:
        page.send(text)
        refused = await page.heard()
        assert (refused["say"], refused["of"], refused["code"]) == ("refused", of, code)
        page.send_bytes(b"\xff\xd8\xff")
        assert (await page.heard())["code"] == "too_large"
        say(page, "open", kind="monitoring")
        assert (await page.heard())["say"] == "opened"
    assert len(house.line.said) == 1


async def test_a_page_that_never_stops_is_closed(house: House, app: FastAPI, handsets: Handsets) -> None:
    async with desk_of(app, handsets) as page:
        for number in range(1, int(desk_routes.WORDS_AT_ONCE) + 50):
            say(page, "beat", call="call-1", epoch=1, number=number)
        assert await page.closed() == TOO_MUCH
    assert len(house.line.said) < desk_routes.WORDS_AT_ONCE + 50


@pytest.mark.parametrize("hello", ["", "{}", '{"token": "guessed"}', '{"token": "x", "after": 1}'])
async def test_a_stranger_is_turned_away(house: House, app: FastAPI, hello: str) -> None:
    async with socket_to(app, "/api/desk") as page:
        page.send(hello)
        assert await page.closed() == NOT_LOGGED_IN


async def test_a_desk_is_a_reviewers(house: House, app: FastAPI, handsets: Handsets) -> None:
    async with socket_to(app, "/api/desk") as page:
        page.send(json.dumps({"token": (await handsets.of("chen")).token}))
        assert await page.closed() == NOT_GRANTED


async def test_a_desk_closes_with_its_login(house: House, app: FastAPI, handsets: Handsets) -> None:
    async with socket_to(app, "/api/desk") as page:
        li = await handsets.of("li")
        page.send(json.dumps({"token": li.token}))
        await page.heard()
        await li.ask("DELETE", "/api/login")
        assert await page.closed() == NOT_LOGGED_IN
