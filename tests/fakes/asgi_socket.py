"""A browser's WebSocket to an ASGI application, without a network between them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, MutableMapping
from contextlib import asynccontextmanager
from typing import Any

from starlette.types import ASGIApp

PATIENCE_S = 10.0


class AsgiSocket:
    """What a page does with its socket. `unplugged` makes the server's next word fail."""

    def __init__(self) -> None:
        self.unplugged = False
        self._to_server: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._from_server: asyncio.Queue[MutableMapping[str, Any]] = asyncio.Queue()
        self._to_server.put_nowait({"type": "websocket.connect"})

    def send(self, text: str) -> None:
        """Say something."""
        self._to_server.put_nowait({"type": "websocket.receive", "text": text})

    def send_bytes(self, content: bytes) -> None:
        """Say something that is not text."""
        self._to_server.put_nowait({"type": "websocket.receive", "bytes": content})

    def leave(self) -> None:
        """Close the page."""
        self._to_server.put_nowait({"type": "websocket.disconnect", "code": 1001})

    async def heard(self) -> Any:
        """The server's next word, as JSON."""
        return json.loads((await self._next())["text"])

    async def shown(self) -> bytes:
        """The server's next word, which is not text."""
        content: bytes = (await self._next())["bytes"]
        return content

    async def closed(self) -> int:
        """The code with which the server closes."""
        message = await self._next()
        assert message["type"] == "websocket.close", message
        return int(message["code"])

    async def heard_or_closed(self) -> Any:
        """The server's next word, or the code with which it closes."""
        message = await self._next()
        return message["code"] if message["type"] == "websocket.close" else json.loads(message["text"])

    async def receive(self) -> MutableMapping[str, Any]:
        """The server listens."""
        return await self._to_server.get()

    async def take(self, message: MutableMapping[str, Any]) -> None:
        """The server speaks."""
        if self.unplugged:
            raise OSError(104, "the wire was cut")
        self._from_server.put_nowait(message)

    async def _next(self) -> MutableMapping[str, Any]:
        async with asyncio.timeout(PATIENCE_S):
            message = await self._from_server.get()
            while message["type"] == "websocket.accept":
                message = await self._from_server.get()
            return message


@asynccontextmanager
async def socket_to(
    app: ASGIApp, path: str, headers: Mapping[str, str] | None = None
) -> AsyncIterator[AsgiSocket]:
    """Open a socket; at the end the page is closed, and the server must have done with it.

    `headers`: what the browser says beside the host's name, which is "hub".
    """
    said = {"host": "hub", **(headers or {})}
    socket = AsgiSocket()
    scope = {
        "type": "websocket",
        "asgi": {"version": "3.0"},
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in said.items()],
        "subprotocols": [],
    }
    async with asyncio.TaskGroup() as tasks, asyncio.timeout(PATIENCE_S):
        serving = tasks.create_task(_serve(app, scope, socket), name="server")
        yield socket
        socket.leave()
        await serving


async def _serve(app: ASGIApp, scope: dict[str, Any], socket: AsgiSocket) -> None:
    await app(scope, socket.receive, socket.take)
