"""A connection to the broker that is always being kept up. The one module that knows aiomqtt.

aiomqtt gives the event loop's integration of paho; what it leaves out stands here (FACTS, MQTT):
reconnection, TCP_NODELAY, acknowledgement by the receiver, and the broker's refusals.
"""

from __future__ import annotations

import asyncio
import random
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Final

import aiomqtt
import structlog
from paho.mqtt.client import MQTT_ERR_SUCCESS, MQTTMessage
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from device_profiles.delivery.errors import DeliveryError, LinkDownError, PublishRefusedError

KEEPALIVE_S: Final = 20
ANSWER_TIMEOUT_S: Final = 30.0
FAREWELL_TIMEOUT_S: Final = 2.0
FIRST_WAIT_S: Final = 0.25
LONGEST_WAIT_S: Final = 15.0
STEADY_S: Final = 10.0
"""A connection that lived so long was a good one. One that breaks sooner counts as a failed attempt: a
message that the broker punishes with a disconnection must not make the link flap at full speed."""
MOST_UNREAD: Final = 20_000
"""Messages held in memory. One beyond is dropped and counted: its sender repeats it."""

NO_SUBSCRIBERS: Final = 0x10
"""The broker took the message, and nobody was subscribed (MQTT 5, section 3.4.2.1)."""

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
        self._up_since_s: float | None = None
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
    ) -> bool:
        """Publish with QoS 1 and wait for the broker's answer: False when nobody was there to hear it.

        Raises:
            LinkDownError: there is no connection, it broke, or no answer came in time.
            PublishRefusedError: the broker answered with an error.
        """
        if self._connection is None:
            msg = "the link is down"
            raise LinkDownError(msg)
        return await self._connection.publish(topic, payload, properties or {}, retain=retain)

    async def run(self) -> None:
        """Keep the connection up until cancelled."""
        failures = 0
        while True:
            self._up_since_s = None
            try:
                await self._live_once()
            except (aiomqtt.MqttError, DeliveryError) as error:
                _log.warning("link lost", client=self._client_id, reason=str(error))
            failures = 0 if self._was_steady() else failures + 1
            await asyncio.sleep(reconnect_delay_s(failures))

    def _was_steady(self) -> bool:
        now_s = asyncio.get_running_loop().time()
        return self._up_since_s is not None and now_s - self._up_since_s >= STEADY_S

    async def _live_once(self) -> None:
        client = self._client()
        connection = _Connection(client, self._receive)
        try:
            async with AsyncExitStack() as stack:
                async with connection.while_it_lives():
                    await stack.enter_async_context(client)
                    stack.push_async_callback(self._say_farewell, connection)
                    await self._begin(client, connection)
                await _until_lost(client)
        finally:
            connection.lost()
            self._up.clear()
            if self._connection is not None:
                self._connection = None
                self.drops += 1
                if self._on_lost is not None:
                    self._on_lost()

    def _client(self) -> aiomqtt.Client:
        will = None
        if self._presence is not None:
            statement = self._presence.death()
            will = aiomqtt.Will(statement.topic, statement.payload, qos=1, retain=True)
        properties = _properties(PacketTypes.CONNECT)
        properties.SessionExpiryInterval = 0
        return aiomqtt.Client(
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

    async def _begin(self, client: aiomqtt.Client, connection: _Connection) -> None:
        for topic_filter in self._subscriptions:
            for reason in await client.subscribe(topic_filter, qos=1):
                if isinstance(reason, ReasonCode) and reason.is_failure:
                    msg = f"the broker refused the subscription to {topic_filter}: {reason}"
                    raise aiomqtt.MqttError(msg)
        if self._presence is not None:
            birth = self._presence.birth()
            await connection.publish(birth.topic, birth.payload, {}, retain=True)
        self._connection = connection
        self._up_since_s = asyncio.get_running_loop().time()
        self._up.set()
        _log.info("link up", client=self._client_id)
        if self._on_connected is not None:
            await self._on_connected()

    async def _say_farewell(self, connection: _Connection) -> None:
        """On leaving in good order; after a loss the broker has said the last will."""
        if self._presence is not None and connection.alive:
            death = self._presence.death()
            with suppress(LinkDownError, PublishRefusedError, TimeoutError):
                async with asyncio.timeout(FAREWELL_TIMEOUT_S):
                    await connection.publish(death.topic, death.payload, {}, retain=True)

    def _receive(self, arrival: Arrival) -> None:
        try:
            self._arrivals.put_nowait(arrival)
        except asyncio.QueueFull:
            self.unread_dropped += 1
            # Acknowledged all the same: the broker keeps a place for it until then, and has few places.
            arrival.acknowledge()


class _Connection:
    """One life of the link: its unanswered publishes, and acknowledgements that belong to it alone."""

    def __init__(self, client: aiomqtt.Client, receive: Callable[[Arrival], None]) -> None:
        self._paho = client._client  # noqa: SLF001  aiomqtt offers no manual acknowledgement (its issue 345)
        self._paho.manual_ack_set(True)  # noqa: FBT003  paho's own signature
        self._paho.on_message = self._on_message
        self._paho.on_publish = self._on_publish
        self._tell_aiomqtt_of_answer: Callable[..., Any] | None = self._paho.on_connect
        self._paho.on_connect = self._on_connect
        self._tell_aiomqtt_of_loss: Callable[..., Any] | None = self._paho.on_disconnect
        self._paho.on_disconnect = self._on_disconnect
        self._tell_aiomqtt_of_socket: Callable[..., Any] | None = self._paho.on_socket_open
        self._paho.on_socket_open = self._on_socket_open
        self._loop = asyncio.get_running_loop()
        self._patience = asyncio.timeout(None)
        self._why = ""
        self._receive = receive
        self._unanswered: dict[int, asyncio.Future[ReasonCode]] = {}
        self.alive = True

    @asynccontextmanager
    async def while_it_lives(self) -> AsyncIterator[None]:
        """End what is within as soon as the connection is lost; aiomqtt would wait for its timeouts.

        Raises:
            LinkDownError: the connection was lost.
        """
        try:
            async with self._patience:
                yield
        except TimeoutError as error:
            raise LinkDownError(self._why or "the connection broke") from error

    async def publish(
        self, topic: str, payload: bytes, properties: Mapping[str, str], *, retain: bool
    ) -> bool:
        packed = None
        if properties:
            packed = _properties(PacketTypes.PUBLISH)
            packed.UserProperty = list(properties.items())
        if self.alive:
            info = self._paho.publish(topic, payload, qos=1, retain=retain, properties=packed)
        if not self.alive or info.rc != MQTT_ERR_SUCCESS:  # to publish may be what finds the link broken
            msg = "the link is down"
            raise LinkDownError(msg)
        answer: asyncio.Future[ReasonCode] = asyncio.get_running_loop().create_future()
        self._unanswered[info.mid] = answer
        try:
            async with asyncio.timeout(ANSWER_TIMEOUT_S):
                reason = await answer
        except TimeoutError as error:
            msg = f"the broker did not answer within {ANSWER_TIMEOUT_S:.0f} s"
            raise LinkDownError(msg) from error
        finally:
            self._unanswered.pop(info.mid, None)
        if reason.is_failure:
            raise PublishRefusedError(topic, str(reason))
        return bool(reason.value != NO_SUBSCRIBERS)

    def lost(self) -> None:
        if not self.alive:
            return
        self.alive = False
        if self._paho.socket() is not None:  # whatever went wrong left it open
            self._paho.disconnect()
        with suppress(RuntimeError):  # nobody is within any more
            self._patience.reschedule(self._loop.time())
        for answer in self._unanswered.values():
            if not answer.done():
                answer.set_exception(LinkDownError("the link broke before the broker answered"))

    def _on_publish(
        self, _client: object, _userdata: object, mid: int, reason: ReasonCode, _properties: object
    ) -> None:
        answer = self._unanswered.get(mid)
        if answer is not None and not answer.done():
            answer.set_result(reason)

    def _on_connect(
        self, client: object, userdata: object, flags: object, reason: ReasonCode, properties: object
    ) -> None:
        if reason.is_failure:
            self._why = str(reason)
        if self._tell_aiomqtt_of_answer is not None:
            self._tell_aiomqtt_of_answer(client, userdata, flags, reason, properties)

    def _on_disconnect(
        self, client: object, userdata: object, flags: object, reason: ReasonCode, properties: object
    ) -> None:
        """Whoever waits for the broker's answer learns at once that none will come."""
        self._why = self._why or str(reason)  # of a refusal paho then says "Protocol error", maybe first
        if self._tell_aiomqtt_of_loss is not None:
            self._tell_aiomqtt_of_loss(client, userdata, flags, reason, properties)
        self._loop.call_soon_threadsafe(self.lost)  # paho connects in a thread of aiomqtt's

    def _on_socket_open(self, client: object, userdata: object, opened: Any) -> None:
        """That thread goes on when whoever wanted the connection was told to end meanwhile."""
        if not self.alive:
            opened.close()
        elif self._tell_aiomqtt_of_socket is not None:
            self._tell_aiomqtt_of_socket(client, userdata, opened)

    def _on_message(self, _client: object, _userdata: object, message: MQTTMessage) -> None:
        pairs: Any = getattr(message.properties, "UserProperty", ())

        def acknowledge() -> None:
            if self.alive:
                self._paho.ack(message.mid, message.qos)

        self._receive(Arrival(message.topic, bytes(message.payload), dict(pairs), acknowledge))


def reconnect_delay_s(failures: int) -> float:
    """Exponential backoff with jitter over its upper half, so that a fleet does not march in step."""
    ceiling_s = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2.0 ** min(failures, 10))
    return ceiling_s * random.uniform(0.5, 1.0)  # noqa: S311  spreads load, guards nothing


async def _until_lost(client: aiomqtt.Client) -> None:
    # Messages go past aiomqtt's own queue, so this only ends: when the connection is lost.
    async for _ in client.messages:
        pass


def _properties(packet_type: int) -> Properties:
    return Properties(packet_type)  # type: ignore[no-untyped-call]  # paho leaves its constructor untyped
