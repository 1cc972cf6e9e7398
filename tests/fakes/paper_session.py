"""A device's session that ends at the test's desk instead of a broker."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from device_profiles.delivery.client import BrokerAddress
from device_profiles.delivery.errors import LinkDownError
from device_profiles.delivery.session import Arrival, Session

PATIENCE_S = 10.0


@dataclass(frozen=True, slots=True)
class Published:
    """What the device put on the wire."""

    topic: str
    payload: bytes
    properties: Mapping[str, str]
    retained: bool = False


class PaperSession(Session):
    """The link is up until `goes_down`; what is published lies in `published`."""

    def __init__(self) -> None:
        super().__init__(BrokerAddress("127.0.0.1", 1883), "paper", ())
        self.published: list[Published] = []
        self.on_published: Callable[[Published], None] = _look_at_it
        self.heard = True
        self._is_up = True
        self._up.set()
        self._failed = 0
        self._more = asyncio.Event()

    @property
    def connected(self) -> bool:
        return self._is_up

    def goes_down(self) -> None:
        """The link breaks."""
        self._is_up = False
        self._up.clear()
        self.drops += 1

    def comes_up(self) -> None:
        """The link is back."""
        self._is_up = True
        self._up.set()

    async def publish(
        self,
        topic: str,
        payload: bytes,
        *,
        properties: Mapping[str, str] | None = None,
        retain: bool = False,
    ) -> bool:
        await asyncio.sleep(0)  # a real one gives way as well
        if not self._is_up:
            self._failed += 1
            self._more.set()
            msg = "the link is down"
            raise LinkDownError(msg)
        if not self.heard:
            self._failed += 1
            self._more.set()
            return False
        published = Published(topic, payload, properties or {}, retain)
        self.published.append(published)
        self._more.set()
        self.on_published(published)
        return True

    async def until_published(self, times: int) -> None:
        """Wait until so much lies here in all."""
        async with asyncio.timeout(PATIENCE_S):
            while len(self.published) < times:
                self._more.clear()
                await self._more.wait()

    async def until_failed(self, times: int) -> None:
        """Wait until so much more could not be sent."""
        target = self._failed + times
        async with asyncio.timeout(PATIENCE_S):
            while self._failed < target:
                self._more.clear()
                await self._more.wait()

    async def brings(self, topic: str, payload: bytes, properties: Mapping[str, str] | None = None) -> None:
        """Something comes from the hub; returns when the device has acknowledged it."""
        acknowledged = asyncio.Event()
        self._receive(Arrival(topic, payload, properties or {}, acknowledged.set))
        async with asyncio.timeout(PATIENCE_S):
            await acknowledged.wait()

    def will_bring(self, topic: str, payload: bytes) -> None:
        """Something is on its way."""
        self._receive(Arrival(topic, payload, {}, _acknowledged))


def _look_at_it(published: Published) -> None:
    assert published.topic


def _acknowledged() -> None:
    return
