"""The demo's core banking system: a small real HTTP server that does each order once for its key.

It speaks as `hub/banking/http.py` expects of a bank's core. It can be made to lose an answer, which is
what happens between two programs sooner or later.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.parser import BytesHeaderParser
from typing import Final

LARGEST_ORDER_BYTES: Final = 64 * 1024


class Core:
    """Orders by key, how often each was asked for, and how often each was carried out."""

    def __init__(self) -> None:
        self.url = ""
        self.references: dict[str, str] = {}
        self.asked: dict[str, int] = {}
        self.carried_out: dict[str, int] = {}
        self._loses_next_answer = False

    def lose_next_answer(self) -> None:
        """Carry out the next order, but say nothing until the caller has given up."""
        self._loses_next_answer = True

    def carry_out(self, key: str) -> str:
        """Do it, unless it was done before; the same reference either way."""
        self.asked[key] = self.asked.get(key, 0) + 1
        if key not in self.references:
            self.carried_out[key] = self.carried_out.get(key, 0) + 1
            self.references[key] = f"HX-{len(self.references) + 1:06d}"
        return self.references[key]

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one connection's one request."""
        try:
            key = await _read_key(reader)
            reference = self.carry_out(key)
            if self._loses_next_answer:
                self._loses_next_answer = False
                await reader.read()  # until the caller hangs up
                return
            body = json.dumps({"reference": reference}).encode()
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n")
            writer.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            return  # the caller is gone; it will ask again
        finally:
            writer.close()


@asynccontextmanager
async def open_core() -> AsyncIterator[Core]:
    """A core that listens on a free port of this machine."""
    core = Core()
    server = await asyncio.start_server(core.answer, "127.0.0.1", 0, limit=LARGEST_ORDER_BYTES)
    core.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield core
    finally:
        server.close()


async def _read_key(reader: asyncio.StreamReader) -> str:
    await reader.readline()  # POST /orders is all that is ever asked
    headers = BytesHeaderParser().parsebytes(await reader.readuntil(b"\r\n\r\n"))
    await reader.readexactly(int(headers["Content-Length"]))
    return str(headers["Idempotency-Key"])
