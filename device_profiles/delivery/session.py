"""The connection on which a device or the hub says and hears something of everything.

Owns its announcement (birth, farewell, last will), the acknowledgement by the receiver, and what the
broker's answer to a publish means.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Final

import mqtt5

from device_profiles.delivery.client import ANSWER_TIMEOUT_S, KEEPALIVE_S, BrokerAddress, Client
from device_profiles.delivery.errors import LinkDownError, PublishRefusedError
from device_profiles.delivery.line import FAILED, Line, said_by

FAREWELL_TIMEOUT_S: Final = 2.0
MOST_UNREAD: Final = 20_000
"""Messages held in memory. One beyond is dropped and counted: its sender repeats it."""
NO_SUBSCRIBERS: Final = 0x10
"""The broker took the message, and nobody was subscribed (MQTT 5, section 3.4.2.1)."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A retained word on a topic: the birth, the farewell, the last will."""

    topic: str
    payload: bytes


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message from the broker. Until `acknowledge` is called the broker owes it to us."""

    topic: str
    payload: bytes
    properties: Mapping[str, str]
    acknowledge: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Presence:
    """How a client announces itself: retained on connecting, on leaving, and by its last will."""

    birth: Callable[[], Statement]
    death: Callable[[], Statement]


class Session(Client):
    """Connects, subscribes, announces itself, receives; again after every loss."""

    def __init__(
        self,
        broker: BrokerAddress,
        client_id: str,
        subscriptions: tuple[str, ...],
        presence: Presence | None = None,
        on_connected: Callable[[], Awaitable[None]] | None = None,
        on_lost: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(broker, client_id, subscriptions)
        self._presence = presence
        self._on_connected = on_connected
        self._on_lost = on_lost
        self._arrivals: asyncio.Queue[Arrival] = asyncio.Queue(MOST_UNREAD)
        self._connection: Line | None = None
        self.drops = 0
        self.unread_dropped = 0

    @property
    def connected(self) -> bool:
        """Whether the link is up, as far as is known."""
        return self._connection is not None

    async def next_arrival(self) -> Arrival:
        """The next message from the broker, whichever connection brought it."""
        return await self._arrivals.get()

    async def publish(
        self,
        topic: str,
        payload: bytes,
        *,
        properties: Mapping[str, str] | None = None,
        retain: bool = False,
    ) -> bool:
        """Publish with QoS 1 and wait for the broker's answer: False when nobody was there to hear it.

        Raises:
            LinkDownError: there is no connection, it broke, or no answer came in time.
            PublishRefusedError: the broker answered with an error.
        """
        if self._connection is None:
            msg = "the link is down"
            raise LinkDownError(msg)
        return await _say(self._connection, topic, payload, properties or {}, retain=retain)

    def _line(self) -> Line:
        def receive(messages: list[mqtt5.PublishPacket]) -> None:
            for message in messages:
                acknowledge = partial(line.acknowledge, (message,))
                properties = dict(message.user_properties)
                self._receive(Arrival(message.topic, message.payload, properties, acknowledge))

        line = Line(receive, KEEPALIVE_S)
        return line

    def _will(self) -> mqtt5.Will | None:
        if self._presence is None:
            return None
        death = self._presence.death()
        return mqtt5.Will(death.topic, payload=death.payload, qos=mqtt5.QoS.AT_LEAST_ONCE, retain=True)

    async def _begin(self, line: Line) -> None:
        if self._presence is not None:
            birth = self._presence.birth()
            await _say(line, birth.topic, birth.payload, {}, retain=True)
        self._connection = line
        await super()._begin(line)
        if self._on_connected is not None:
            await self._on_connected()

    async def _leave(self, line: Line) -> None:
        """In good order with a farewell; after a loss the broker has said the last will."""
        await super()._leave(line)
        was_up, self._connection = self._connection is not None, None
        try:
            if self._presence is not None and was_up and line.is_alive:
                death = self._presence.death()
                with suppress(LinkDownError, PublishRefusedError, TimeoutError):
                    async with asyncio.timeout(FAREWELL_TIMEOUT_S):
                        await _say(line, death.topic, death.payload, {}, retain=True)
        finally:
            if was_up:
                self.drops += 1
                if self._on_lost is not None:
                    self._on_lost()

    def _receive(self, arrival: Arrival) -> None:
        try:
            self._arrivals.put_nowait(arrival)
        except asyncio.QueueFull:
            self.unread_dropped += 1
            # Acknowledged all the same: the broker keeps a place for it until then, and has few places.
            arrival.acknowledge()


async def _say(
    line: Line, topic: str, payload: bytes, properties: Mapping[str, str], *, retain: bool
) -> bool:
    try:
        async with asyncio.timeout(ANSWER_TIMEOUT_S):
            answer = await line.publish(topic, payload, tuple(properties.items()), retain=retain)
    except TimeoutError as error:
        msg = f"the broker did not answer within {ANSWER_TIMEOUT_S:.0f} s"
        raise LinkDownError(msg) from error
    code = int(answer.reason_code)
    if code >= FAILED:
        raise PublishRefusedError(topic, said_by(answer.reason_code))
    return code != NO_SUBSCRIBERS
