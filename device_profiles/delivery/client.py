"""A connection to the broker that is always being kept up: again after every loss, later and later.

Owns when to connect and as whom. What is said and heard on it is of those who build on it: a `Session`
says and hears something of everything, a `Listener` hears much of one thing.
"""

from __future__ import annotations

import asyncio
import random
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import mqtt5
import structlog

from device_profiles.delivery.errors import DeliveryError
from device_profiles.delivery.line import LARGEST_PACKET_BYTES, Line

KEEPALIVE_S: Final = 20
ANSWER_TIMEOUT_S: Final = 30.0
FIRST_WAIT_S: Final = 0.25
LONGEST_WAIT_S: Final = 15.0
STEADY_S: Final = 10.0
"""A connection that lived so long was a good one. One that breaks sooner counts as a failed attempt: a
message that the broker punishes with a disconnection must not make the link flap at full speed."""

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class BrokerAddress:
    """Where the broker listens, and as whom to speak to it."""

    host: str
    port: int
    username: str | None = None
    password: str | None = field(default=None, repr=False)


class Client(ABC):
    """Keeps one MQTT 5 connection.

    Args:
        broker: where, and as whom.
        client_id: its own: the broker ends an older connection of the same one.
        subscriptions: topic filters, heard with QoS 1.
        receive_max: so many messages the broker may send before the first of them is acknowledged.
    """

    def __init__(
        self, broker: BrokerAddress, client_id: str, subscriptions: Sequence[str], receive_max: int = 65_535
    ) -> None:
        self._broker = broker
        self._client_id = client_id
        self._subscriptions = subscriptions
        self._receive_max = receive_max
        self._up = asyncio.Event()
        self._up_since_s: float | None = None

    async def wait_connected(self) -> None:
        """Return as soon as the link is up."""
        await self._up.wait()

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
        loop, line = asyncio.get_running_loop(), self._line()
        try:
            async with line.while_it_lives():
                async with asyncio.timeout(ANSWER_TIMEOUT_S):
                    await loop.create_connection(lambda: line, self._broker.host, self._broker.port)
                    await line.begin(self._introduction(), self._subscriptions)
                await self._begin(line)
                await line.keep_up()
        finally:
            try:
                await self._leave(line)
            finally:
                line.end()

    @abstractmethod
    def _line(self) -> Line:
        """Another connection, not open yet."""

    async def _begin(self, line: Line) -> None:
        """The broker has taken us: the link is up."""
        self._up_since_s = asyncio.get_running_loop().time()
        self._up.set()
        _log.info("link up", client=self._client_id)

    async def _leave(self, line: Line) -> None:
        """The connection is lost, or is to end."""
        self._up.clear()

    def _will(self) -> mqtt5.Will | None:
        """What the broker is to say when the connection is lost."""
        return None

    def _introduction(self) -> mqtt5.ConnectPacket:
        password = self._broker.password
        return mqtt5.ConnectPacket(
            self._client_id,
            username=self._broker.username,
            password=None if password is None else password.encode(),
            clean_start=True,
            will=self._will(),
            keep_alive=KEEPALIVE_S,
            session_expiry_interval=0,
            receive_max=self._receive_max,
            max_packet_size=LARGEST_PACKET_BYTES,
        )


def reconnect_delay_s(failures: int) -> float:
    """Exponential backoff with jitter over its upper half, so that a fleet does not march in step."""
    ceiling_s = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2.0 ** min(failures, 10))
    return ceiling_s * random.uniform(0.5, 1.0)  # noqa: S311  spreads load, guards nothing
