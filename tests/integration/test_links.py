"""A live link through real programs: the hub dies and comes back, others meddle; the picture goes on."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiomqtt
import httpx
import pytest

from dashboards.terminal.demo.alone.page import KioskPage
from dashboards.terminal.demo.alone.talk import in_conversation
from dashboards.terminal.demo.alone.wire_desk import WireDesk, open_desk
from dashboards.terminal.demo.people import Counter, Handset, Json
from tests.integration.stranger import Stranger, uuid7
from tests.servers.agent import AgentServer
from tests.servers.hub import PASSWORD, HubServer
from tests.servers.mosquitto import Mosquitto, mosquitto

KIOSK, ELSEWHERE = "north/b1/kiosk-1", "north/b1/kiosk-2"
CENTRE = "north/b2"
BOUND_S = 60


@pytest.fixture(scope="module")
def broker(folder: Path) -> Iterator[Mosquitto]:
    """The bank's own, which outlives the hub; it lets everybody do everything."""
    with mosquitto(folder) as broker:
        yield broker


@pytest.fixture(scope="module")
def hub(folder: Path, broker: Mosquitto) -> Iterator[HubServer]:
    hub = HubServer(folder, TONGBAN_BROKER_URL=f"mqtt://127.0.0.1:{broker.port}")
    for kiosk in (KIOSK, ELSEWHERE):
        hub.add_device(kiosk, "kiosk", broker.port)
    for reviewer in ("li", "chen"):
        hub.add_person(reviewer, CENTRE, role="reviewer", skills=("cards",), capacity=9)
    hub.add_person("ops", "north/b1", role="operator")
    try:
        hub.start()
        yield hub
    finally:
        hub.stop()


@pytest.fixture(scope="module")
def kiosk(hub: HubServer, folder: Path) -> Iterator[AgentServer]:
    agent = AgentServer("kiosk-1", hub.credential(KIOSK), folder)
    try:
        agent.start()
        yield agent
    finally:
        agent.stop()


@pytest.fixture
async def li(hub: HubServer, http: httpx.AsyncClient) -> Handset:
    li = await Handset.log_in("li", PASSWORD, hub.url, http)
    await li.begin_duty()
    return li


@pytest.fixture
async def desk(hub: HubServer, li: Handset) -> AsyncIterator[WireDesk]:
    async with open_desk(hub.url, li.token) as desk:
        yield desk


@pytest.fixture
async def case(kiosk: AgentServer, desk: WireDesk, li: Handset, http: httpx.AsyncClient) -> str:
    """The customer wants to talk to somebody, and Li takes it."""
    screen = Counter("kiosk-1", kiosk.url, http)
    case = await screen.file(CENTRE, "talk-to-a-person", {})
    await li.until_told(case, "offered")
    await li.accept(case)
    await screen.filed(case, "acceptance", lambda filed: bool(filed["told"]))
    return case


async def counted(hub: HubServer, http: httpx.AsyncClient, code: str, times: int) -> None:
    """Wait until the hub has refused so often for this reason."""
    ops = await Handset.log_in("ops", PASSWORD, hub.url, http)
    async with asyncio.timeout(BOUND_S):
        while True:
            if (await ops.get("/api/health"))["refused"].get(code, 0) >= times:
                return
            await asyncio.sleep(0.05)


def latest_beat(desk: WireDesk) -> int:
    """The number of the last beat that the desk has heard, 0 before the first."""
    return max((word["number"] for word in desk.heard if word["say"] == "beat"), default=0)


async def said_by(wire: aiomqtt.Client, kind: str) -> bytes:
    """The next message of a type, as it is on the wire."""
    async for message in wire.messages:
        if json.loads(message.payload)["type"] == kind:
            return message.payload
    raise AssertionError(kind)


async def opens(desk: WireDesk, case: str) -> Json:
    """The desk opens the link, and sees the customer; the call."""
    await desk.say("open", case=case, kind="monitoring")
    offer = await desk.hears("offer")
    await desk.sees(5)
    return {name: offer[name] for name in ("case", "call")}


async def test_the_picture_goes_on_while_the_hub_is_dead_and_the_beats_when_it_is_back(
    hub: HubServer, desk: WireDesk, case: str
) -> None:
    call = await opens(desk, case)
    await desk.hears("beat", lambda beat: beat["state"] == "connected" and beat["frames"] > 0)
    hub.kill_at_once()
    await desk.sees(30)
    before = latest_beat(desk)
    hub.start()
    beat = await desk.hears("beat", lambda beat: beat["number"] > before + 1)
    assert (beat["call"], beat["epoch"], beat["state"]) == (call["call"], 1, "connected")
    await desk.sees(15)
    assert [word for word in desk.heard if word["say"] in ("ended", "refused")] == []
    await desk.say("again", **call)
    await desk.hears("offer", lambda offer: offer["epoch"] == 2)
    await desk.sees(15)


async def test_what_is_forged_or_replayed_leaves_the_link_untouched(
    hub: HubServer, broker: Mosquitto, desk: WireDesk, case: str, http: httpx.AsyncClient
) -> None:
    topic = f"tongban/1/{KIOSK}/up/signal"
    async with broker.client() as wire:
        await wire.subscribe(topic)
        call = await opens(desk, case)
        taken = await said_by(wire, "signal.offer")
        await wire.publish(topic, taken, qos=1)
        await counted(hub, http, "replayed", 1)
    async with Stranger(hub.credential(ELSEWHERE), broker.port) as forger:
        offer = {**call, "epoch": 7, "kind": "monitoring", "sdp": "v=0\r\n"}
        for kind, body in (
            ("signal.offer", offer),
            ("signal.ended", {**call, "epoch": 7, "because": "hung_up"}),
            ("signal.beat", {**call, "epoch": 7, "number": 999}),
        ):
            forger.publish_bytes(forger.topic("up-signal"), json.dumps(forger.message(kind, body)).encode())
        await counted(hub, http, "not_the_origin", 3)
    async with broker.client() as wire:  # somebody at the broker speaks to the kiosk in the hub's place
        answer = {**call, "epoch": 1, "sdp": "v=0\r\n"}
        forged = forger.message("signal.offer", offer) | {"type": "signal.answer", "body": answer}
        await wire.publish(f"tongban/1/{KIOSK}/down/signal", json.dumps(forged | {"id": uuid7()}), qos=1)
    chen = await Handset.log_in("chen", PASSWORD, hub.url, http)
    async with open_desk(hub.url, chen.token) as other:
        for word in ("close", "again"):
            await other.say(word, **call)
        await other.hears_refusals(2)
        codes = [refused["code"] for refused in other.heard if refused["say"] == "refused"]
        assert codes == ["not_the_handler"] * 2
    before = latest_beat(desk)
    beat = await desk.hears("beat", lambda beat: beat["number"] > before + 1)
    assert (beat["epoch"], beat["state"]) == (1, "connected")
    await desk.sees(10)


async def test_single_pictures_come_where_no_connection_does(
    hub: HubServer, desk: WireDesk, case: str
) -> None:
    call = await opens(desk, case)
    await desk.say("frames", **call, wanted=True)
    await desk.sees_frames(5)
    size = int.from_bytes(desk.frames[-1][:2], "big")
    header = json.loads(desk.frames[-1][2 : 2 + size])
    assert (header["case"], header["call"], header["epoch"]) == (case, call["call"], 1)
    assert 0 <= header["received_at"] - header["captured_at"] < 3_000
    assert desk.frames[-1][2 + size :].startswith(b"\xff\xd8\xff")


async def test_the_customer_asks_each_hears_the_other_and_the_desk_closes(
    kiosk: AgentServer, desk: WireDesk, case: str, http: httpx.AsyncClient
) -> None:
    page = KioskPage(kiosk.url, http)
    await page.asks_to_talk(case)
    await desk.is_asked(case)
    await desk.talks(case)
    async with in_conversation(page, case) as conversation:
        await conversation.hears(500)
        await desk.hears_customer(500)
        await desk.hangs_up(case)
        await page.until("its end", lambda state: "consultation" not in [c["kind"] for c in state["calls"]])
