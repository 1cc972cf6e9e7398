"""One life of a connection that listens: bytes become batches of messages, acknowledgements become bytes.

Owns MQTT's packets and the flow control; mqtt5 turns bytes into packets and back. It must not know who
connects again when it is over.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, NamedTuple, cast

import mqtt5

from device_profiles.delivery.errors import LinkDownError
from device_profiles.delivery.session import KEEPALIVE_S

LARGEST_PACKET_BYTES: Final = 1_048_576
"""As large as the hub's broker lets any be; a rest that is longer is none."""
REST_S: Final = 0.01
"""Between two looks at the socket. To wake up, hand over and acknowledge costs as much for one as for
fifty, so the kernel gathers them meanwhile. A batch for the store waits far longer for company."""
FAILED: Final = 0x80
"""From here on a reason code is an error (MQTT 5, section 2.4)."""


class Message(NamedTuple):
    """What somebody said on a topic."""

    topic: str
    payload: bytes


@dataclass(frozen=True, slots=True)
class Batch:
    """Messages that came together, in order. Until `acknowledge` is called the broker owes them to us."""

    messages: Sequence[Message]
    acknowledge: Callable[[], None]


class Line(asyncio.Protocol):
    """The connection, from its beginning to its end, and acknowledgements that belong to it alone.

    Args:
        receive: is given each batch.
        most_unacknowledged: so many messages are held before nothing more is read.
    """

    def __init__(self, receive: Callable[[Batch], None], most_unacknowledged: int) -> None:
        self._loop = asyncio.get_running_loop()
        self._receive = receive
        self._most_unacknowledged = most_unacknowledged
        self._transport: asyncio.Transport | None = None
        self._rest = b""
        self._unacknowledged = 0
        self._is_reading = True
        self._is_resting = False
        self._heard_at_s = self._loop.time()
        self._welcome: asyncio.Future[None] = self._loop.create_future()
        self._subscribed: asyncio.Future[None] = self._loop.create_future()
        self._lost: asyncio.Future[str] = self._loop.create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The socket is open (asyncio's word)."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is one in all but name

    def connection_lost(self, exc: Exception | None) -> None:
        """The socket is closed (asyncio's word)."""
        self._transport = None
        self._lose(str(exc or "the broker closed the connection"))

    async def begin(self, connect: mqtt5.ConnectPacket, subscribe: mqtt5.SubscribePacket) -> None:
        """Make ourselves known, and say what we listen to.

        Raises:
            LinkDownError: the broker refuses, or the connection broke.
        """
        self._send(connect.write())
        await self._answer(self._welcome)
        self._send(subscribe.write())
        await self._answer(self._subscribed)

    async def keep_up(self) -> None:
        """Show the broker that we live, and notice when it does not; ends with the connection.

        Raises:
            LinkDownError: the connection broke, or the broker is silent.
        """
        while True:
            await asyncio.wait([self._lost], timeout=KEEPALIVE_S / 2)
            if self._lost.done():
                raise LinkDownError(self._lost.result())
            # Its answers lie unread while nothing is read.
            if self._is_reading and self._loop.time() - self._heard_at_s > 2 * KEEPALIVE_S:
                raise LinkDownError("the broker is silent")
            self._send(mqtt5.PingReqPacket().write())

    def end(self) -> None:
        """Take leave, and close."""
        self._lose("ended")
        if self._transport is not None:
            self._send(mqtt5.DisconnectPacket().write())
            self._transport.close()

    def data_received(self, data: bytes) -> None:
        """So much has come; the last packet of it may go on (asyncio's word)."""
        self._heard_at_s = self._loop.time()
        data = self._rest + data
        view, place = memoryview(data), 0
        messages: list[Message] = []
        numbers: list[int] = []
        try:
            while place < len(data):
                packet, length = mqtt5.read(view[place:])
                place += length
                if isinstance(packet, mqtt5.PublishPacket):
                    messages.append(Message(packet.topic, packet.payload))
                    if packet.packet_id is not None:
                        numbers.append(packet.packet_id)
                else:
                    self._take_answer(packet)
        except IndexError:
            pass  # the rest of it is on its way
        except ValueError as error:
            self._lose(f"the broker broke the protocol: {error}")
        self._rest = data[place:]
        if len(self._rest) > LARGEST_PACKET_BYTES:
            self._lose("the broker broke the protocol: a packet without an end")
        if self._lost.done():
            return
        if messages:
            self._unacknowledged += len(numbers)
            self._is_resting = True
            self._loop.call_later(REST_S, self._rested)
            self._read_or_wait()
            self._receive(Batch(messages, partial(self._acknowledge, numbers)))

    def _take_answer(self, packet: mqtt5.Packet) -> None:
        match packet:
            case mqtt5.ConnAckPacket() if int(packet.reason_code) >= FAILED:
                self._lose(f"the broker refused the connection: {packet.reason_code.name}")
            case mqtt5.ConnAckPacket():
                _settle(self._welcome)
            case mqtt5.SubAckPacket():
                for code in packet.reason_codes:
                    if int(code) >= FAILED:
                        self._lose(f"the broker refused a subscription: {code.name}")
                _settle(self._subscribed)
            case mqtt5.DisconnectPacket():
                self._lose(f"the broker ended the connection: {packet.reason_code.name}")
            case _:
                pass

    async def _answer(self, answer: asyncio.Future[None]) -> None:
        awaited: list[asyncio.Future[Any]] = [answer, self._lost]
        await asyncio.wait(awaited, return_when=asyncio.FIRST_COMPLETED)
        if self._lost.done():
            raise LinkDownError(self._lost.result())

    def _acknowledge(self, numbers: Sequence[int]) -> None:
        self._unacknowledged -= len(numbers)
        self._send(b"".join([mqtt5.PubAckPacket(number).write() for number in numbers]))
        self._read_or_wait()

    def _rested(self) -> None:
        self._is_resting = False
        self._read_or_wait()

    def _read_or_wait(self) -> None:
        reads = not self._is_resting and self._unacknowledged < self._most_unacknowledged
        if self._transport is None or reads is self._is_reading:
            return
        self._is_reading = reads
        if reads:
            self._heard_at_s = self._loop.time()
            self._transport.resume_reading()
        else:
            self._transport.pause_reading()

    def _send(self, packet: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(packet)

    def _lose(self, why: str) -> None:
        if not self._lost.done():
            self._lost.set_result(why)


def _settle(answer: asyncio.Future[None]) -> None:
    if not answer.done():
        answer.set_result(None)
