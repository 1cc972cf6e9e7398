"""Whole or not at all, one after another, each numbered message once."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from sqlalchemy import Connection

from device_profiles.contract.codec import encode
from device_profiles.contract.envelope import Body, Envelope
from device_profiles.contract.errors import Refusal
from device_profiles.contract.ids import parse_device
from device_profiles.contract.messages.case import FinishCollecting, Told
from device_profiles.contract.messages.receipt import Receipt
from device_profiles.contract.topics import Channel, parse, up
from device_profiles.delivery.inbox import Apply, Parcel, read_parcel
from hub.domain.case import Phase
from hub.ports.journal import Books, Relay
from tests.fakes.case_events import BRANCH_B, COUNTER_A, COUNTER_B, filed, form, teller, write
from tests.fakes.standing_clock import NOON_MS
from tests.hub.stores.shelf import Shelf

CASE = "north-01"
STREAM = f"{COUNTER_A}>hub#5f3a"
UNKNOWN = Refusal(code="unknown_case", says="no such case")


def parcel(seq: int, body: Body | None = None) -> Parcel:
    """Counter A's message of this number."""
    content = body or FinishCollecting(case=CASE)
    payload = encode(
        Envelope(
            id=f"01900000-0000-7000-8000-{seq:012x}",
            type=content.type_name,
            version=content.version,
            sent_at=NOON_MS,
            stream=STREAM,
            seq=seq,
            body=content,
        )
    )
    return read_parcel(parse(up(parse_device(COUNTER_A), Channel.CASE)), COUNTER_A, payload)


class TransactionsContract:
    """Needs the fixtures `shelf` and `elsewhere`: two equal hubs over one database."""

    async def test_a_transaction_that_fails_leaves_nothing(self, shelf: Shelf) -> None:
        def fail(books: Books) -> None:
            write(books, CASE, filed())
            books.people.add(teller(), "hash")
            books.devices.add(COUNTER_A, "counter", "a\n", NOON_MS)
            msg = "the power fails"
            raise RuntimeError(msg)

        results = await asyncio.gather(
            shelf.do(lambda books: books.people.add(teller("wang"), "hash")),
            shelf.do(fail),
            shelf.do(lambda books: books.people.add(teller("zhao"), "hash")),
            return_exceptions=True,
        )
        assert [type(result) for result in results] == [type(None), RuntimeError, type(None)]
        assert (await shelf.do(lambda books: books.cases.get(CASE))).phase is Phase.UNKNOWN
        staff = await shelf.do(lambda books: books.people.of_branch(BRANCH_B))
        assert [person.person for person in staff] == ["wang", "zhao"]
        assert await shelf.do(lambda books: books.devices.all()) == []

    async def test_two_hubs_change_one_branch_one_after_the_other(
        self, shelf: Shelf, elsewhere: Shelf
    ) -> None:
        """Each reads what Li holds and adds one: without the branch's lock some would be lost."""

        def one_more(books: Books) -> None:
            li = books.people.branch(BRANCH_B).staff["li"]
            books.people.put(replace(li, assigned=li.assigned + 1), [])
            books.post.notify("li", CASE, "offered")
            books.post.tell(COUNTER_B, Told(case=CASE, news="accepted"))

        await shelf.do(lambda books: books.people.add(teller(), "hash"))
        await asyncio.gather(*(hub.do(one_more) for hub in (shelf, elsewhere) * 10))
        li = await shelf.do(lambda books: books.people.get("li"))
        assert li is not None
        assert li.assigned == 20
        feed = await elsewhere.do(lambda books: books.post.feed("li", 0))
        assert [change.number for change in feed] == list(range(1, 21))
        sent = shelf.sent if elsewhere is shelf else [*shelf.sent, *elsewhere.sent]
        assert sorted(message.seq for message in sent) == list(range(1, 21))

    async def test_a_branch_may_be_locked_again_within_a_transaction(self, shelf: Shelf) -> None:
        def lock_twice(books: Books) -> None:
            books.people.branch(BRANCH_B)
            books.people.branch(BRANCH_B)

        await shelf.do(lock_twice)
        await shelf.do(lock_twice)

    async def test_a_message_is_applied_once_and_answered_each_time(
        self, shelf: Shelf, elsewhere: Shelf
    ) -> None:
        applied: list[int] = []

        def apply(_: Connection, envelope: Envelope) -> None:
            applied.append(envelope.seq or 0)

        for hub in (shelf, elsewhere, shelf):
            (receipt,) = await hub.do(_take_in, 1, apply)
            assert (receipt.outcome, receipt.stream, receipt.seq) == ("applied", STREAM, 1)
        assert applied == [1]

    async def test_a_message_ahead_of_its_turn_waits_for_those_before(self, shelf: Shelf) -> None:
        applied: list[int] = []

        def apply(_: Connection, envelope: Envelope) -> None:
            applied.append(envelope.seq or 0)

        for seq, answered in ((3, []), (2, []), (1, [1, 2, 3])):
            receipts = await shelf.do(_take_in, seq, apply)
            assert [receipt.seq for receipt in receipts] == answered
        assert applied == [1, 2, 3]

    async def test_a_refused_message_takes_back_what_it_wrote(self, shelf: Shelf) -> None:
        told = Told(case=CASE, news="accepted")

        def take(books: Books) -> list[str]:
            def apply(_: Connection, envelope: Envelope) -> Refusal | None:
                books.post.tell(COUNTER_B, told)
                if envelope.seq != 2:
                    return None
                write(books, CASE, filed())
                books.post.tell(COUNTER_A, told)
                books.post.owe(Relay(CASE, COUNTER_B, form()))
                books.post.notify("li", CASE, "offered")
                return UNKNOWN

            return [_take_in(books, seq, apply)[0].outcome for seq in (1, 2, 3)]

        assert await shelf.do(take) == ["applied", "refused", "applied"]
        assert [(parse(message.topic).device.branch, message.seq) for message in shelf.sent] == [
            ("b2", 1),
            ("b2", 2),
        ]
        assert await shelf.do(lambda books: books.unsettled()) == 2
        assert await shelf.do(lambda books: (books.post.owed(), books.post.last_change("li"))) == ([], 0)
        assert (await shelf.do(lambda books: books.cases.get(CASE))).phase is Phase.UNKNOWN
        # and whoever repeats it hears the same, without its being tried again
        (receipt,) = await shelf.do(_take_in, 2, _never)
        assert (receipt.outcome, receipt.refusal) == ("refused", UNKNOWN)

    async def test_what_was_not_understood_is_kept_aside_by_reason(self, shelf: Shelf) -> None:
        topic = up(parse_device(COUNTER_A), Channel.CASE)
        for code in ("not_json", "not_json", "unknown_type"):
            refusal = Refusal.model_validate({"code": code, "says": "what is that"})
            await shelf.do(_quarantine, topic, refusal)
        assert await shelf.do(lambda books: books.quarantined()) == {"not_json": 2, "unknown_type": 1}


def _take_in(books: Books, seq: int, apply: Apply) -> list[Receipt]:
    return books.take_in(parcel(seq), apply)


def _quarantine(books: Books, topic: str, refusal: Refusal) -> None:
    books.quarantine(topic, b"\xff", refusal)


def _never(_: Connection, envelope: Envelope) -> None:
    msg = f"message {envelope.seq} was settled before"
    raise AssertionError(msg)
