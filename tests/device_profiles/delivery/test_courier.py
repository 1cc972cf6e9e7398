"""The courier: fresh messages at once, overdue ones again, and what receipts do to both."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import Column, Connection, MetaData, Table, Text, insert, select
from sqlalchemy.exc import OperationalError

from device_profiles.contract.codec import decode
from device_profiles.contract.envelope import HUB, Envelope
from device_profiles.contract.errors import ContractError, Refusal, UnreadableError
from device_profiles.contract.messages.event import PersonLeft, Void
from device_profiles.contract.messages.receipt import Receipt
from device_profiles.contract.topics import Channel
from device_profiles.delivery import outbox, tables
from device_profiles.delivery.courier import AT_ONCE, SWEEP_S, Courier
from device_profiles.delivery.errors import DatabaseUnavailableError
from device_profiles.delivery.inbox import read_parcel, take_in
from device_profiles.delivery.outbox import FIRST_RETRY_MS, Outbox, Outgoing
from tests.device_profiles.delivery.counter import COUNTER, EVENT_TOPIC, EVENTS, ids_at, who_left
from tests.fakes.immediate_database import ImmediateDatabase
from tests.fakes.link import FakeLink
from tests.fakes.standing_clock import NOON_MS
from tests.fakes.virtual_time import run_virtually

STATE = MetaData()
refused = Table("refused_here", STATE, Column("person", Text), Column("says", Text))
STRANGER = Refusal(code="not_on_duty", says="was never here")


class LoopClock:
    """Tells the loop's time, so that the outbox and the courier grow older together."""

    def now_ms(self) -> int:
        return NOON_MS + round(asyncio.get_running_loop().time() * 1000)


@dataclass
class House:
    """A counter, its courier at work, and the hub's answers at hand."""

    database: ImmediateDatabase
    link: FakeLink
    outbox: Outbox
    courier: Courier

    def writes(self, person: str, receiver: str = HUB) -> Outgoing:
        return self.database.do(
            lambda connection: self.outbox.write(connection, receiver, EVENTS, PersonLeft(person=person))
        )

    def tells(self, *people: str) -> list[Outgoing]:
        messages = [self.writes(person) for person in people]
        self.courier.send(messages)
        return messages

    async def hears(self, message: Outgoing, *, refusal: Refusal | None = None, sender: str = HUB) -> None:
        outcome: Any = "applied" if refusal is None else "refused"
        receipt = Receipt(outcome=outcome, stream=message.stream, seq=message.seq, refusal=refusal)
        await self.courier.take_receipt(receipt, sender)

    @property
    def waiting(self) -> int:
        return self.database.do(outbox.backlog).messages

    @property
    def refused(self) -> list[tuple[str, str]]:
        rows = self.database.do(lambda connection: connection.execute(select(refused)).all())
        return [(row.person, row.says) for row in rows]


@asynccontextmanager
async def house(hear: Callable[[str, bytes], None] | None = None) -> AsyncIterator[House]:
    def on_refused(connection: Connection, message: Outgoing, receipt: Receipt) -> None:
        assert receipt.refusal is not None
        person = who_left(message.payload)
        connection.execute(insert(refused).values(person=person, says=receipt.refusal.says))

    clock = LoopClock()
    database, link = ImmediateDatabase(tables.METADATA, STATE), FakeLink(hear)
    writer = Outbox(str(COUNTER), ids_at(clock))
    courier = Courier(database, link, writer, clock, on_refused)
    async with asyncio.TaskGroup() as tasks:
        at_work = tasks.create_task(courier.run())
        yield House(database, link, writer, courier)
        at_work.cancel()
    database.close()


def virtually(script: Callable[[], Coroutine[Any, Any, None]]) -> Callable[[], None]:
    """A test in virtual time."""

    def run() -> None:
        run_virtually(script())

    run.__name__, run.__module__ = script.__name__, script.__module__
    return run


def now_s() -> float:
    return asyncio.get_running_loop().time()


@virtually
async def test_what_was_just_committed_goes_at_once_and_in_order() -> None:
    async with house() as counter:
        counter.link.goes_up()
        messages = counter.tells(*(f"p-{number}" for number in range(3 * AT_ONCE)))
        await counter.link.until_published(len(messages))
        assert counter.link.published == [message.payload for message in messages]
        assert now_s() < 0.1


@virtually
async def test_what_has_no_receipt_goes_again_and_what_has_one_does_not() -> None:
    async with house() as counter:
        counter.link.goes_up()
        li, wang = counter.tells("li", "wang")
        await counter.link.until_published(2)
        await counter.hears(li)
        await counter.link.until_published(4)
        assert [who_left(payload) for payload in counter.link.published[2:]] == ["wang", "wang"]
        assert FIRST_RETRY_MS / 1000 * 2 <= now_s() <= FIRST_RETRY_MS / 1000 * 4 + 2 * SWEEP_S
        await counter.hears(wang)
        await asyncio.sleep(1_000)
        assert len(counter.link.published) == 4


@virtually
async def test_what_was_written_without_a_link_goes_when_it_is_back() -> None:
    async with house() as counter:
        counter.tells("li", "wang")
        await asyncio.sleep(1_000)
        counter.link.goes_up()
        await counter.courier.link_is_back()
        await counter.link.until_published(2)
        assert [who_left(payload) for payload in counter.link.published] == ["li", "wang"]
        assert now_s() < 1_000.1


@virtually
async def test_after_a_reconnection_nothing_waits_longer() -> None:
    async with house() as counter:
        counter.link.goes_up()
        counter.tells("li")
        await counter.link.until_published(7)  # the next time is up to a minute away
        await asyncio.sleep(0.5)
        again_s = now_s()
        await counter.courier.link_is_back()
        await counter.link.until_published(8)
        assert now_s() - again_s < 0.1
        await asyncio.sleep(10)
        assert len(counter.link.published) == 8


@virtually
async def test_for_a_receiver_who_is_back_nothing_waits_longer() -> None:
    async with house() as counter:
        counter.link.goes_up()
        counter.courier.send([counter.writes("li"), counter.writes("wang", receiver="elsewhere")])
        await counter.link.until_published(14)  # the next time is up to a minute away for either
        await asyncio.sleep(0.5)
        again_s = now_s()
        await counter.courier.receiver_is_back(HUB)
        await counter.link.until_published(15)
        assert now_s() - again_s < 0.1
        assert who_left(counter.link.published[-1]) == "li"


@virtually
async def test_a_refusal_settles_and_the_state_learns_of_it_together() -> None:
    async with house() as counter:
        counter.link.goes_up()
        (li,) = counter.tells("li")
        await counter.link.until_published(1)
        await counter.hears(li, refusal=STRANGER)
        await counter.hears(li, refusal=STRANGER)
        assert counter.refused == [("li", "was never here")]
        assert counter.waiting == 0


@virtually
async def test_a_refusal_that_the_state_cannot_take_in_settles_nothing() -> None:
    async with house() as counter:
        counter.link.goes_up()
        (li,) = counter.tells("li")
        counter.database.do(STATE.drop_all)
        with pytest.raises(OperationalError):
            await counter.hears(li, refusal=STRANGER)
        assert counter.waiting == 1


@virtually
async def test_a_receipt_settles_nothing_that_was_written_to_another() -> None:
    async with house() as counter:
        (li,) = counter.tells("li")
        await counter.hears(li, sender="north/b1/counter-2")
        await counter.courier.take_receipt(Receipt(outcome="applied"), HUB)
        assert counter.waiting == 1
        await counter.hears(li)
        assert counter.waiting == 0


@virtually
async def test_a_message_that_the_broker_forbids_waits_and_holds_up_no_other() -> None:
    async with house() as counter:
        counter.link.goes_up()
        counter.link.forbidden.add(EVENTS)
        counter.tells("li")
        await asyncio.sleep(10)
        counter.link.forbidden.clear()
        counter.tells("wang")
        await counter.link.until_published(1)
        assert who_left(counter.link.published[0]) == "wang"
        await counter.link.until_published(2)


@virtually
async def test_a_full_disk_does_not_end_the_courier() -> None:
    async with house() as counter:
        counter.tells("li")
        counter.database.error = DatabaseUnavailableError("database or disk is full")
        counter.link.goes_up()
        await counter.courier.link_is_back()
        await asyncio.sleep(10)
        counter.database.error = None
        await counter.link.until_published(1)
        assert now_s() < 10 + 2 * SWEEP_S


@virtually
async def test_when_the_receiver_cannot_read_one_a_void_takes_its_number_and_the_rest_goes_on() -> None:
    """From end to end: the way spoils the second message so that no envelope can be read."""
    receipts: asyncio.Queue[Receipt] = asyncio.Queue()
    hub = ImmediateDatabase(tables.METADATA)
    applied: list[int] = []
    spoilt: dict[str, str] = {}

    def apply(_connection: Connection, envelope: Envelope) -> None:
        assert envelope.seq is not None
        applied.append(envelope.seq)

    def hears(_topic: str, payload: bytes) -> None:
        try:
            if (
                not isinstance(decode("up", Channel.EVENT, payload).body, Void)
                and who_left(payload) == "wang"
            ):
                raise UnreadableError("not_json", "an older hub cannot read this")
            parcel = read_parcel(EVENT_TOPIC, str(COUNTER), payload)
        except ContractError as error:
            digest = hashlib.sha256(payload).hexdigest()
            spoilt[digest] = error.refusal.says
            receipts.put_nowait(Receipt(outcome="unreadable", sha256=digest, refusal=error.refusal))
            return
        for receipt in hub.do(lambda connection: take_in(connection, parcel, apply)):
            receipts.put_nowait(receipt)

    async with house(hears) as counter:
        counter.link.goes_up()
        counter.tells("li", "wang", "zhao")
        while counter.waiting:
            async with asyncio.timeout(60):
                receipt = await receipts.get()
            await counter.courier.take_receipt(receipt, HUB)
        assert applied == [1, 3]
        assert counter.refused == [("wang", "an older hub cannot read this")]
        assert len(spoilt) == 1
        assert now_s() < 1
    hub.close()


@virtually
async def test_with_a_receiver_who_can_read_nothing_it_does_not_run_in_circles() -> None:
    async with house() as counter:
        counter.link.goes_up()
        counter.tells("li")
        for answered in range(1, 6):
            await counter.link.until_published(answered)
            digest = hashlib.sha256(counter.link.published[-1]).hexdigest()
            refusal = Refusal(code="not_enrolled", says="who are you?")
            receipt = Receipt(outcome="unreadable", sha256=digest, refusal=refusal)
            await counter.courier.take_receipt(receipt, HUB)
        assert now_s() > FIRST_RETRY_MS / 1000
        assert counter.waiting == 1
        assert counter.refused == [("li", "who are you?")]
