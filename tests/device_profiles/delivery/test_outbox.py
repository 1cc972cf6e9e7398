"""What a sender keeps until the other side has it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest
from sqlalchemy import Column, Connection, MetaData, Table, Text, insert, select

from device_profiles.contract.codec import decode
from device_profiles.contract.envelope import HUB
from device_profiles.contract.errors import Refusal
from device_profiles.contract.messages.event import PersonLeft, Void
from device_profiles.contract.messages.receipt import Receipt
from device_profiles.contract.topics import Channel
from device_profiles.delivery import outbox, tables
from device_profiles.delivery.outbox import Backlog, Outbox, Outgoing
from tests.device_profiles.delivery.counter import COUNTER, EVENTS, ids_at
from tests.fakes.immediate_database import ImmediateDatabase
from tests.fakes.standing_clock import NOON_MS, StandingClock

STATE = MetaData()
signed_in = Table("signed_in", STATE, Column("person", Text, primary_key=True))


class Sender:
    """A counter's outbox beside its own state."""

    def __init__(self) -> None:
        self.clock = StandingClock()
        self.database = ImmediateDatabase(tables.METADATA, STATE)
        self.outbox = Outbox(str(COUNTER), ids_at(self.clock))

    def writes(self, person: str = "li", receiver: str = HUB) -> Outgoing:
        return self.database.do(lambda connection: self.write(connection, person, receiver))

    def write(self, connection: Connection, person: str = "li", receiver: str = HUB) -> Outgoing:
        return self.outbox.write(connection, receiver, EVENTS, PersonLeft(person=person))

    def settles(self, message: Outgoing) -> Outgoing | None:
        return self.database.do(lambda connection: outbox.settle(connection, message.stream, message.seq))

    def due(self, most: int = 100) -> list[Outgoing]:
        return self.database.do(lambda connection: outbox.due(connection, self.clock.now_ms(), most))

    def backlog(self) -> Backlog:
        return self.database.do(outbox.backlog)

    def voids(self, digest_of: bytes, receiver: str = HUB) -> tuple[Outgoing, Outgoing] | None:
        refusal = Refusal(code="not_json", says="what is this?")
        digest = hashlib.sha256(digest_of).hexdigest()
        receipt = Receipt(outcome="unreadable", sha256=digest, refusal=refusal)
        return self.database.do(lambda connection: self.outbox.void(connection, receipt, receiver))


@pytest.fixture
def sender() -> Iterator[Sender]:
    made = Sender()
    yield made
    made.database.close()


def test_numbers_are_dense_for_each_receiver(sender: Sender) -> None:
    to_hub = [sender.writes(), sender.writes()]
    to_other = [sender.writes(receiver="north/b1/counter-2")]
    to_hub.append(sender.writes())
    assert [message.seq for message in to_hub] == [1, 2, 3]
    assert [message.seq for message in to_other] == [1]
    assert {message.stream for message in to_hub}.isdisjoint(message.stream for message in to_other)


def test_a_settled_number_is_not_given_again(sender: Sender) -> None:
    sender.settles(sender.writes())
    assert sender.writes().seq == 2


def test_a_message_is_written_with_the_state_it_comes_from_or_neither_is(sender: Sender) -> None:
    def signs_in_and_says_so(connection: Connection, *, fails: bool) -> None:
        connection.execute(insert(signed_in).values(person="li"))
        sender.write(connection)
        if fails:
            msg = "the power went"
            raise OSError(msg)

    with pytest.raises(OSError, match="power"):
        sender.database.do(lambda connection: signs_in_and_says_so(connection, fails=True))
    assert sender.backlog() == Backlog(0, None)
    assert not sender.database.do(lambda connection: connection.execute(select(signed_in)).all())

    sender.database.do(lambda connection: signs_in_and_says_so(connection, fails=False))
    assert sender.backlog() == Backlog(1, NOON_MS)
    assert sender.writes().seq == 2


def test_a_message_is_due_again_later_and_later(sender: Sender) -> None:
    sender.writes()
    assert sender.due() == []
    sender.clock.pass_ms(outbox.FIRST_RETRY_MS)
    for attempt in range(1, 4):
        assert [message.attempts for message in sender.due()] == [attempt]
        longest_ms = outbox.FIRST_RETRY_MS * 2**attempt
        sender.clock.pass_ms(longest_ms // 2 - 1)
        assert sender.due() == []
        sender.clock.pass_ms(longest_ms // 2 + 1)


@pytest.mark.parametrize(
    ("attempts", "ceiling_ms"), [(0, 2_000), (1, 4_000), (4, 32_000), (5, 60_000), (100_000, 60_000)]
)
def test_the_wait_is_drawn_from_the_upper_half_and_bounded(attempts: int, ceiling_ms: int) -> None:
    waits_ms = [outbox.retry_delay_ms(attempts) for _ in range(300)]
    assert ceiling_ms // 2 <= min(waits_ms) < max(waits_ms) <= ceiling_ms
    assert min(waits_ms) < ceiling_ms * 0.6
    assert max(waits_ms) > ceiling_ms * 0.9


def test_what_is_due_comes_in_order_and_no_more_than_asked_for(sender: Sender) -> None:
    for number in range(12):
        sender.writes(receiver=HUB if number % 2 else "north/b1/counter-2")
    sender.clock.pass_ms(outbox.FIRST_RETRY_MS)
    first, rest = sender.due(most=7), sender.due()
    assert (len(first), len(rest)) == (7, 5)
    for receiver in (HUB, "north/b1/counter-2"):
        assert [message.seq for message in (*first, *rest) if f">{receiver}#" in message.stream] == [
            1,
            2,
            3,
            4,
            5,
            6,
        ]


def test_settling_returns_the_message_once(sender: Sender) -> None:
    message = sender.writes()
    assert sender.settles(message) == message
    assert sender.settles(message) is None
    sender.clock.pass_ms(outbox.FIRST_RETRY_MS)
    assert sender.due() == []


def test_the_backlog_tells_since_when(sender: Sender) -> None:
    first = sender.writes()
    sender.clock.pass_ms(500)
    sender.writes()
    assert sender.backlog() == Backlog(2, NOON_MS)
    sender.settles(first)
    assert sender.backlog() == Backlog(1, NOON_MS + 500)


def test_when_the_link_is_back_all_is_due(sender: Sender) -> None:
    messages = [sender.writes(), sender.writes()]
    assert sender.due() == []
    sender.database.do(lambda connection: outbox.make_all_due(connection, sender.clock.now_ms()))
    assert [message.seq for message in sender.due()] == [message.seq for message in messages]


def test_a_void_takes_the_number_of_what_could_not_be_read(sender: Sender) -> None:
    sender.writes("li")
    unreadable = sender.writes("wang")
    voided = sender.voids(unreadable.payload)
    assert voided is not None
    message, instead = voided
    assert message == unreadable
    envelope = decode("up", Channel.EVENT, instead.payload)
    assert (envelope.stream, envelope.seq) == (unreadable.stream, unreadable.seq)
    assert envelope.body == Void(reason="what is this?")
    sender.clock.pass_ms(outbox.FIRST_RETRY_MS)
    assert [message.payload for message in sender.due()][1] == instead.payload


def test_a_digest_voids_only_what_was_written_to_its_receiver(sender: Sender) -> None:
    unreadable = sender.writes(receiver="north/b1/counter-2")
    assert sender.voids(unreadable.payload, HUB) is None
    assert sender.voids(b"never sent", "north/b1/counter-2") is None
    sender.settles(unreadable)
    assert sender.voids(unreadable.payload, "north/b1/counter-2") is None


def test_who_cannot_read_a_void_either_gets_no_fresh_one(sender: Sender) -> None:
    voided = sender.voids(sender.writes().payload)
    assert voided is not None
    assert sender.voids(voided[1].payload) is None
    assert sender.backlog().messages == 1
