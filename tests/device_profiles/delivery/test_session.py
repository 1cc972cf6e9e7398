"""A session with a real mosquitto, and with a listener that misbehaves as mosquitto never would."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from itertools import pairwise
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from device_profiles.broker_rules import password_line
from device_profiles.delivery import client as client_module
from device_profiles.delivery import session as session_module
from device_profiles.delivery.client import FIRST_WAIT_S, LONGEST_WAIT_S, BrokerAddress, reconnect_delay_s
from device_profiles.delivery.errors import LinkDownError, PublishRefusedError
from device_profiles.delivery.session import Presence, Session, Statement
from tests.fakes.contrary_broker import (
    BAD_PASSWORD,
    CONNECT,
    NOT_AUTHORIZED,
    PUBLISH,
    SUBSCRIBE,
    ContraryBroker,
    contrary_broker,
)
from tests.servers.mosquitto import Mosquitto, mosquitto

STATE = "house/state"
PRESENCE = Presence(lambda: Statement(STATE, b"here"), lambda: Statement(STATE, b"gone"))
QUICK_S, QUICK_LONGEST_S = 0.02, 0.3


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Mosquitto]:
    with mosquitto(tmp_path) as running:
        yield running


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorter pauses between attempts, in the same proportions."""
    monkeypatch.setattr(client_module, "FIRST_WAIT_S", QUICK_S)
    monkeypatch.setattr(client_module, "LONGEST_WAIT_S", QUICK_LONGEST_S)


@asynccontextmanager
async def running(session: Session) -> AsyncIterator[Session]:
    async with asyncio.timeout(30), asyncio.TaskGroup() as tasks:
        link = tasks.create_task(session.run())
        await session.wait_connected()
        try:
            yield session
        finally:
            link.cancel()


async def until_down(session: Session) -> None:
    async with asyncio.timeout(10):
        while session.connected:  # noqa: ASYNC110  what the session tells its owner is tested, not used, here
            await asyncio.sleep(0.005)


def cut(session: Session) -> None:
    """Break the connection under the session, as a pulled cable would."""
    socket_of(session).shutdown(socket.SHUT_RDWR)


def socket_of(session: Session) -> socket.socket:
    assert session._connection is not None
    assert session._connection._transport is not None
    with_it: socket.socket = session._connection._transport.get_extra_info("socket")
    return with_it


def test_the_pauses_grow_and_are_drawn_from_their_upper_half() -> None:
    for failures, ceiling_s in ((0, FIRST_WAIT_S), (3, 8 * FIRST_WAIT_S), (10_000, LONGEST_WAIT_S)):
        pauses_s = [reconnect_delay_s(failures) for _ in range(300)]
        assert ceiling_s / 2 <= min(pauses_s) < max(pauses_s) <= ceiling_s


async def test_without_a_link_nothing_is_published() -> None:
    with pytest.raises(LinkDownError):
        await Session(BrokerAddress("127.0.0.1", 1), "counter", ()).publish("case", b"1")


@pytest.mark.integration
async def test_a_publish_tells_whether_anybody_listens(broker: Mosquitto) -> None:
    async with running(Session(broker.address(), "counter", ())) as counter:
        assert not await counter.publish("readings", b"1")
        async with running(Session(broker.address(), "hub", ("readings",))):
            assert await counter.publish("readings", b"2")


@pytest.mark.integration
async def test_birth_will_and_farewell_are_kept_for_who_comes_later(broker: Mosquitto) -> None:
    seen: list[bytes] = []
    async with broker.client() as watcher:
        await watcher.subscribe(STATE, qos=1)
        session = Session(broker.address(), "counter", (), PRESENCE)
        async with running(session):
            seen.append((await anext(aiter(watcher.messages))).payload)
            cut(session)
            seen += [(await anext(aiter(watcher.messages))).payload for _ in range(2)]
            assert await _retained(broker) == b"here"
        seen.append((await anext(aiter(watcher.messages))).payload)
        assert seen == [b"here", b"gone", b"here", b"gone"]
        assert await _retained(broker) == b"gone"


async def _retained(broker: Mosquitto) -> object:
    async with broker.client() as latecomer:
        await latecomer.subscribe(STATE, qos=1)
        message = await anext(aiter(latecomer.messages))
        assert message.retain
        return message.payload


@pytest.mark.integration
async def test_it_comes_back_after_the_broker_was_killed(broker: Mosquitto) -> None:
    told: list[str] = []

    async def up() -> None:
        told.append("up")

    session = Session(
        broker.address(),
        "counter",
        ("case",),
        PRESENCE,
        on_connected=up,
        on_lost=lambda: told.append("lost"),
    )
    async with running(session):
        broker.kill()
        await until_down(session)
        with pytest.raises(LinkDownError):
            await session.publish("case", b"1")
        broker.start()
        await session.wait_connected()
        await session.publish("case", b"2", properties={"whose": "Li's"})
        arrival = await session.next_arrival()
        assert (arrival.topic, arrival.payload, arrival.properties) == ("case", b"2", {"whose": "Li's"})
        assert await _retained(broker) == b"here"
        assert (told, session.drops) == (["up", "lost", "up"], 1)
    assert told[-1] == "lost"


@pytest.mark.integration
async def test_who_waits_for_the_brokers_answer_learns_that_none_will_come() -> None:
    async with contrary_broker() as broker, running(Session(broker.address, "counter", ())) as session:
        broker.silent = True
        async with asyncio.TaskGroup() as tasks:
            publishing = tasks.create_task(_publish_in_vain(session))
            await asyncio.sleep(0)
            cut(session)
            async with asyncio.timeout(5):
                await publishing


async def _publish_in_vain(session: Session) -> None:
    with pytest.raises(LinkDownError, match="broke"):
        await session.publish("case", b"1")


@pytest.mark.integration
async def test_mosquitto_refuses_a_forbidden_topic_and_keeps_the_link(tmp_path: Path) -> None:
    passwords = password_line("counter", "secret", b"twelve bytes")
    acl = "user counter\ntopic write allowed\n"
    with mosquitto(tmp_path, passwords=passwords, acl=acl) as broker:
        async with running(Session(broker.address("counter", "secret"), "counter", ())) as session:
            await session.publish("allowed", b"1")
            with pytest.raises(PublishRefusedError, match="forbidden: Not authorized"):
                await session.publish("forbidden", b"2")
            await session.publish("allowed", b"3")
            assert session.drops == 0


@pytest.mark.integration
async def test_a_broker_that_ends_the_connection_for_a_forbidden_topic_is_asked_again() -> None:
    async with contrary_broker() as broker, running(Session(broker.address, "counter", ())) as session:
        broker.drops.add(PUBLISH)
        with pytest.raises(LinkDownError):
            await session.publish("forbidden", b"1")
        await until_down(session)
        broker.drops.clear()
        await session.wait_connected()
        await session.publish("allowed", b"2")


@pytest.mark.integration
async def test_a_refusal_of_the_broker_is_told_and_the_link_stays() -> None:
    async with contrary_broker() as broker, running(Session(broker.address, "counter", ())) as session:
        broker.answers[PUBLISH] = NOT_AUTHORIZED
        with pytest.raises(PublishRefusedError, match="case: Not authorized"):
            await session.publish("case", b"1")
        broker.answers[PUBLISH] = 0x10  # nobody listens, which is no refusal
        await session.publish("case", b"2")
        assert session.connected
        assert len(broker.connects_s) == 1


@pytest.fixture
def one_at_a_time(tmp_path: Path) -> Iterator[Mosquitto]:
    """A broker that gives out the next message only when the one before is acknowledged."""
    with mosquitto(tmp_path, more="max_inflight_messages 1\n") as running:
        yield running


@pytest.mark.integration
async def test_a_message_counts_as_delivered_only_when_it_is_acknowledged(one_at_a_time: Mosquitto) -> None:
    async with running(Session(one_at_a_time.address(), "hub", ("case",))) as session:
        async with one_at_a_time.client() as counter:
            for payload in (b"1", b"2"):
                await counter.publish("case", payload, qos=1)
        first = await session.next_arrival()
        await session.publish("elsewhere", b"")  # answered after what the broker had to say before it
        assert session._arrivals.empty()
        first.acknowledge()
        assert (first.payload, (await session.next_arrival()).payload) == (b"1", b"2")


@pytest.mark.integration
async def test_an_acknowledgement_of_an_old_connection_does_nothing(one_at_a_time: Mosquitto) -> None:
    async with running(Session(one_at_a_time.address(), "hub", ("case",))) as session:
        async with one_at_a_time.client() as counter:
            await counter.publish("case", b"before", qos=1)
        old = await session.next_arrival()
        one_at_a_time.kill()
        await until_down(session)
        old.acknowledge()
        one_at_a_time.start()
        await session.wait_connected()
        async with one_at_a_time.client() as counter:
            for payload in (b"1", b"2"):
                await counter.publish("case", payload, qos=1)
        first = await session.next_arrival()
        old.acknowledge()  # it had the same packet identifier
        await session.publish("elsewhere", b"")
        assert session._arrivals.empty()
        first.acknowledge()
        assert (await session.next_arrival()).payload == b"2"


@pytest.mark.integration
async def test_more_than_can_be_held_is_dropped_and_counted_and_the_link_does_not_go_deaf(
    broker: Mosquitto, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_module, "MOST_UNREAD", 5)
    async with running(Session(broker.address(), "hub", ("case",))) as session:
        async with broker.client() as counter:
            for number in range(100):
                await counter.publish("case", b"%d" % number, qos=1)
            await session.publish("elsewhere", b"")
            assert session.unread_dropped > 50
            for _ in range(5):
                (await session.next_arrival()).acknowledge()
            await counter.publish("case", b"after", qos=1)
        assert (await session.next_arrival()).payload == b"after"


@pytest.mark.integration
async def test_small_messages_are_not_held_back(broker: Mosquitto) -> None:
    async with running(Session(broker.address(), "counter", ())) as session:
        assert socket_of(session).getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0


@pytest.mark.integration
@pytest.mark.usefixtures("quick")
async def test_a_wrong_password_is_tried_again_later_and_later(tmp_path: Path) -> None:
    passwords = password_line("counter", "secret", b"twelve bytes")
    with mosquitto(tmp_path, passwords=passwords) as broker, capture_logs() as logs:
        session = Session(broker.address("counter", "wrong"), "counter", (), PRESENCE)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(1.0):
                await session.run()
    assert not session.connected
    assert session.drops == 0
    reasons = [entry["reason"] for entry in logs if entry["event"] == "link lost"]
    assert 3 <= len(reasons) <= 10
    assert [reason for reason in reasons if "Not authorized" not in reason] == []


@pytest.mark.integration
@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    "contrary",
    ["bad password", "drops at connect", "drops at birth", "refuses birth", "refuses to be heard"],
)
async def test_whatever_the_broker_does_the_session_tries_again_but_does_not_spin(contrary: str) -> None:
    async with contrary_broker() as broker:
        _make(broker, contrary)
        session = Session(broker.address, "counter", ("case",), PRESENCE)
        async with asyncio.timeout(30), asyncio.TaskGroup() as tasks:
            link = tasks.create_task(session.run())
            began_s = await broker.until_connected(6)
            assert not session.connected
            # At least half of each pause: 1/2, 1, 2, 4 times the first, then the longest.
            pauses_s = [later - earlier for earlier, later in pairwise(began_s)]
            least_s = [min(QUICK_LONGEST_S, QUICK_S * 2**failures) / 2 for failures in range(1, 6)]
            assert all(pause >= least for pause, least in zip(pauses_s, least_s, strict=True))
            broker.answers.clear()
            broker.drops.clear()
            await session.wait_connected()
            link.cancel()


def _make(broker: ContraryBroker, contrary: str) -> None:
    match contrary:
        case "bad password":
            broker.answers[CONNECT] = BAD_PASSWORD
        case "drops at connect":
            broker.drops.add(CONNECT)
        case "drops at birth":
            broker.drops.add(PUBLISH)
        case "refuses birth":
            broker.answers[PUBLISH] = NOT_AUTHORIZED
        case "refuses to be heard":
            broker.answers[SUBSCRIBE] = NOT_AUTHORIZED


@pytest.mark.integration
@pytest.mark.usefixtures("quick")
async def test_a_link_that_breaks_as_soon_as_it_is_up_is_not_taken_for_a_good_one() -> None:
    """As when the outbox holds a message that the broker punishes with a disconnection."""
    async with contrary_broker() as broker:

        async def breaks() -> None:
            cut(session)

        session = Session(broker.address, "counter", (), on_connected=breaks)
        async with asyncio.timeout(30), asyncio.TaskGroup() as tasks:
            link = tasks.create_task(session.run())
            began_s = await broker.until_connected(6)
            assert began_s[-1] - began_s[-2] >= QUICK_LONGEST_S / 2
            link.cancel()


@pytest.mark.integration
async def test_it_ends_when_told_to_even_if_the_broker_says_nothing() -> None:
    async with contrary_broker() as broker:
        broker.silent = True
        async with asyncio.timeout(5), asyncio.TaskGroup() as tasks:
            link = tasks.create_task(Session(broker.address, "counter", ()).run())
            await broker.until_connected(1)
            link.cancel()
        await broker.until_nobody_is_connected()
