"""The page's part of a consultation, over its local routes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from device_profiles.contract import topics
from device_profiles.contract.codec import decode
from device_profiles.contract.envelope import Body
from device_profiles.contract.ids import parse_device
from device_profiles.contract.messages.signal import (
    AnswerLink,
    AskForLink,
    IceServer,
    LinkEnded,
    OfferLink,
    OpenLink,
)
from device_profiles.contract.topics import Channel
from edge_agent.media.calls import Calls, Filming
from edge_agent.media.line import SignalLine
from edge_agent.screen.app import create_app
from tests.edge_agent.screen.parts import parts_of
from tests.edge_agent.screen.words import HERE, files_case, problem, state
from tests.fakes.counter_house import CounterHouse

KIOSK = parse_device("north/b1/kiosk-1")
SDP = "v=0\r\ns=page\r\n"
CALL = "call-1"


@pytest.fixture
async def calls(counter: CounterHouse) -> AsyncIterator[Calls]:
    line = SignalLine(counter.session, KIOSK, counter.records.ids)
    calls = Calls(line, Filming(), counter.origin.is_open, counter.records.changes.note)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(calls.run())
        yield calls
        running.cancel()


@pytest.fixture
async def kiosk(counter: CounterHouse, calls: Calls) -> AsyncIterator[httpx.AsyncClient]:
    """The page of a device that has live links."""
    app = create_app(parts_of(counter, counter.folder, calls=calls))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=HERE) as client:
        yield client


def said(counter: CounterHouse) -> list[Body]:
    return [
        decode("up", Channel.SIGNAL, published.payload).body
        for published in counter.session.published
        if topics.parse(published.topic).channel is Channel.SIGNAL
    ]


async def call_in(kiosk: httpx.AsyncClient, phase: str) -> dict[str, object]:
    """The only call, once it is in this phase."""
    async with asyncio.timeout(10):
        while True:
            now = await state(kiosk)
            if [call["phase"] for call in now["calls"]] == [phase]:
                found: dict[str, object] = now["calls"][0]
                return found
            await kiosk.get("/api/state", params={"after": now["version"]})


async def test_the_page_asks_connects_and_hangs_up(
    counter: CounterHouse, calls: Calls, kiosk: httpx.AsyncClient
) -> None:
    case = await files_case(kiosk)
    assert (await kiosk.post("/api/calls/ask", json={"case": case})).status_code == 204
    assert said(counter) == [AskForLink(case=case)]

    ice = IceServer(urls=("turn:turn.example",), username="1:k", credential="secret")
    calls.hear("m1", OpenLink(case=case, call=CALL, kind="consultation", ice=(ice,), answer_within_s=20))
    wanted = await call_in(kiosk, "offering")
    assert wanted == {
        "case": case,
        "call": CALL,
        "kind": "consultation",
        "epoch": 1,
        "phase": "offering",
        "pictures": False,
        "ice": [ice.model_dump(mode="json")],
    }
    early = await kiosk.get(f"/api/calls/{CALL}/answer", params={"epoch": 1})
    problem(early, 409, "not_expected")
    offered = await kiosk.post(f"/api/calls/{CALL}/offer", json={"epoch": 1, "sdp": SDP})
    assert offered.status_code == 204
    offer = OfferLink(case=case, call=CALL, epoch=1, kind="consultation", sdp=SDP)
    assert offer in said(counter)

    calls.hear("m2", AnswerLink(case=case, call=CALL, epoch=1, sdp="v=0\r\ns=desk\r\n"))
    await call_in(kiosk, "up")
    answer = await kiosk.get(f"/api/calls/{CALL}/answer", params={"epoch": 1})
    assert answer.json() == {"sdp": "v=0\r\ns=desk\r\n"}
    beat = await kiosk.post(
        f"/api/calls/{CALL}/beat", json={"epoch": 1, "frames": 30, "state": "connected"}
    )
    assert beat.status_code == 204
    assert (await kiosk.post(f"/api/calls/{CALL}/hang-up")).status_code == 204
    ended = LinkEnded(case=case, call=CALL, epoch=1, because="hung_up")
    while ended not in said(counter):
        await counter.session.until_published(len(counter.session.published) + 1)
    assert (await state(kiosk))["calls"] == []


@pytest.mark.parametrize(
    ("path", "said", "field"),
    [
        ("ask", {}, "case"),
        ("ask", {"case": "../x"}, "case"),
        (f"{CALL}/offer", {"epoch": 1, "sdp": "hello"}, "sdp"),
        (f"{CALL}/offer", {"epoch": 0, "sdp": SDP}, "epoch"),
        (f"{CALL}/beat", {"epoch": 1, "state": "fine"}, "state"),
        (f"{CALL}/beat", {"epoch": 1, "since": 1}, "since"),
    ],
)
async def test_what_says_too_little_or_too_much_is_refused(
    kiosk: httpx.AsyncClient, path: str, said: dict[str, object], field: str
) -> None:
    problem(await kiosk.post(f"/api/calls/{path}", json=said), 422, "invalid_request", field)


async def test_a_call_that_is_not_there(kiosk: httpx.AsyncClient) -> None:
    problem(await kiosk.post(f"/api/calls/{CALL}/hang-up"), 409, "unknown_call")
    problem(await kiosk.post("/api/calls/ask", json={"case": "north-9"}), 404, "unknown_case")


async def test_a_counter_has_no_live_links(screen: httpx.AsyncClient) -> None:
    problem(await screen.post("/api/calls/ask", json={"case": "north-9"}), 409, "not_granted")
    assert (await state(screen))["calls"] == []
