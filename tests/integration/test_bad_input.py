"""What a hub answers when a device says something wrong: why, to whom, and that nothing stops for it."""

from __future__ import annotations

import json
import random
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest

from dashboards.terminal.demo.people import Handset
from tests.integration.stranger import CHUNK_BYTES, Stranger, new_case, uuid7
from tests.integration.words import APPLICATION, Operator, a_case, goes_on
from tests.servers.hub import PASSWORD, HubServer

COUNTER = "north/b1/counter-1"


@pytest.fixture(scope="module")
def hub(folder: Path) -> Iterator[HubServer]:
    hub = HubServer(folder)
    hub.add_device(COUNTER)
    hub.add_person("li", "north/b2")
    hub.add_person("ops", "north/b1", role="operator")
    try:
        hub.start()
        yield hub
    finally:
        hub.stop()


@pytest.fixture
async def li(hub: HubServer, http: httpx.AsyncClient) -> Handset:
    return await Handset.log_in("li", PASSWORD, hub.url, http)


@pytest.fixture
async def counter(hub: HubServer) -> AsyncIterator[Stranger]:
    async with Stranger(hub.credential(COUNTER)) as counter:
        yield counter


@pytest.fixture
async def operator(hub: HubServer, http: httpx.AsyncClient) -> Operator:
    return Operator(await Handset.log_in("ops", PASSWORD, hub.url, http), hub.folder / "hub.sqlite")


@pytest.mark.parametrize("channel", ["up-case", "up-event", "up-telemetry", "up-receipt", "state"])
@pytest.mark.parametrize(
    ("code", "payload"),
    [
        ("not_utf8", b'{"id": "\xff\xfe"}'),
        ("not_json", b"{"),
        ("not_json", b'{"sent_at": NaN}'),
        ("not_an_envelope", b"{}"),
        ("not_an_envelope", b"[1, 2]"),
        ("too_large", b" " * 70_000),
    ],
    ids=["not UTF-8", "not JSON", "NaN", "no envelope", "a list", "too large"],
)
async def test_what_cannot_be_read_is_put_aside_and_its_sender_told(
    counter: Stranger, operator: Operator, code: str, payload: bytes, channel: str
) -> None:
    refused, put_aside = await operator.counts(code)
    topic = counter.topic(channel)
    digest = counter.publish_bytes(topic, payload)
    refusal = await counter.unreadable(digest)
    assert refusal["code"] == code
    assert refusal["says"]
    assert await operator.counts(code) == (refused + 1, put_aside + 1)
    assert await operator.put_aside(topic, digest) == (code, refusal["says"])
    await goes_on(counter)


@pytest.mark.parametrize(
    ("code", "field", "wrong"),
    [
        ("unknown_type", "type", {"type": "case.burn"}),
        ("unsupported_version", "version", {"version": 7}),
        ("invalid_body", "body.colour", {"body": {"case": "north-1", "colour": "red"}}),
        ("invalid_body", "body.case", {"body": {"case": "North 1"}}),
        ("invalid_body", "haste", {"haste": "great"}),
    ],
    ids=["unknown type", "wrong version", "unknown key", "no identifier", "unknown key of the envelope"],
)
async def test_a_numbered_message_that_breaks_the_contract_is_refused_under_its_number(
    counter: Stranger, operator: Operator, code: str, field: str, wrong: dict[str, object]
) -> None:
    refused, put_aside = await operator.counts(code)
    seq = counter.say("case.collected", {"case": new_case("north")}, **wrong)
    refusal = await counter.refused(seq)
    assert (refusal["code"], refusal["field"]) == (code, field)
    assert await operator.counts(code) == (refused + 1, put_aside + 1)
    await goes_on(counter)


async def test_an_unreadable_number_is_taken_by_a_void_and_the_stream_goes_on(counter: Stranger) -> None:
    await goes_on(counter)
    broken = counter.say("case.collected", {"case": new_case("north")}, sent_at="yesterday")
    after = counter.say("case.collected", {"case": new_case("north")})
    await counter.applied(broken)  # that is, the void under its number
    assert (await counter.refused(after))["code"] == "unknown_case"
    await goes_on(counter)


async def test_another_devices_stream_is_not_written(counter: Stranger, operator: Operator) -> None:
    refused, put_aside = await operator.counts("wrong_stream")
    forged = counter.message(
        "case.collected", {"case": "north-1"}, stream="north/b9/counter-1>hub#1", seq=1
    )
    digest = counter.publish_bytes(counter.topic("up-case"), json.dumps(forged).encode())
    refusal = await counter.unreadable(digest)
    assert (refusal["code"], refusal["field"]) == ("wrong_stream", "stream")
    assert await operator.counts("wrong_stream") == (refused + 1, put_aside + 1)
    await goes_on(counter)


async def test_a_chunk_with_a_wrong_digest_is_asked_for_three_times_then_refused(
    counter: Stranger, operator: Operator, li: Handset
) -> None:
    await li.begin_duty()  # so that the case waits for her, and is still open
    case, form = new_case("north"), random.Random(3).randbytes(CHUNK_BYTES + 1)
    await counter.applied(counter.say("case.file", a_case(case)))
    refused, _ = await operator.counts("wrong_chunk_digest")
    upload = uuid7()
    for _ in range(3):
        answer = await counter.send_chunk(case, form, upload, 0, spoilt=True)
        assert (answer["outcome"], answer["received_bytes"]) == ("partial", 0)
        assert answer["refusal"]["code"] == "wrong_chunk_digest"
    answer = await counter.send_chunk(case, form, upload, 0, spoilt=True)
    assert (answer["outcome"], answer["refusal"]["code"]) == ("refused", "wrong_chunk_digest")
    assert (await operator.counts("wrong_chunk_digest"))[0] == refused + 4
    await counter.upload(case, form)  # the same material in an upload that arrives whole
    await goes_on(counter)


async def test_a_chunk_without_its_label_is_put_aside(counter: Stranger, operator: Operator) -> None:
    refused, put_aside = await operator.counts("invalid_chunk")
    digest = counter.publish_bytes(counter.topic("up-material", upload=uuid7(), offset=0), uuid7().encode())
    assert (await counter.unreadable(digest))["code"] == "invalid_chunk"
    assert await operator.counts("invalid_chunk") == (refused + 1, put_aside + 1)
    await goes_on(counter)


@pytest.mark.parametrize(
    ("code", "field", "wrong"),
    [
        ("invalid_application", "application.id-number", {"application": APPLICATION | {"id-number": "1"}}),
        (
            "invalid_application",
            "application.customer-name",
            {"application": {"id-number": "11010519491231002X"}},
        ),
        ("invalid_application", "application.colour", {"application": APPLICATION | {"colour": "red"}}),
        ("unknown_procedure", "procedure", {"procedure": "burn-money"}),
        ("unknown_branch", "target", {"target": {"region": "north", "branch": "b9"}}),
        ("unknown_branch", "case", {"case": "south-1"}),
    ],
    ids=["wrong", "missing", "unknown", "procedure", "branch", "case of another region"],
)
async def test_a_wrong_filing_is_refused_by_its_field_before_anybody_is_disturbed(
    counter: Stranger, li: Handset, code: str, field: str, wrong: dict[str, object]
) -> None:
    before = await li.get("/api/me"), await li.get("/api/cases")
    seq = counter.say("case.file", a_case(new_case("north"), **wrong))
    refusal = await counter.refused(seq)
    assert (refusal["code"], refusal["field"]) == (code, field)
    assert refusal["says"]
    assert (await li.get("/api/me"), await li.get("/api/cases")) == before
    await goes_on(counter)
