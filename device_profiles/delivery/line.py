"""One life of a connection to the broker: bytes become messages and answers, what is said becomes bytes.

Owns MQTT 5's packets; mqtt5 turns bytes into packets and back, and does no input or output. It must not
know who connects again when it is over, nor what the messages say.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Final, cast

import mqtt5

from device_profiles.delivery.errors import LinkDownError

LARGEST_PACKET_BYTES: Final = 1_048_576
"""As large as the hub's broker lets any be."""
MOST_UNANSWERED: Final = 100
"""So many publishes wait for the broker's answer at once, or fewer where the broker wants it so."""
FAILED: Final = 0x80
"""From here on a reason code is an error (MQTT 5, section 2.4)."""
_HIGHEST_ID: Final = 65_535


class Line(asyncio.Protocol):
    """The connection, from its beginning to its end, and acknowledgements that belong to it alone.

    Args:
        receive: is given the messages that came together, in their order, and never none.
        keepalive_s: so often, in seconds, each side shows the other that it lives.
    """

    def __init__(self, receive: Callable[[list[mqtt5.PublishPacket]], None], keepalive_s: int) -> None:
        self._loop = asyncio.get_running_loop()
        self._receive = receive
        self._keepalive_s = keepalive_s
        self._transport: asyncio.Transport | None = None
        self._outgoing: list[bytes] = []
        self._incoming: list[bytes] = []
        self._incoming_bytes = self._wanted_bytes = 0
        self._is_reading = True
        self._heard_at_s = self._said_at_s = self._loop.time()
        self._welcome: asyncio.Future[None] = self._loop.create_future()
        self._subscribed: asyncio.Future[None] = self._loop.create_future()
        self._lost: asyncio.Future[str] = self._loop.create_future()
        self._places = asyncio.Semaphore(MOST_UNANSWERED)
        self._last_id = 0
        self._unanswered: dict[int, asyncio.Future[mqtt5.PubAckPacket]] = {}

    @property
    def is_alive(self) -> bool:
        """Whether it is not lost, as far as is known."""
        return not self._lost.done()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The socket is open (asyncio's word)."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is one in all but name

    def connection_lost(self, exc: Exception | None) -> None:
        """The socket is closed (asyncio's word)."""
        self._transport = None
        self._lose(str(exc or "the broker closed the connection"))

    async def begin(self, connect: mqtt5.ConnectPacket, filters: Sequence[str]) -> None:
        """Make ourselves known, and say what we listen to, with QoS 1. Call it `while_it_lives`.

        Raises:
            LinkDownError: the broker refuses, or the connection broke.
        """
        self._send(connect.write())
        await self._answered(self._welcome)
        if filters:
            patterns = [mqtt5.TopicFilter(each, max_qos=mqtt5.QoS.AT_LEAST_ONCE) for each in filters]
            self._send(mqtt5.SubscribePacket(self._next_id(), patterns).write())
            await self._answered(self._subscribed)

    async def publish(
        self, topic: str, payload: bytes, properties: Sequence[tuple[str, str]], *, retain: bool
    ) -> mqtt5.PubAckPacket:
        """Say something with QoS 1; the broker's answer.

        Raises:
            LinkDownError: the connection is lost, or was before the broker answered.
        """
        async with self._places:
            if self._lost.done():
                raise LinkDownError(self._lost.result())
            number = self._next_id()
            answer: asyncio.Future[mqtt5.PubAckPacket] = self._loop.create_future()
            self._unanswered[number] = answer
            packet = mqtt5.PublishPacket(
                *(topic, payload),
                qos=mqtt5.QoS.AT_LEAST_ONCE,
                retain=retain,
                packet_id=number,
                user_properties=list(properties) or None,
            )
            try:
                self._send(packet.write())
                return await answer
            finally:
                self._unanswered.pop(number, None)

    def acknowledge(self, messages: Sequence[mqtt5.PublishPacket]) -> None:
        """The broker may forget these; after the connection was lost it knows nothing of them."""
        if self._lost.done():
            return
        for message in messages:
            if message.packet_id is not None:
                self._send(mqtt5.PubAckPacket(message.packet_id).write())

    def read(self, *, on: bool) -> None:
        """Read what comes, or leave it where it is."""
        if self._transport is None or on is self._is_reading:
            return
        self._is_reading = on
        if on:
            self._heard_at_s = self._loop.time()
            self._transport.resume_reading()
        else:
            self._transport.pause_reading()

    @asynccontextmanager
    async def while_it_lives(self) -> AsyncIterator[None]:
        """End what is within as soon as the connection is lost.

        Raises:
            LinkDownError: it was lost.
        """

        def lost(_: object) -> None:
            with suppress(RuntimeError):  # nobody is within any more
                patience.reschedule(self._loop.time())

        try:
            async with asyncio.timeout(None) as patience:
                self._lost.add_done_callback(lost)
                yield
        except TimeoutError as error:
            if not self._lost.done():
                raise
            raise LinkDownError(self._lost.result()) from error
        finally:
            self._lost.remove_done_callback(lost)

    async def keep_up(self) -> None:
        """Show the broker that we live, and notice when it does not; until cancelled.

        Raises:
            LinkDownError: the broker is silent.
        """
        while True:
            await asyncio.sleep(self._keepalive_s / 2)
            now_s = self._loop.time()
            # Its answers lie unread while nothing is read.
            if self._is_reading and now_s - self._heard_at_s > 2 * self._keepalive_s:
                raise LinkDownError("the broker is silent")
            # What is answered shows both that the other lives.
            if (
                not self._is_reading
                or now_s - min(self._heard_at_s, self._said_at_s) > self._keepalive_s / 4
            ):
                self._send(mqtt5.PingReqPacket().write())

    def end(self) -> None:
        """Take leave, and close."""
        if not self._lost.done() and self._welcome.done():
            self._send(mqtt5.DisconnectPacket().write())
            self._flush()
        self._lose("ended")
        if self._transport is not None:
            self._transport.close()

    def data_received(self, data: bytes) -> None:
        """So much has come; the last packet of it may go on (asyncio's word)."""
        self._heard_at_s = self._loop.time()
        self._incoming.append(data)
        self._incoming_bytes += len(data)
        if self._incoming_bytes < self._wanted_bytes or self._lost.done():
            return
        data = b"".join(self._incoming)
        view, place = memoryview(data), 0
        messages: list[mqtt5.PublishPacket] = []
        try:
            while place < len(data):
                packet, length = mqtt5.read(view[place:])
                place += length
                if isinstance(packet, mqtt5.PublishPacket):
                    messages.append(packet)
                else:
                    self._take_answer(packet)
        except IndexError:
            pass  # the rest of it is on its way
        except BaseException as error:
            # At a text that is not UTF-8 mqtt5 panics, and the exception of that has no name to import.
            if not isinstance(error, ValueError) and type(error).__name__ != "PanicException":
                raise
            self._break(f"the broker broke the protocol: {error}")
        rest = data[place:]
        self._incoming, self._incoming_bytes, self._wanted_bytes = [rest], len(rest), _length_of(rest)
        if self._wanted_bytes > LARGEST_PACKET_BYTES:
            self._break("the broker broke the protocol: a packet without an end")
        if messages and not self._lost.done():
            self._receive(messages)

    def _take_answer(self, packet: mqtt5.Packet) -> None:
        match packet:
            case mqtt5.PubAckPacket():
                answer = self._unanswered.get(packet.packet_id)
                if answer is not None and not answer.done():
                    answer.set_result(packet)
            case mqtt5.ConnAckPacket() if int(packet.reason_code) >= FAILED:
                self._break(f"the broker refused the connection: {said_by(packet.reason_code)}")
            case mqtt5.ConnAckPacket():
                self._places = asyncio.Semaphore(min(MOST_UNANSWERED, packet.receive_max))
                self._keepalive_s = packet.server_keep_alive or self._keepalive_s
                _settle(self._welcome)
            case mqtt5.SubAckPacket():
                for code in packet.reason_codes:
                    if int(code) >= FAILED:
                        self._break(f"the broker refused a subscription: {said_by(code)}")
                _settle(self._subscribed)
            case mqtt5.DisconnectPacket():
                self._break(f"the broker ended the connection: {said_by(packet.reason_code)}")
            case _:
                pass

    async def _answered(self, asked: asyncio.Future[None]) -> None:
        await asked
        if self._lost.done():
            raise LinkDownError(self._lost.result())

    def _next_id(self) -> int:
        """A packet identifier that is not in use (MQTT 5, section 2.2.1)."""
        while True:
            self._last_id = self._last_id % _HIGHEST_ID + 1
            if self._last_id not in self._unanswered:
                return self._last_id

    def _send(self, packet: bytes) -> None:
        """What is said in one turn of the loop goes out together."""
        if not self._outgoing:
            self._loop.call_soon(self._flush)
        self._outgoing.append(packet)

    def _flush(self) -> None:
        outgoing, self._outgoing = self._outgoing, []
        if outgoing and self._transport is not None and not self._transport.is_closing():
            self._said_at_s = self._loop.time()
            if len(outgoing) == 1:  # a piece of a material is large, and need not be copied
                self._transport.write(outgoing[0])
            else:
                self._transport.writelines(outgoing)

    def _break(self, why: str) -> None:
        """Nothing more is to be had from this connection."""
        self._lose(why)
        if self._transport is not None:
            self._transport.close()

    def _lose(self, why: str) -> None:
        if self._lost.done():
            return
        self._lost.set_result(why)
        for answer in self._unanswered.values():
            if not answer.done():
                answer.set_exception(LinkDownError("the link broke before the broker answered"))


def said_by(code: object) -> str:
    """A reason code in words: Not authorized. mqtt5's are no integers, whatever its stubs say."""
    return str(getattr(code, "name", code)).replace("_", " ").capitalize()


def _settle(answer: asyncio.Future[None]) -> None:
    if not answer.done():
        answer.set_result(None)


def _length_of(begun: bytes) -> int:
    """How many bytes a packet has that begins so (MQTT 5, section 2.1.4); 0 when it does not tell yet."""
    length = 0
    for place, digit in enumerate(begun[1:5]):
        length |= (digit & 0x7F) << (7 * place)
        if digit < 0x80:
            return 2 + place + length
    return 0
