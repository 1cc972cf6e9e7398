"""What a receiver takes in: each number once, in order, whatever the way does to the messages."""

from __future__ import annotations

import hashlib
from functools import partial
from typing import Literal, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Connection, MetaData, Table, Text, func, insert, select, update

from device_profiles.contract.envelope import Envelope, stream_down, stream_up
from device_profiles.contract.errors import Refusal, UnreadableError
from device_profiles.contract.messages.event import PersonLeft
from device_profiles.contract.messages.receipt import Receipt
from device_profiles.contract.topics import Channel, Topic
from device_profiles.delivery import inbox, tables
from device_profiles.delivery.inbox import keep_aside, read_parcel, take_in
from tests.device_profiles.delivery.counter import (
    COUNTER,
    EVENT_TOPIC,
    EVENTS,
    OTHER,
    STREAM,
    incomprehensible,
    left,
    void,
)
from tests.fakes.immediate_database import ImmediateDatabase
from tests.fakes.standing_clock import NOON_MS

STATE = MetaData()
gone = Table("gone", STATE, Column("person", Text))
NOT_HERE = Refusal(code="not_on_duty", says="was never here")
Kind = Literal["applied", "refused", "incomprehensible", "void"]


class Receiver:
    """A hub that writes down who left, and refuses to do so of strangers."""

    def __init__(self) -> None:
        self.database = ImmediateDatabase(tables.METADATA, STATE)
        self.broken = False

    def gets(self, payload: bytes) -> list[Receipt]:
        parcel = read_parcel(EVENT_TOPIC, str(COUNTER), payload)
        return self.database.do(lambda connection: take_in(connection, parcel, self._apply))

    def _apply(self, connection: Connection, envelope: Envelope) -> Refusal | None:
        assert isinstance(envelope.body, PersonLeft)
        connection.execute(insert(gone).values(person=envelope.body.person))
        if self.broken:
            msg = "a bug of ours"
            raise ArithmeticError(msg)
        return NOT_HERE if envelope.body.person == "stranger" else None

    @property
    def gone(self) -> list[str]:
        return self.database.do(lambda connection: [row[0] for row in connection.execute(select(gone))])

    def count(self, table: Table) -> int:
        return self.database.do(
            lambda connection: connection.execute(select(func.count()).select_from(table)).scalar_one()
        )


def message(kind: Kind, seq: int) -> bytes:
    match kind:
        case "applied":
            return left(seq)
        case "refused":
            return left(seq, "stranger")
        case "incomprehensible":
            return incomprehensible(seq)
        case "void":
            return void(seq)


@given(data=st.data(), kinds=st.lists(st.sampled_from(get_args(Kind)), min_size=1, max_size=8))
def test_however_often_and_in_whatever_order_each_is_settled_once_in_its_turn(
    data: st.DataObject, kinds: list[Kind]
) -> None:
    numbers = range(1, len(kinds) + 1)
    on_the_way = data.draw(st.lists(st.sampled_from(numbers), max_size=30), label="on the way")
    receiver = Receiver()
    receipts: dict[int, Receipt] = {}
    settled: list[int] = []
    for seq in (*on_the_way, *numbers, *numbers):  # the sender goes on until it has every receipt
        for receipt in receiver.gets(message(kinds[seq - 1], seq)):
            assert receipt.seq is not None
            if receipt.seq not in receipts:
                settled.append(receipt.seq)
            assert receipts.setdefault(receipt.seq, receipt) == receipt
    assert settled == list(numbers)
    assert receiver.gone == [f"person-{seq}" for seq in numbers if kinds[seq - 1] == "applied"]
    for seq, kind in zip(numbers, kinds, strict=True):
        taken = receipts[seq].outcome == "applied"
        assert taken == (kind in {"applied", "void"})
        assert (receipts[seq].refusal is None) == taken
    assert receiver.count(tables.parked) == 0
    receiver.database.close()


def test_a_refusal_undoes_what_was_written_and_the_next_goes_on() -> None:
    receiver = Receiver()
    assert receiver.gets(left(1, "stranger")) == [
        Receipt(outcome="refused", stream=STREAM, seq=1, refusal=NOT_HERE)
    ]
    assert receiver.gets(left(2, "li")) == [Receipt(outcome="applied", stream=STREAM, seq=2)]
    assert receiver.gone == ["li"]


def test_what_breaks_while_being_applied_leaves_the_stream_where_it_was() -> None:
    receiver = Receiver()
    receiver.gets(left(1, "li"))
    receiver.gets(left(3, "zhao"))
    receiver.broken = True
    with pytest.raises(ArithmeticError):
        receiver.gets(left(2, "wang"))
    assert receiver.gone == ["li"]
    receiver.broken = False
    assert [receipt.seq for receipt in receiver.gets(left(2, "wang"))] == [2, 3]
    assert receiver.gone == ["li", "wang", "zhao"]


def test_no_more_than_so_many_wait_for_their_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox, "MOST_PARKED", 3)
    receiver = Receiver()
    for seq in (6, 5, 4, 3, 2):
        assert receiver.gets(left(seq)) == []
    assert receiver.count(tables.parked) == 3
    for seq in (1, 2, 3):  # the sender repeats what has no receipt, and nothing is stuck
        receiver.gets(left(seq))
    assert receiver.gone == [f"person-{seq}" for seq in range(1, 7)]


def test_what_waited_and_cannot_be_read_any_more_is_refused_in_its_turn() -> None:
    receiver = Receiver()
    receiver.gets(left(2))
    receiver.gets(left(3))
    other_channel = update(tables.parked).where(tables.parked.c.seq == 2).values(channel="signal")
    receiver.database.do(lambda connection: connection.execute(other_channel))  # an older program's row
    outcomes = [(receipt.seq, receipt.outcome) for receipt in receiver.gets(left(1))]
    assert outcomes == [(1, "applied"), (2, "refused"), (3, "applied")]


@pytest.mark.parametrize(
    ("stream", "code"),
    [
        (None, "not_an_envelope"),
        (stream_up(OTHER, "5f3a"), "wrong_stream"),
        (stream_down(COUNTER, "5f3a"), "wrong_stream"),
        (f"{COUNTER}>{OTHER}#5f3a", "wrong_stream"),
    ],
)
def test_only_the_streams_own_sender_writes_it_and_only_to_its_receiver(
    stream: str | None, code: str
) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_parcel(EVENT_TOPIC, str(COUNTER), left(1, stream=stream))
    assert caught.value.refusal.code == code


def test_a_device_reads_only_what_is_written_to_it() -> None:
    down = Topic(COUNTER, Channel.COMMAND, "down")
    with pytest.raises(UnreadableError, match="is not written for north/b1/counter-1"):
        read_parcel(down, "hub", left(1, stream=stream_down(OTHER, "5f3a")))


def test_two_streams_of_one_sender_do_not_wait_for_each_other() -> None:
    receiver = Receiver()
    receiver.gets(left(2, "li"))
    assert len(receiver.gets(left(1, "wang", stream=stream_up(COUNTER, "77aa")))) == 1
    assert receiver.gone == ["wang"]


def test_quarantine_keeps_the_latest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox, "MOST_KEPT_ASIDE", 3)
    receiver = Receiver()
    for number in range(5):
        payload = b"junk %d" % number
        receiver.database.do(
            partial(keep_aside, arrived_at=NOON_MS, topic=EVENTS, payload=payload, refusal=NOT_HERE)
        )
    rows = receiver.database.do(lambda connection: connection.execute(select(tables.quarantine)).all())
    assert [row.payload for row in rows] == [b"junk 2", b"junk 3", b"junk 4"]
    assert rows[0].sha256 == hashlib.sha256(b"junk 2").hexdigest()
    assert rows[0].code == NOT_HERE.code


def test_a_parcel_is_named_by_its_number_even_if_its_body_is_refused() -> None:
    parcel = read_parcel(EVENT_TOPIC, str(COUNTER), incomprehensible(4))
    assert (parcel.stream, parcel.seq) == (STREAM, 4)
    assert isinstance(parcel.content, Refusal)
