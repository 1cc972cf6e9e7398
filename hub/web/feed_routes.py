"""The WebSocket that tells a person's screen what changed, and misses nothing after a reconnection."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Final

from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hub.web.parts import WebParts, parts_of

router = APIRouter(tags=["feed"])
HELLO_TIMEOUT_S: Final = 10.0
NOT_LOGGED_IN: Final = 4401
"""The feed was opened without a login, or its login has ended since.

Application close codes are 4000–4999 (RFC 6455, section 7.4.2).
"""


class Hello(BaseModel):
    """The first message of the screen: its token, and the last change that it has seen."""

    model_config = ConfigDict(extra="forbid", strict=True)

    token: str = Field(max_length=200)
    after: int = Field(default=0, ge=0, le=2**31 - 1)


@router.websocket("/api/feed")
async def feed(socket: WebSocket) -> None:
    """Send each change as `{"number", "case", "change", "at"}`, from `after` on; `{}` is a heartbeat.

    Closed with 4401 when the login ends: at once after a logout, else within ten seconds.
    """
    parts = parts_of(socket)
    await socket.accept()
    try:
        async with asyncio.timeout(HELLO_TIMEOUT_S):
            hello = Hello.model_validate_json(await socket.receive_text())
    except (TimeoutError, ValidationError, WebSocketDisconnect, KeyError):  # KeyError: it was not text
        with contextlib.suppress(RuntimeError):
            await socket.close(NOT_LOGGED_IN)
        return
    if await parts.accounts.whose(hello.token) is None:
        await socket.close(NOT_LOGGED_IN)
        return
    # The screen says nothing more; reading only tells when it is gone.
    over = False
    try:
        async with asyncio.TaskGroup() as tasks:
            sending = tasks.create_task(_send_until_login_ends(socket, parts, hello))
            leaving = tasks.create_task(_until_gone(socket))
            sending.add_done_callback(lambda _: leaving.cancel())
            leaving.add_done_callback(lambda _: sending.cancel())
        over = not sending.cancelled()
    except* WebSocketDisconnect:
        pass  # the wire was cut just when something was sent
    if over:
        await socket.close(NOT_LOGGED_IN)


async def _send_until_login_ends(socket: WebSocket, parts: WebParts, hello: Hello) -> None:
    after = hello.after
    while (staff := await parts.accounts.whose(hello.token)) is not None:
        await parts.accounts.seen(staff.person)
        changes = await parts.feeds.changes(staff.person, after)
        if await parts.accounts.whose(hello.token) is None:
            return  # it ended while nothing happened; what happened then is not for this screen
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
