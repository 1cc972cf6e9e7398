"""A connection's bytes: however they come apart the same packets, and whatever they are no crash."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from itertools import pairwise

import mqtt5
import pytest
from hypothesis import given
from hypothesis import strategies as st

from device_profiles.delivery.errors import LinkDownError
from device_profiles.delivery.line import LARGEST_PACKET_BYTES, Line

LARGE = 300_000
SPOKEN = (
    *(b"", b"1", bytes(127), bytes(16_384)),  # at the borders of how a length is written
    *(bytes(LARGE), b"last"),
)


class Wire(asyncio.Transport):
    """The broker's end: what was written lies in `sent`."""

    def __init__(self) -> None:
        super().__init__()
        self.sent = b""
        self.is_closed = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.sent += data

    def is_closing(self) -> bool:
        return self.is_closed

    def close(self) -> None:
        self.is_closed = True

    def packets(self) -> list[mqtt5.Packet]:
        """What was written, and is forgotten then."""
        view, found = memoryview(self.sent), []
        while view:
            packet, length = mqtt5.read(view)
            found.append(packet)
            view = view[length:]
        self.sent = b""
        return found


def publish(payload: bytes, number: int) -> bytes:
    return mqtt5.PublishPacket(
        "case", payload, qos=mqtt5.QoS.AT_LEAST_ONCE, packet_id=number, user_properties=[("whose", "Li's")]
    ).write()


NO_TEXT = b"\x32\x10\x00\x04case\x00\x02\x07\x26\x00\x01\xff\x00\x01A"
"""A publish with a property of which the name is not UTF-8."""
STREAM = b"".join(
    [mqtt5.ConnAckPacket().write(), *(publish(said, number) for number, said in enumerate(SPOKEN, 1))]
)


def heard(parts: Sequence[bytes]) -> tuple[list[mqtt5.PublishPacket], Line]:
    """What a line makes of these bytes."""
    messages: list[mqtt5.PublishPacket] = []

    async def hear() -> Line:
        line = Line(messages.extend, 20)
        line.connection_made(Wire())
        for part in parts:
            line.data_received(part)
        return line

    return messages, asyncio.run(hear())


@given(cuts=st.lists(st.integers(0, len(STREAM)), max_size=30))
def test_however_the_bytes_come_apart_the_messages_are_the_same(cuts: list[int]) -> None:
    places = [0, *sorted(cuts), len(STREAM)]
    messages, line = heard([STREAM[start:end] for start, end in pairwise(places)])
    assert [bytes(message.payload) for message in messages] == list(SPOKEN)
    assert {tuple(message.user_properties) for message in messages} == {(("whose", "Li's"),)}
    assert line.is_alive


def test_byte_by_byte_too() -> None:
    few = STREAM[:400]
    assert len(heard([bytes([byte]) for byte in few])[0]) == len(heard([few])[0]) == 3


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # what a panic leaves behind
@given(parts=st.lists(st.binary(max_size=200), max_size=10), good=st.integers(0, 300))
def test_whatever_comes_is_taken_or_ends_the_connection(parts: list[bytes], good: int) -> None:
    messages, line = heard([STREAM[:good], *parts])
    assert len(messages) >= len(heard([STREAM[:good]])[0])
    assert line._transport is not None
    assert line.is_alive is not line._transport.is_closing()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    "bad",
    [
        *(b"\xff" * 6, b"\x30\xff\xff\xff\x7f", b"\x30\xff\xff\xff\xff\x01"),
        *(b"\x20\x03\x00\x99\x00", NO_TEXT),
    ],
)
def test_what_is_no_mqtt_or_too_much_ends_the_connection(bad: bytes) -> None:
    messages, line = heard([bad, b"", STREAM])
    assert not line.is_alive
    assert messages == []


def test_a_packet_as_large_as_any_may_be_is_taken() -> None:
    most = LARGEST_PACKET_BYTES - 100
    assert len(heard([publish(bytes(most), 1)])[0]) == 1
    assert heard([publish(bytes(LARGEST_PACKET_BYTES), 1)[:100]])[1].is_alive is False


class TestPublishing:
    async def test_what_is_said_in_one_turn_goes_together_and_in_order(self) -> None:
        line, wire = Line(lambda _: None, 20), Wire()
        line.connection_made(wire)
        async with asyncio.TaskGroup() as tasks:
            saying = [
                tasks.create_task(line.publish("case", b"%d" % number, (), retain=False))
                for number in range(3)
            ]
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            said = [packet for packet in wire.packets() if isinstance(packet, mqtt5.PublishPacket)]
            assert [bytes(packet.payload) for packet in said] == [b"0", b"1", b"2"]
            for packet in reversed(said):
                assert packet.packet_id is not None
                line.data_received(mqtt5.PubAckPacket(packet.packet_id).write())
        assert [task.result().packet_id for task in saying] == [packet.packet_id for packet in said]

    async def test_no_more_is_unanswered_than_the_broker_wants(self) -> None:
        line, wire = Line(lambda _: None, 20), Wire()
        line.connection_made(wire)
        line.data_received(mqtt5.ConnAckPacket(receive_max=2).write())
        async with asyncio.TaskGroup() as tasks:
            for number in range(5):
                tasks.create_task(line.publish("case", b"%d" % number, (), retain=False))
            answered = 0
            while answered < 5:
                await asyncio.sleep(0)
                said = wire.packets()
                assert len(said) <= 2
                for packet in said:
                    assert isinstance(packet, mqtt5.PublishPacket)
                    assert packet.packet_id is not None
                    line.data_received(mqtt5.PubAckPacket(packet.packet_id).write())
                    answered += 1

    async def test_whoever_waits_when_it_is_lost_is_told(self) -> None:
        line = Line(lambda _: None, 20)
        line.connection_made(Wire())
        async with asyncio.TaskGroup() as tasks:
            saying = tasks.create_task(in_vain(line))
            await asyncio.sleep(0)
            line.connection_lost(None)
            await saying
        await in_vain(line)

    async def test_the_number_of_what_is_unanswered_is_not_given_again(self) -> None:
        line, wire = Line(lambda _: None, 20), Wire()
        line.connection_made(wire)
        line._last_id = 65_534
        async with asyncio.TaskGroup() as tasks:
            for _ in range(2):
                tasks.create_task(line.publish("case", b"", (), retain=False))
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            line._last_id = 65_534  # a whole round later
            third = tasks.create_task(line.publish("case", b"", (), retain=False))
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            numbers = [
                packet.packet_id for packet in wire.packets() if isinstance(packet, mqtt5.PublishPacket)
            ]
            assert numbers == [65_535, 1, 2]
            for number in numbers:
                assert number is not None
                line.data_received(mqtt5.PubAckPacket(number).write())
        assert third.result().packet_id == 2


async def in_vain(line: Line) -> None:
    with pytest.raises(LinkDownError):
        await line.publish("case", b"1", (), retain=False)
