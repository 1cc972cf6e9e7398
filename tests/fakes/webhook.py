"""A webhook on loopback, as a bank's own chat or ticket system has one."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Webhook:
    """Answers every call with `status`, and remembers what it was told."""

    address: str = ""
    status: int = 200
    told: list[dict[str, Any]] = field(default_factory=list)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.partition("content-length: ")[2].split("\r\n")[0])
        self.told.append(json.loads(await reader.readexactly(length)))
        writer.write(f"HTTP/1.1 {self.status} X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
        await writer.drain()
        writer.close()
        await writer.wait_closed()


@asynccontextmanager
async def listening_webhook() -> AsyncIterator[Webhook]:
    """A webhook on a free port."""
    webhook = Webhook()
    server = await asyncio.start_server(webhook.answer, "127.0.0.1", 0)
    async with server:
        webhook.address = f"json://127.0.0.1:{server.sockets[0].getsockname()[1]}/bank"
        yield webhook
