"""Keeps a request from being larger than anything that people have to say."""

from __future__ import annotations

from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hub.web.problems import too_large

MOST_BYTES: Final = 64 * 1024
"""A recapture of fifty materials with twenty reasons in four-byte characters is not half of it."""


class BodyLimit:
    """ASGI middleware: reads the body, and gives on only one that is small enough."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 413 in place of the application, as soon as the body is seen to be too large."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        told = Headers(scope=scope).get("content-length", "0")
        body, more = bytearray(), True
        exceeds = told.isdecimal() and int(told[:20]) > MOST_BYTES
        while more and not exceeds:
            message = await receive()
            if message["type"] != "http.request":
                return  # whoever asked has gone
            body += message.get("body", b"")
            more = message.get("more_body", False)
            exceeds = len(body) > MOST_BYTES
        if exceeds:
            await too_large(MOST_BYTES)(scope, receive, send)
            return
        await self._app(scope, _after(bytes(body), receive), send)


def _after(body: bytes, receive: Receive) -> Receive:
    """Tells the body that was read, and then what comes."""
    untold = [body]

    async def tell() -> Message:
        if untold:
            return {"type": "http.request", "body": untold.pop(), "more_body": False}
        return await receive()

    return tell
