"""Takes in what devices measured: a connection of its own, and as many at once as came.

Readings are most of what arrives. They are read and handed over in the order in which they came, and
acknowledged together once the telemetry store has them. While neither store nor spool takes any more,
nothing more is read: the broker holds the rest, and casework, on the other connection, goes on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import lru_cache

from device_profiles.contract import topics
from device_profiles.contract.codec import decode
from device_profiles.contract.errors import UnreadableError
from device_profiles.contract.messages.health import Readings
from device_profiles.contract.topics import Topic
from device_profiles.delivery.listener import Batch, Listener, Message
from hub.service.fleet import Fleet
from hub.service.telemetry import Said, TelemetryIntake

SetAside = Callable[[Message, Exception], Awaitable[None]]
"""Takes what could not be read, and why; counts it, and does not fail."""


class ReadingsLink:
    """Reads batches, and hands them over."""

    def __init__(
        self, listener: Listener, fleet: Fleet, intake: TelemetryIntake, set_aside: SetAside
    ) -> None:
        self._listener = listener
        self._fleet = fleet
        self._intake = intake
        self._set_aside = set_aside

    async def run(self) -> None:
        """Take in until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._listener.run(), name="readings' link")
            while True:
                batch = await self._listener.next_batch()
                said: list[Said] = []
                wrong: list[tuple[Message, Exception]] = []
                for message in batch.messages:
                    try:
                        said.append(await self._read(message))
                    except Exception as error:  # noqa: BLE001  one message's boundary: it is told there
                        wrong.append((message, error))
                stored = await self._intake.hand_over(said)
                tasks.create_task(self._settle(batch, wrong, stored))

    async def _read(self, message: Message) -> Said:
        topic, name = _parsed(message.topic)
        kind = self._fleet.known(name) or await self._fleet.kind_of(topic.device)
        if kind is None:
            raise UnreadableError("not_enrolled", f"no device {name} is registered")
        if topic.channel not in kind.channels.publish:
            raise UnreadableError("not_granted", f"a {kind.kind} may not speak on {topic.channel}")
        body = decode("up", topic.channel, message.payload).body
        if not isinstance(body, Readings):
            raise UnreadableError("wrong_topic", f"{body.type_name} is no telemetry")
        return Said(body, topic.device, kind.kind)

    async def _settle(
        self, batch: Batch, wrong: list[tuple[Message, Exception]], stored: asyncio.Future[None]
    ) -> None:
        for message, error in wrong:
            await self._set_aside(message, error)
        await stored
        batch.acknowledge()


@lru_cache(20_000)
def _parsed(topic: str) -> tuple[Topic, str]:
    """A topic, and the device's name: there are as many as devices, and each comes again and again."""
    parsed = topics.parse(topic)
    return parsed, str(parsed.device)
