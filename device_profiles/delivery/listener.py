"""A connection to the broker on which much comes in and nothing goes out, taken as many at once as came.

A `Session` says and hears something of everything. A `Listener` hears readings: a message costs a small
part of what paho takes for it, and the broker holds what there is no room for, without holding up a case.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Final

import mqtt5
import structlog

from device_profiles.delivery.errors import DeliveryError
from device_profiles.delivery.line import LARGEST_PACKET_BYTES, Batch, Line
from device_profiles.delivery.session import (
    ANSWER_TIMEOUT_S,
    KEEPALIVE_S,
    STEADY_S,
    BrokerAddress,
    reconnect_delay_s,
)

MOST_UNACKNOWLEDGED: Final = 4_000
"""So many messages are held; with more in hand nothing is read from the socket. mosquitto 2.0.11 keeps to a
client's Receive Maximum only until the first acknowledgement, so to stop reading is what holds."""

_log = structlog.get_logger()


class Listener:
    """Keeps one MQTT 5 connection that listens; connects again after every loss.

    Args:
        broker: where, and as whom.
        client_id: its own: the broker ends an older connection of the same one.
        subscriptions: topic filters, heard with QoS 1.
        most_unacknowledged: how many messages are held before no more are read.
    """

    def __init__(
        self,
        broker: BrokerAddress,
        client_id: str,
        subscriptions: Sequence[str],
        most_unacknowledged: int = MOST_UNACKNOWLEDGED,
    ) -> None:
        self._broker = broker
        self._client_id = client_id
        self._subscriptions = subscriptions
        self._most_unacknowledged = most_unacknowledged
        self._batches: asyncio.Queue[Batch] = asyncio.Queue()
        self._up = asyncio.Event()
        self._up_since_s: float | None = None

    @property
    def is_up(self) -> bool:
        """Whether it listens, as far as is known."""
        return self._up.is_set()

    async def wait_connected(self) -> None:
        """Return as soon as it listens."""
        await self._up.wait()

    async def next_batch(self) -> Batch:
        """What came next from the broker, whichever connection brought it."""
        return await self._batches.get()

    async def run(self) -> None:
        """Keep the connection up until cancelled."""
        failures = 0
        while True:
            self._up_since_s = None
            try:
                await self._live_once()
            except (OSError, TimeoutError, DeliveryError) as error:
                _log.warning("link lost", client=self._client_id, reason=str(error) or "no answer")
            failures = 0 if self._was_steady() else failures + 1
            await asyncio.sleep(reconnect_delay_s(failures))

    def _was_steady(self) -> bool:
        now_s = asyncio.get_running_loop().time()
        return self._up_since_s is not None and now_s - self._up_since_s >= STEADY_S

    async def _live_once(self) -> None:
        loop = asyncio.get_running_loop()
        line = None
        try:
            async with asyncio.timeout(ANSWER_TIMEOUT_S):
                _, line = await loop.create_connection(self._line, self._broker.host, self._broker.port)
                await line.begin(self._connect_packet(), self._subscribe_packet())
            self._up_since_s = loop.time()
            self._up.set()
            _log.info("link up", client=self._client_id)
            await line.keep_up()
        finally:
            self._up.clear()
            if line is not None:
                line.end()

    def _line(self) -> Line:
        return Line(self._batches.put_nowait, self._most_unacknowledged)

    def _connect_packet(self) -> mqtt5.ConnectPacket:
        password = self._broker.password
        return mqtt5.ConnectPacket(
            self._client_id,
            username=self._broker.username,
            password=None if password is None else password.encode(),
            clean_start=True,
            keep_alive=KEEPALIVE_S,
            session_expiry_interval=0,
            receive_max=min(self._most_unacknowledged, 65_535),
            max_packet_size=LARGEST_PACKET_BYTES,
        )

    def _subscribe_packet(self) -> mqtt5.SubscribePacket:
        filters = [
            mqtt5.TopicFilter(pattern, max_qos=mqtt5.QoS.AT_LEAST_ONCE) for pattern in self._subscriptions
        ]
        return mqtt5.SubscribePacket(1, filters)
