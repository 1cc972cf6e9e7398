"""A connection that listens, with a real mosquitto, and with a broker that is contrary."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from device_profiles.delivery import client as client_module
from device_profiles.delivery.listener import Batch, Listener
from tests.fakes.contrary_broker import BAD_PASSWORD, CONNECT, NOT_AUTHORIZED, SUBSCRIBE, contrary_broker
from tests.servers.mosquitto import Mosquitto, mosquitto

LARGE = bytes(20_000)


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Mosquitto]:
    with mosquitto(tmp_path, more="max_inflight_messages 0\n") as running:
        yield running


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorter pauses between attempts, in the same proportions."""
    monkeypatch.setattr(client_module, "FIRST_WAIT_S", 0.02)
    monkeypatch.setattr(client_module, "LONGEST_WAIT_S", 0.3)


@asynccontextmanager
async def running(listener: Listener) -> AsyncIterator[Listener]:
    async with asyncio.timeout(30), asyncio.TaskGroup() as tasks:
        link = tasks.create_task(listener.run())
        await listener.wait_connected()
        try:
            yield listener
        finally:
            link.cancel()


async def say(broker: Mosquitto, *payloads: bytes) -> None:
    async with broker.client() as counter:
        for payload in payloads:
            await counter.publish("readings", payload, qos=1)


async def hear(listener: Listener, messages: int) -> list[Batch]:
    """Batches of so many messages in all, not acknowledged."""
    batches: list[Batch] = []
    while sum(len(batch.messages) for batch in batches) < messages:
        batches.append(await listener.next_batch())
    return batches


def said_in(batches: list[Batch]) -> list[bytes]:
    return [message.payload for batch in batches for message in batch.messages]


@pytest.mark.integration
async def test_what_is_said_is_heard_in_order_and_once(broker: Mosquitto) -> None:
    async with running(Listener(broker.address(), "hub", ("readings",))) as listener:
        spoken = [b"%d" % number for number in range(200)]
        await say(broker, *spoken)
        batches = await hear(listener, 200)
        for batch in batches:
            assert {message.topic for message in batch.messages} == {"readings"}
            batch.acknowledge()
        assert said_in(batches) == spoken


@pytest.mark.integration
async def test_a_large_message_comes_in_pieces_and_is_whole(broker: Mosquitto) -> None:
    async with running(Listener(broker.address(), "hub", ("readings",))) as listener:
        spoken = [bytes([number]) * 700_000 for number in range(3)]
        await say(broker, *spoken)
        assert said_in(await hear(listener, 3)) == spoken


@pytest.mark.integration
async def test_what_it_has_no_room_for_stays_with_the_broker(broker: Mosquitto) -> None:
    """mosquitto stops keeping to the Receive Maximum with the first acknowledgement."""
    async with running(
        Listener(broker.address(), "hub", ("readings",), most_unacknowledged=10)
    ) as listener:
        spoken = [b"%d " % number + LARGE for number in range(400)]
        await say(broker, *spoken)
        first = await hear(listener, 10)
        assert len(said_in(first)) == 10
        for batch in first:
            batch.acknowledge()
        held = await hear(listener, 10)
        # A message there and back on a connection of its own: what could come has come.
        async with running(Listener(broker.address(), "other", ("readings",))) as other:
            await say(broker, b"last")
            await hear(other, 1)
        assert listener._batches.empty()
        assert len(said_in(held)) < 10 + 300_000 // len(LARGE)
        heard = first + held
        while len(said_in(heard)) < 401:
            for batch in held:
                batch.acknowledge()
            held = await hear(listener, 1)
            heard += held
        assert said_in(heard) == [*spoken, b"last"]


@pytest.mark.integration
async def test_after_a_power_cut_of_the_broker_it_listens_again(broker: Mosquitto) -> None:
    async with running(Listener(broker.address(), "hub", ("readings",))) as listener:
        await say(broker, b"before")
        [old] = await hear(listener, 1)
        broker.kill()
        while listener.is_up:  # noqa: ASYNC110  it tells nobody of a loss but the log
            await asyncio.sleep(0.005)
        broker.start()
        await listener.wait_connected()
        old.acknowledge()  # of a connection that is gone
        await say(broker, b"after")
        assert said_in(await hear(listener, 1)) == [b"after"]


@pytest.mark.parametrize(
    ("asked", "answer", "reason"),
    [
        (CONNECT, BAD_PASSWORD, "the broker refused the connection: Bad user name or password"),
        (SUBSCRIBE, NOT_AUTHORIZED, "the broker refused a subscription: Not authorized"),
    ],
)
async def test_who_is_refused_says_why_and_tries_again(asked: int, answer: int, reason: str) -> None:
    async with contrary_broker() as contrary, asyncio.TaskGroup() as tasks:
        contrary.answers[asked] = answer
        listener = Listener(contrary.address, "hub", ("readings",))
        with capture_logs() as logs:
            link = tasks.create_task(listener.run())
            await contrary.until_connected(times=3)
        assert not listener.is_up
        link.cancel()
    assert {log["reason"] for log in logs} == {reason}


async def test_a_broker_that_speaks_no_mqtt_is_left() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(b"\xff\xff\xff\xff\xff\xff")
        await reader.read()
        writer.close()

    async with await asyncio.start_server(talk, "127.0.0.1", 0) as server, asyncio.TaskGroup() as tasks:
        port = server.sockets[0].getsockname()[1]
        listener = Listener(client_module.BrokerAddress("127.0.0.1", port), "hub", ("readings",))
        with capture_logs() as logs:
            link = tasks.create_task(listener.run())
            async with asyncio.timeout(10):
                while not logs:  # noqa: ASYNC110  it tells nobody but the log
                    await asyncio.sleep(0.005)
        link.cancel()
    assert logs[0]["reason"].startswith("the broker broke the protocol")
