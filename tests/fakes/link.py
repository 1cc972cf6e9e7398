"""A link to the broker that is up or down as a test says, and shows what was published."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from device_profiles.delivery.errors import LinkDownError, PublishRefusedError


class FakeLink:
    """What a courier publishes through. `hear` is called with each message that the broker took."""

    def __init__(self, hear: Callable[[str, bytes], None] | None = None) -> None:
        self.published: list[bytes] = []
        self.forbidden: set[str] = set()
        self._hear = hear
        self._up = asyncio.Event()
        self._came = asyncio.Event()

    def goes_up(self) -> None:
        self._up.set()

    def goes_down(self) -> None:
        self._up.clear()

    async def wait_connected(self) -> None:
        await self._up.wait()

    async def publish(self, topic: str, payload: bytes) -> None:
        if not self._up.is_set():
            msg = "the link is down"
            raise LinkDownError(msg)
        if topic in self.forbidden:
            await asyncio.sleep(0.001)
            raise PublishRefusedError(topic, "Not authorized")
        self.published.append(payload)  # on the wire in the order of the calls, whoever is answered first
        self._came.set()
        await asyncio.sleep(0.001)
        if self._hear is not None:
            self._hear(topic, payload)

    async def until_published(self, count: int) -> None:
        """Wait until so many messages have been published."""
        async with asyncio.timeout(3600):
            while len(self.published) < count:
                self._came.clear()
                await self._came.wait()
