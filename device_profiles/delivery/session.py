"""A connection to the broker that is always being kept up. The one module that knows aiomqtt.

aiomqtt gives the event loop's integration of paho; what it leaves out stands here (FACTS, MQTT):
reconnection, TCP_NODELAY, acknowledgement by the receiver, and the broker's refusals.
"""

from __future__ import annotations

import asyncio
import itertools
import random
import socket
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

import aiomqtt
import structlog
from paho.mqtt.client import MQTT_ERR_SUCCESS, MQTTMessage
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from device_profiles.delivery.errors import LinkDownError, PublishRefusedError

KEEPALIVE_S: Final = 20
ANSWER_TIMEOUT_S: Final = 30.0
LONGEST_WAIT_S: Final = 15.0
MOST_UNREAD: Final = 20_000
"""Messages held in memory. One beyond is left unacknowledged and counted: its sender repeats it."""

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class BrokerAddress:
    """Where the broker listens, and as whom to speak to it."""

    host: str
    port: int
    username: str | None = None
    password: str | None = field(default=None, repr=False)


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


class Session:
    """Keeps one MQTT 5 connection: connect, announce, subscribe, receive; again after every loss."""

    def __init__(
        self,
        broker: BrokerAddress,
        client_id: str,
        subscriptions: tuple[str, ...],
        presence: Presence | None = None,
        on_connected: Callable[[], Awaitable[None]] | None = None,
        on_lost: Callable[[], None] | None = None,
    ) -> None:
        self._broker = broker
        self._client_id = client_id
        self._subscriptions = subscriptions
        self._presence = presence
        self._on_connected = on_connected
        self._on_lost = on_lost
        self._arrivals: asyncio.Queue[Arrival] = asyncio.Queue(MOST_UNREAD)
        self._connection: _Connection | None = None
        self._up = asyncio.Event()
        self.drops = 0
        self.unread_dropped = 0

    @property
    def connected(self) -> bool:
        """Whether the link is up, as far as is known."""
        return self._connection is not None

    async def wait_connected(self) -> None:
        """Return as soon as the link is up."""
        await self._up.wait()

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
    ) -> None:
        """Publish with QoS 1 and wait for the broker's answer.

        Raises:
            LinkDownError: there is no connection, it broke, or no answer came in time.
            PublishRefusedError: the broker answered with an error.
        """
        if self._connection is None:
            msg = "the link is down"
            raise LinkDownError(msg)
        await self._connection.publish(topic, payload, properties or {}, retain=retain)

    async def run(self) -> None:
        """Keep the connection up until cancelled."""
        for attempt in itertools.count():
            try:
                await self._live_once()
            except aiomqtt.MqttError as error:
                _log.warning("link lost", client=self._client_id, reason=str(error))
            # A connection that was up begins the backoff anew; jitter keeps a fleet from marching in step.
            exponent = 0 if self._up.is_set() else min(attempt, 6)
            self._up.clear()
            await asyncio.sleep(min(LONGEST_WAIT_S, 0.25 * 2**exponent) * random.uniform(0.5, 1.0))  # noqa: S311

    async def _live_once(self) -> None:
        will = None
        if self._presence is not None:
            statement = self._presence.death()
            will = aiomqtt.Will(statement.topic, statement.payload, qos=1, retain=True)
        properties = _properties(PacketTypes.CONNECT)
        properties.SessionExpiryInterval = 0
        client = aiomqtt.Client(
            self._broker.host,
            self._broker.port,
            username=self._broker.username,
            password=self._broker.password,
            identifier=self._client_id,
            protocol=aiomqtt.ProtocolVersion.V5,
            clean_start=True,
            will=will,
            keepalive=KEEPALIVE_S,
            properties=properties,
            max_inflight_messages=100,
            socket_options=[(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)],
        )
        connection = _Connection(client, self._receive)
        try:
            async with client:
                for topic_filter in self._subscriptions:
                    await client.subscribe(topic_filter, qos=1)
                await self._announce(connection)
                self._connection = connection
                self._up.set()
                _log.info("link up", client=self._client_id)
                if self._on_connected is not None:
                    await self._on_connected()
                await _until_lost(client, self._farewell(connection))
        finally:
            connection.lost()
            if self._connection is not None:
                self._connection = None
                self.drops += 1
                if self._on_lost is not None:
                    self._on_lost()

    async def _announce(self, connection: _Connection) -> None:
        if self._presence is not None:
            birth = self._presence.birth()
            await connection.publish(birth.topic, birth.payload, {}, retain=True)

    def _farewell(self, connection: _Connection) -> Callable[[], Awaitable[None]]:
        async def say() -> None:
            if self._presence is not None:
                death = self._presence.death()
                with suppress(LinkDownError, PublishRefusedError):
                    await asyncio.wait_for(
                        connection.publish(death.topic, death.payload, {}, retain=True), timeout=2
                    )

        return say

    def _receive(self, arrival: Arrival) -> None:
        try:
            self._arrivals.put_nowait(arrival)
        except asyncio.QueueFull:
            self.unread_dropped += 1


class _Connection:
    """One life of the link: its unanswered publishes, and acknowledgements that belong to it alone."""

    def __init__(self, client: aiomqtt.Client, receive: Callable[[Arrival], None]) -> None:
        self._paho = client._client  # noqa: SLF001  aiomqtt offers no manual acknowledgement (its issue 345)
        self._paho.manual_ack_set(True)  # noqa: FBT003  paho's own signature
        self._paho.on_message = self._on_message
        self._paho.on_publish = self._on_publish
        self._receive = receive
        self._unanswered: dict[int, asyncio.Future[ReasonCode]] = {}
        self._alive = True

    async def publish(
        self, topic: str, payload: bytes, properties: Mapping[str, str], *, retain: bool
    ) -> None:
        packed = None
        if properties:
            packed = _properties(PacketTypes.PUBLISH)
            packed.UserProperty = list(properties.items())
        info = self._paho.publish(topic, payload, qos=1, retain=retain, properties=packed)
        if info.rc != MQTT_ERR_SUCCESS or not self._alive:
            msg = "the link is down"
            raise LinkDownError(msg)
        answer: asyncio.Future[ReasonCode] = asyncio.get_running_loop().create_future()
        self._unanswered[info.mid] = answer
        try:
            reason = await asyncio.wait_for(answer, ANSWER_TIMEOUT_S)
        except TimeoutError as error:
            msg = f"the broker did not answer within {ANSWER_TIMEOUT_S:.0f} s"
            raise LinkDownError(msg) from error
        finally:
            self._unanswered.pop(info.mid, None)
        if reason.is_failure:
            raise PublishRefusedError(topic, str(reason))

    def lost(self) -> None:
        self._alive = False
        for answer in self._unanswered.values():
            if not answer.done():
                answer.set_exception(LinkDownError("the link broke before the broker answered"))

    def _on_publish(
        self, _client: object, _userdata: object, mid: int, reason: ReasonCode, _properties: object
    ) -> None:
        answer = self._unanswered.get(mid)
        if answer is not None and not answer.done():
            answer.set_result(reason)

    def _on_message(self, _client: object, _userdata: object, message: MQTTMessage) -> None:
        pairs: Any = getattr(message.properties, "UserProperty", ())

        def acknowledge() -> None:
            if self._alive:
                self._paho.ack(message.mid, message.qos)

        self._receive(Arrival(message.topic, bytes(message.payload), dict(pairs), acknowledge))


async def _until_lost(client: aiomqtt.Client, farewell: Callable[[], Awaitable[None]]) -> None:
    try:
        # Messages go past aiomqtt's own queue, so this only ends: when the connection is lost.
        async for _ in client.messages:
            pass
    except asyncio.CancelledError:
        await farewell()
        raise


def _properties(packet_type: int) -> Properties:
    return Properties(packet_type)  # type: ignore[no-untyped-call]  # paho leaves its constructor untyped
