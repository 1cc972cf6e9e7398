"""A door before a server that speaks HTTP: it lets requests through, refuses them, or keeps silent."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit


class HttpGate:
    """Passes connections on to `target`. `refuses` is a status line with which it answers every request
    instead; while `silent`, it takes requests and never answers.
    """

    def __init__(self, target: str) -> None:
        self.url = ""
        self.refuses: str | None = None
        self.silent = False
        self._target = urlsplit(target)
        self._asked = asyncio.Semaphore(0)

    async def asked_in_vain(self, times: int) -> None:
        """Wait until so many more requests got no good answer."""
        async with asyncio.timeout(20):
            for _ in range(times):
                await self._asked.acquire()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, which carries one request."""
        try:
            await self._answer(reader, writer)
        except* (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client had no more patience
        finally:
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        if self.silent:
            self._asked.release()
            await reader.read()
        elif self.refuses is not None:
            answer = b"engine: error writing WAL entry: no space left on device"
            writer.write(
                f"HTTP/1.1 {self.refuses}\r\nContent-Length: {len(answer)}\r\n"
                "Connection: close\r\n\r\n".encode()
                + answer
            )
            await writer.drain()
            self._asked.release()
        else:
            await self._pass_on(head, reader, writer)

    async def _pass_on(
        self, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        there = await asyncio.open_connection(self._target.hostname, self._target.port)
        try:
            there[1].write(head.replace(b"\r\n", b"\r\nConnection: close\r\n", 1))
            async with asyncio.TaskGroup() as both:
                outward = both.create_task(_copy(reader, there[1]))
                await _copy(there[0], writer)
                outward.cancel()
        finally:
            there[1].close()


async def _copy(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    while data := await source.read(65_536):
        target.write(data)
        await target.drain()


@asynccontextmanager
async def http_gate(target: str) -> AsyncIterator[HttpGate]:
    """A gate before the server at this address, for the length of the block."""
    gate = HttpGate(target)
    async with asyncio.TaskGroup() as tasks:
        serving: list[asyncio.Task[None]] = []

        def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            serving.append(tasks.create_task(gate.serve(reader, writer)))

        server = await asyncio.start_server(accept, "127.0.0.1", 0)
        gate.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        yield gate
        server.close()
        for one in serving:
            one.cancel()
