"""The connection for readings, at whose other end the test stands instead of a broker."""

from __future__ import annotations

import asyncio

from device_profiles.delivery.client import BrokerAddress
from device_profiles.delivery.listener import Batch, Listener, Message
from tests.fakes.paper_session import PATIENCE_S


class PaperListener(Listener):
    """It is up for good."""

    def __init__(self) -> None:
        super().__init__(BrokerAddress("127.0.0.1", 1883), "paper", ())

    async def run(self) -> None:
        await asyncio.get_running_loop().create_future()

    async def brings(self, *messages: Message) -> None:
        """These come together; returns when they are acknowledged."""
        acknowledged = asyncio.Event()
        self._batches.put_nowait(Batch(messages, acknowledged.set))
        async with asyncio.timeout(PATIENCE_S):
            await acknowledged.wait()
