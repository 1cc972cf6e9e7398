"""What reaches the counter and cannot be understood is set aside and answered, and the next goes on."""

from __future__ import annotations

import hashlib

import pytest
from sqlalchemy import select

from device_profiles.contract import topics
from device_profiles.contract.codec import decode
from device_profiles.contract.ids import parse_device
from device_profiles.contract.messages.case import CaseReleased
from device_profiles.contract.messages.receipt import Receipt, UploadReceipt
from device_profiles.contract.topics import Channel
from device_profiles.delivery.tables import quarantine
from tests.fakes.counter_cases import assigned, handles
from tests.fakes.counter_house import COUNTER, CounterHouse

CASE_TOPIC = topics.down(COUNTER, Channel.CASE)


async def set_aside(counter: CounterHouse) -> list[str]:
    rows = await counter.records.read(lambda connection: connection.execute(select(quarantine)).all())
    return [row.code for row in rows]


def last_answer(counter: CounterHouse) -> Receipt | UploadReceipt:
    body = decode("up", Channel.RECEIPT, counter.session.published[-1].payload).body
    assert isinstance(body, Receipt | UploadReceipt)
    return body


@pytest.mark.parametrize(
    ("payload", "code"),
    [(b"\xff\xfe", "not_utf8"), (b"{", "not_json"), (b"{}", "not_an_envelope"), (b"", "not_json")],
)
async def test_bytes_without_an_envelope_are_answered_by_their_digest(
    counter: CounterHouse, payload: bytes, code: str
) -> None:
    await counter.session.brings(CASE_TOPIC, payload)
    assert await set_aside(counter) == [code]
    answer = last_answer(counter)
    assert isinstance(answer, Receipt)
    assert answer.refusal is not None
    assert (answer.outcome, answer.refusal.code) == ("unreadable", code)
    assert answer.sha256 == hashlib.sha256(payload).hexdigest()
    assert (await counter.hub.says(assigned())).outcome == "applied"


async def test_a_body_that_is_not_understood_settles_its_number(counter: CounterHouse) -> None:
    payload = (
        b'{"id":"01900000-0000-7000-8000-000000000001","type":"case.dance","version":1,"sent_at":1,'
        b'"stream":"hub>north/b1/counter-1#5f3a","seq":1,"body":{}}'
    )
    await counter.session.brings(CASE_TOPIC, payload)
    assert await set_aside(counter) == ["unknown_type"]
    answer = last_answer(counter)
    assert isinstance(answer, Receipt)
    assert (answer.outcome, answer.seq) == ("refused", 1)


async def test_a_stream_that_is_not_the_hubs_is_not_taken_in(counter: CounterHouse) -> None:
    payload = (
        b'{"id":"01900000-0000-7000-8000-000000000001","type":"case.released","version":1,"sent_at":1,'
        b'"stream":"north/b9/counter-1>north/b1/counter-1#5f3a","seq":1,'
        b'"body":{"case":"north-01","reason":"closed"}}'
    )
    await counter.hub.says(assigned())
    await counter.session.brings(CASE_TOPIC, payload)
    assert await set_aside(counter) == ["wrong_stream"]
    assert len(await handles(counter)) == 1


async def test_a_piece_without_a_label_is_set_aside(counter: CounterHouse) -> None:
    await counter.session.brings(topics.chunk(COUNTER, "down", "upload-1", 0), b"bytes", {"case": "x"})
    assert await set_aside(counter) == ["invalid_chunk"]


async def test_a_topic_of_nobody_is_set_aside(counter: CounterHouse) -> None:
    await counter.session.brings("elsewhere", b"{}")
    assert await set_aside(counter) == ["wrong_topic"]


async def test_a_receipt_settles_nothing_that_was_not_written_to_its_sender(counter: CounterHouse) -> None:
    await counter.handling.show_code()
    (waiting,) = await counter.waiting()
    stream = f"{parse_device('north/b9/counter-1')}>north/b8/counter-1#1"
    await counter.hub.gives_receipt(Receipt(outcome="applied", stream=stream, seq=waiting.seq))
    assert len(await counter.said()) == 1


async def test_what_the_link_could_not_answer_is_answered_when_it_is_said_again(
    counter: CounterHouse,
) -> None:
    counter.session.goes_down()
    with pytest.raises(AssertionError, match="no receipt came for number 1"):
        await counter.hub.says(assigned())
    counter.session.comes_up()
    assert len(await handles(counter)) == 1
    assert (await counter.hub.says(assigned(), seq=1)).outcome == "applied"
    assert (await counter.hub.says(CaseReleased(case="north-01", reason="closed"))).outcome == "applied"
