"""A sender that remembers whom it called, and refuses when told to."""

from __future__ import annotations

import asyncio

from hub.ports.push import PushError


class FakePushSender:
    """Calls nobody. `refusals`: what calling an address ends with."""

    key = "BKey"

    def __init__(self) -> None:
        self.refusals: dict[str, PushError] = {}
        self.called: asyncio.Queue[str] = asyncio.Queue()

    async def call(self, address: str) -> None:
        """Remember it, or refuse."""
        self.called.put_nowait(address)
        if address in self.refusals:
            raise self.refusals[address]
