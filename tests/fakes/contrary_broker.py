"""A listener that speaks as much MQTT 5 as it takes to be contrary: it refuses, drops, or says nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from device_profiles.delivery.client import BrokerAddress

CONNECT, PUBLISH, SUBSCRIBE, DISCONNECT = 1, 3, 8, 14
ACCEPTED, BAD_PASSWORD, NOT_AUTHORIZED = 0x00, 0x86, 0x87


class ContraryBroker:
    """`answers` gives the reason code for each kind of packet; a kind in `drops` ends the connection."""

    def __init__(self) -> None:
        self.answers = {CONNECT: ACCEPTED, SUBSCRIBE: ACCEPTED, PUBLISH: ACCEPTED}
        self.drops: set[int] = set()
        self.silent = False
        self.connects_s: list[float] = []
        self.address = BrokerAddress("127.0.0.1", 0)
        self._changed = asyncio.Condition()
        self.open = 0

    async def until_connected(self, times: int) -> list[float]:
        """Wait until so many connections were begun; when each of them was, in the loop's seconds."""
        async with asyncio.timeout(30), self._changed:
            await self._changed.wait_for(lambda: len(self.connects_s) >= times)
        return self.connects_s[:times]

    async def until_nobody_is_connected(self) -> None:
        """Wait until every connection has been closed."""
        async with asyncio.timeout(30), self._changed:
            await self._changed.wait_for(lambda: self.open == 0)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Talk to one client until it or we have had enough."""
        await self._count(1)
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            while (answer := self._answer(*await _packet(reader))) is not None:
                writer.write(answer)
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()
        await self._count(-1)

    async def _count(self, change: int) -> None:
        async with self._changed:
            self.open += change
            if change > 0:
                self.connects_s.append(asyncio.get_running_loop().time())
            self._changed.notify_all()

    def _answer(self, kind: int, body: bytes) -> bytes | None:
        """What to say to a packet; None: nothing more, ever."""
        if kind in self.drops or kind == DISCONNECT:
            return None
        if self.silent:
            return b""
        reason = self.answers.get(kind, ACCEPTED)
        match kind:
            case 1:
                return bytes([0x20, 3, 0, reason, 0])
            case 8:
                return bytes([0x90, 4, *body[:2], 0, reason])
            case 3:
                after_topic = 2 + int.from_bytes(body[:2], "big")
                return bytes([0x40, 4, *body[after_topic : after_topic + 2], reason, 0])
            case _:
                return b"\xd0\x00"


async def _packet(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """The kind of the next packet, and what follows its fixed header (MQTT 5, section 2.1)."""
    kind = (await reader.readexactly(1))[0] >> 4
    length = shift = 0
    while True:
        digit = (await reader.readexactly(1))[0]
        length |= (digit & 0x7F) << shift
        shift += 7
        if digit < 0x80:
            return kind, await reader.readexactly(length)


@asynccontextmanager
async def contrary_broker() -> AsyncIterator[ContraryBroker]:
    """One on a free port for the length of the block."""
    broker = ContraryBroker()
    server = await asyncio.start_server(broker.serve, "127.0.0.1", 0)
    async with server:
        broker.address = BrokerAddress("127.0.0.1", server.sockets[0].getsockname()[1])
        yield broker
        server.close()
        await broker.until_nobody_is_connected()
