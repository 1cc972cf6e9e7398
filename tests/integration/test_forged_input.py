"""Who may say what, and where: strangers at the broker's door, and devices that speak for others."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest

from dashboards.terminal.demo.people import Handset, PersonError
from tests.integration.stranger import Stranger, new_case, uuid7
from tests.integration.words import Operator, a_case, goes_on, show_code
from tests.servers.hub import PASSWORD, HubServer
from tests.servers.mosquitto import Mosquitto, mosquitto

COUNTER = "north/b1/counter-1"
DEVICES = (COUNTER, "north/b1/counter-2", "north/b2/counter-1", "north/b3/counter-1")


def set_up(folder: Path, **settings: str) -> HubServer:
    hub = HubServer(folder, **settings)
    for address in DEVICES:
        hub.add_device(address)
    for teller in ("li", "wang"):
        hub.add_person(teller, "north/b2")
    hub.add_person("ops", "north/b1", role="operator")
    return hub


@pytest.fixture(scope="module")
def hub(folder: Path) -> Iterator[HubServer]:
    hub = set_up(folder)
    try:
        hub.start()
        yield hub
    finally:
        hub.stop()


@pytest.fixture
async def counter(hub: HubServer) -> AsyncIterator[Stranger]:
    async with Stranger(hub.credential(COUNTER)) as counter:
        yield counter


@pytest.fixture
async def operator(hub: HubServer, http: httpx.AsyncClient) -> Operator:
    return Operator(await Handset.log_in("ops", PASSWORD, hub.url, http), hub.folder / "hub.sqlite")


@pytest.fixture
async def li(hub: HubServer, http: httpx.AsyncClient) -> Handset:
    return await Handset.log_in("li", PASSWORD, hub.url, http)


def not_enrolled(hub: HubServer, folder: Path) -> Path:
    """A credential that nobody registered."""
    known = json.loads(hub.credential(COUNTER).read_text())
    place = {"region": "north", "branch": "b1", "device": "counter-9"}
    unknown = folder / "unknown.json"
    unknown.write_text(json.dumps(known | {"address": place, "username": "north.b1.counter-9"}))
    return unknown


class TestAtTheHubsOwnBroker:
    async def test_a_device_that_is_not_enrolled_does_not_come_in(
        self, hub: HubServer, tmp_path: Path
    ) -> None:
        with pytest.raises(PermissionError, match="Not authorized"):
            await Stranger(not_enrolled(hub, tmp_path)).__aenter__()

    @pytest.mark.parametrize(
        "topic",
        [f"tongban/1/{DEVICES[1]}/up/case", f"tongban/1/{COUNTER}/up/signal"],
        ids=["another's topic", "a channel that its kind may not use"],
    )
    async def test_a_topic_that_is_not_granted_leads_nowhere(
        self, counter: Stranger, operator: Operator, topic: str
    ) -> None:
        before = await operator.handset.get("/api/health")
        counter.publish_bytes(topic, b"{}")
        await counter.until(lambda: "Not authorized" in counter.acknowledged, "the broker's answer")
        await goes_on(counter)
        assert await operator.handset.get("/api/health") == before


class TestAtABrokerThatLetsEverybodyDoEverything:
    """The bank's own broker, badly set up: then the hub is the one that refuses."""

    @pytest.fixture
    def broker(self, tmp_path: Path) -> Iterator[Mosquitto]:
        with mosquitto(tmp_path) as broker:
            yield broker

    @pytest.fixture
    def hub(self, folder: Path, broker: Mosquitto) -> Iterator[HubServer]:
        (folder / "open").mkdir(mode=0o711)
        hub = set_up(folder / "open", TONGBAN_BROKER_URL=f"mqtt://127.0.0.1:{broker.port}")
        try:
            hub.start()
            yield hub
        finally:
            hub.stop()

    async def test_the_hub_refuses_what_the_broker_let_through(
        self, hub: HubServer, operator: Operator, broker: Mosquitto, tmp_path: Path
    ) -> None:
        async with (
            Stranger(hub.credential(DEVICES[0]), broker.port) as counter_1,
            Stranger(hub.credential(DEVICES[1]), broker.port) as counter_2,
            Stranger(not_enrolled(hub, tmp_path), broker.port) as unknown,
        ):
            words = counter_2.message("case.collected", {"case": "north-1"}, stream=counter_2.stream, seq=1)
            for heard_by, code, topic in [
                (unknown, "not_enrolled", unknown.topic("up-case")),
                (counter_1, "not_granted", f"tongban/1/{counter_1.address}/up/signal"),
                (counter_1, "wrong_stream", counter_1.topic("up-case")),
                (counter_2, "wrong_topic", counter_2.topic("up-case") + "/aside"),
            ]:
                digest = counter_2.publish_bytes(topic, json.dumps(words | {"id": uuid7()}).encode())
                if code != "wrong_topic":  # for then there is no device to answer
                    assert (await heard_by.unreadable(digest))["code"] == code
                assert (await operator.put_aside(topic, digest))[0] == code
                assert min(await operator.counts(code)) >= 1
            await goes_on(counter_1)
            await goes_on(counter_2)


class TestSomeoneElsesCase:
    """Li handles, at counter B, a case that counter A filed. Others try to have their way with it."""

    async def test_each_forged_message_is_refused_by_its_rule(
        self, hub: HubServer, http: httpx.AsyncClient, li: Handset
    ) -> None:
        wang = await Handset.log_in("wang", PASSWORD, hub.url, http)
        a, b, c = (Stranger(hub.credential(address)) for address in DEVICES[1:])
        async with a as counter_a, b as counter_b, c as forger:
            await show_code(counter_b, "718293")
            await li.begin_duty()
            await li.sign_in_at_counter("718293")
            case = new_case("north")
            await counter_a.applied(counter_a.say("case.file", a_case(case)))
            await li.until_told(case, "offered")
            with pytest.raises(PersonError, match="not yours to answer"):
                await wang.accept(case)
            await li.accept(case)
            await counter_b.hear("case.assigned", case=case)
            before = (await li.get(f"/api/cases/{case}"))["timeline"]

            form = b"a form that the customer never signed"
            record = {
                "name": "application-form",
                "sha256": "0" * 64,
                "size_bytes": len(form),
                "media_type": "image/jpeg",
                "captured_at": 0,
            }
            answer = await forger.send_chunk(case, form, uuid7(), 0)
            assert (answer["outcome"], answer["refusal"]["code"]) == ("refused", "not_expected")
            shown = {"case": case, "name": "application-form", "sha256": "0" * 64}
            for rule, kind, body in [
                ("not_the_origin", "case.material", {"case": case, "material": record}),
                ("not_the_origin", "case.collected", {"case": case}),
                ("not_the_handler", "case.material_shown", shown),
                ("not_in_phase", "case.result_shown", {"case": case}),
                ("case_exists", "case.file", a_case(case)),
            ]:
                refusal = await forger.refused(forger.say(kind, body))
                assert refusal["code"] == rule, refusal
            with pytest.raises(PersonError, match="only who handles the case"):
                await wang.get(f"/api/cases/{case}/materials/application-form")
            assert (await li.get(f"/api/cases/{case}"))["timeline"] == before
            assert {message["type"].partition(".")[0] for message in forger.heard} == {"receipt"}
            await goes_on(forger)
