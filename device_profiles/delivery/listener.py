"""A connection to the broker on which much comes in and nothing goes out, taken as many at once as came.

A `Listener` hears readings: the broker holds what there is no room for, without holding up a case.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, NamedTuple

import mqtt5

from device_profiles.delivery.client import KEEPALIVE_S, BrokerAddress, Client
from device_profiles.delivery.line import Line

MOST_UNACKNOWLEDGED: Final = 4_000
"""So many messages are held; with more in hand nothing is read from the socket. mosquitto 2.0.11 keeps to a
client's Receive Maximum only until the first acknowledgement, so to stop reading is what holds."""
REST_S: Final = 0.01
"""Between two looks at the socket. To wake up, hand over and acknowledge costs as much for one as for
fifty, so the kernel gathers them meanwhile. A batch for the store waits far longer for company."""


class Message(NamedTuple):
    """What somebody said on a topic."""

    topic: str
    payload: bytes


@dataclass(frozen=True, slots=True)
class Batch:
    """Messages that came together, in order. Until `acknowledge` is called the broker owes them to us."""

    messages: Sequence[Message]
    acknowledge: Callable[[], None]


class Listener(Client):
    """Listens; again after every loss.

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
        super().__init__(broker, client_id, subscriptions, min(most_unacknowledged, 65_535))
        self._most_unacknowledged = most_unacknowledged
        self._batches: asyncio.Queue[Batch] = asyncio.Queue()

    @property
    def is_up(self) -> bool:
        """Whether it listens, as far as is known."""
        return self._up.is_set()

    async def next_batch(self) -> Batch:
        """What came next from the broker, whichever connection brought it."""
        return await self._batches.get()

    def _line(self) -> Line:
        return _Paced(self._batches.put_nowait, self._most_unacknowledged).line


class _Paced:
    """A connection of which no more is read than can be held, and not too often."""

    def __init__(self, receive: Callable[[Batch], None], most_unacknowledged: int) -> None:
        self.line = Line(self._take, KEEPALIVE_S)
        self._loop = asyncio.get_running_loop()
        self._receive = receive
        self._most_unacknowledged = most_unacknowledged
        self._unacknowledged = 0
        self._is_resting = False

    def _take(self, packets: list[mqtt5.PublishPacket]) -> None:
        self._unacknowledged += len(packets)
        self._is_resting = True
        self._loop.call_later(REST_S, self._rested)
        self._read_or_wait()
        messages = [Message(packet.topic, packet.payload) for packet in packets]
        self._receive(Batch(messages, partial(self._acknowledge, packets)))

    def _acknowledge(self, packets: list[mqtt5.PublishPacket]) -> None:
        self._unacknowledged -= len(packets)
        self.line.acknowledge(packets)
        self._read_or_wait()

    def _rested(self) -> None:
        self._is_resting = False
        self._read_or_wait()

    def _read_or_wait(self) -> None:
        self.line.read(on=not self._is_resting and self._unacknowledged < self._most_unacknowledged)
