"""The WebSocket that tells a person's screen what changed, and misses nothing after a reconnection."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Final

from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from pydantic import BaseModel, Field, ValidationError

from device_profiles.delivery.errors import DatabaseUnavailableError
from hub.domain.roster import Staff
from hub.web.parts import WebParts, parts_of

router = APIRouter(tags=["feed"])
HELLO_TIMEOUT_S: Final = 10.0
NOT_LOGGED_IN: Final = 4401
"""Application close codes are 4000–4999 (RFC 6455, section 7.4.2)."""
TRY_AGAIN_LATER: Final = 1013
"""From the registry of close codes that RFC 6455, section 11.7, set up."""


class Hello(BaseModel):
    """The first message of the screen: its token, and the last change that it has seen."""

    token: str
    after: int = Field(default=0, ge=0, le=2**31 - 1)


@router.websocket("/api/feed")
async def feed(socket: WebSocket) -> None:
    """Send each change as `{"number", "case", "change", "at"}`, from `after` on; `{}` is a heartbeat."""
    parts = parts_of(socket)
    await socket.accept()
    try:
        async with asyncio.timeout(HELLO_TIMEOUT_S):
            hello = Hello.model_validate_json(await socket.receive_text())
    except (TimeoutError, ValidationError, WebSocketDisconnect, KeyError):  # KeyError: it was not text
        with contextlib.suppress(RuntimeError):
            await socket.close(NOT_LOGGED_IN)
        return
    try:
        await _follow(socket, parts, hello)
    except* DatabaseUnavailableError:
        with contextlib.suppress(RuntimeError):
            await socket.close(TRY_AGAIN_LATER)


async def _follow(socket: WebSocket, parts: WebParts, hello: Hello) -> None:
    staff = await parts.accounts.whose(hello.token)
    if staff is None:
        await socket.close(NOT_LOGGED_IN)
        return
    # The screen says nothing more; reading only tells when it is gone.
    try:
        async with asyncio.TaskGroup() as tasks:
            sending = tasks.create_task(_send(socket, parts, staff, hello.after))
            await _until_gone(socket)
            sending.cancel()
    except* WebSocketDisconnect:
        pass  # the wire was cut just when something was sent


async def _send(socket: WebSocket, parts: WebParts, staff: Staff, after: int) -> None:
    while True:
        with contextlib.suppress(DatabaseUnavailableError):  # to read there may still be room
            await parts.accounts.seen(staff.person)
        changes = await parts.feeds.changes(staff.person, after)
        for change in changes:
            after = change.number
            await socket.send_json(
                {"number": change.number, "case": change.case, "change": change.change, "at": change.at}
            )
        if not changes:
            await socket.send_json({})


async def _until_gone(socket: WebSocket) -> None:
    while (await socket.receive())["type"] != "websocket.disconnect":
        pass
