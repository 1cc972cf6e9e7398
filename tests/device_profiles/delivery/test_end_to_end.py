"""Five hundred numbered messages through a broker that is killed twice: each applied once, in order."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Column, Connection, Integer, MetaData, Table, Text, insert, select

from device_profiles.contract import topics
from device_profiles.contract.codec import decode, encode
from device_profiles.contract.envelope import HUB, Envelope
from device_profiles.contract.messages.event import PersonLeft
from device_profiles.contract.messages.receipt import Receipt
from device_profiles.contract.topics import Channel
from device_profiles.delivery import outbox, tables
from device_profiles.delivery.client import BrokerAddress
from device_profiles.delivery.clock import Ids, SystemClock
from device_profiles.delivery.courier import Courier
from device_profiles.delivery.database import Database, open_sqlite
from device_profiles.delivery.errors import DeliveryError
from device_profiles.delivery.inbox import read_parcel, take_in
from device_profiles.delivery.outbox import Outbox, Outgoing
from device_profiles.delivery.session import Session
from tests.device_profiles.delivery.counter import COUNTER, EVENTS
from tests.servers.mosquitto import Mosquitto, mosquitto

pytestmark = pytest.mark.integration

MESSAGES = 500
STATE = MetaData()
gone = Table("gone", STATE, Column("place", Integer, primary_key=True), Column("person", Text))
IDS = Ids(SystemClock())


class Counter:
    """Writes down who left, and tells the hub until it holds the hub's receipt."""

    def __init__(self, folder: Path, broker: BrokerAddress) -> None:
        self.database = Database(open_sqlite(folder / "counter.sqlite", tables.METADATA))
        self._outbox = Outbox(str(COUNTER), IDS)
        subscriptions = topics.device_subscriptions(COUNTER)
        self._session = Session(broker, "counter", subscriptions, on_connected=self._link_is_back)
        self._courier = Courier(self.database, self._session, self._outbox, IDS.clock, _must_not_be_refused)
        self.settled = asyncio.Event()

    async def run(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._session.run())
            tasks.create_task(self._courier.run())
            tasks.create_task(self._take_receipts())

    async def tell(self, person: str) -> None:
        def write(connection: Connection) -> Outgoing:
            return self._outbox.write(connection, HUB, EVENTS, PersonLeft(person=person))

        self._courier.send([await self.database.run(write)])

    async def waiting(self) -> int:
        return (await self.database.run(outbox.backlog)).messages

    async def _link_is_back(self) -> None:
        await self._courier.link_is_back()

    async def _take_receipts(self) -> None:
        while True:
            arrival = await self._session.next_arrival()
            body = decode("down", Channel.RECEIPT, arrival.payload).body
            assert isinstance(body, Receipt)
            await self._courier.take_receipt(body, HUB)
            arrival.acknowledge()
            self.settled.set()


class Hub:
    """Applies what counters say, and answers after the commit."""

    def __init__(self, folder: Path, broker: BrokerAddress) -> None:
        self.database = Database(open_sqlite(folder / "hub.sqlite", tables.METADATA, STATE))
        self._session = Session(broker, "hub", topics.hub_subscriptions())
        self._applied = asyncio.Condition()

    async def run(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._session.run())
            while True:
                arrival = await self._session.next_arrival()
                parcel = read_parcel(topics.parse(arrival.topic), str(COUNTER), arrival.payload)
                receipts = await self.database.run(partial(take_in, parcel=parcel, apply=_apply))
                arrival.acknowledge()
                for receipt in receipts:
                    tasks.create_task(self._answer(receipt))
                async with self._applied:
                    self._applied.notify_all()

    async def gone(self) -> list[str]:
        rows = await self.database.run(
            lambda connection: connection.execute(select(gone.c.person).order_by(gone.c.place)).all()
        )
        return [row.person for row in rows]

    async def until_applied(self, count: int) -> None:
        async with self._applied:
            while len(await self.gone()) < count:
                await self._applied.wait()

    async def _answer(self, receipt: Receipt) -> None:
        envelope = Envelope(
            id=IDS.message_id(),
            type=receipt.type_name,
            version=receipt.version,
            sent_at=IDS.clock.now_ms(),
            body=receipt,
        )
        with suppress(DeliveryError):  # the counter says it again, and gets the same answer
            await self._session.publish(topics.down(COUNTER, Channel.RECEIPT), encode(envelope))


def _apply(connection: Connection, envelope: Envelope) -> None:
    assert isinstance(envelope.body, PersonLeft)
    connection.execute(insert(gone).values(person=envelope.body.person))


def _must_not_be_refused(_connection: Connection, message: Outgoing, receipt: Receipt) -> None:
    pytest.fail(f"{message} was refused: {receipt}")


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Mosquitto]:
    with mosquitto(tmp_path) as running:
        yield running


async def test_two_kills_of_the_broker_lose_double_and_disorder_nothing(
    broker: Mosquitto, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "FIRST_RETRY_MS", 100)
    counter, hub = Counter(tmp_path, broker.address()), Hub(tmp_path, broker.address())
    people = [f"person-{number}" for number in range(MESSAGES)]

    async def tell_all() -> None:
        for person in people:
            await counter.tell(person)

    with counter.database, hub.database:
        async with asyncio.timeout(60), asyncio.TaskGroup() as tasks:
            at_work = [tasks.create_task(program.run()) for program in (counter, hub)]
            tasks.create_task(tell_all())
            for kill_after in (MESSAGES // 5, MESSAGES // 2):
                await hub.until_applied(kill_after)
                broker.kill()
                broker.start()
            await hub.until_applied(MESSAGES)
            while await counter.waiting():
                counter.settled.clear()
                await counter.settled.wait()
            for program in at_work:
                program.cancel()
        assert await hub.gone() == people
