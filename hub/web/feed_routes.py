"""The WebSocket that tells a person's screen what changed, and misses nothing after a reconnection."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Final

from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from device_profiles.delivery.errors import DatabaseUnavailableError
from hub.domain.roster import Staff
from hub.service.feeds import LOOK_AGAIN_S
from hub.web.cookie import COOKIE, names_our_origin
from hub.web.parts import WebParts, parts_of

router = APIRouter(tags=["feed"])
HELLO_TIMEOUT_S: Final = 10.0
NOT_LOGGED_IN: Final = 4401
"""The feed was opened without a login, or its login has ended since.

Application close codes are 4000–4999 (RFC 6455, section 7.4.2).
"""
NOT_OUR_PAGE: Final = 4403
"""The feed was to be opened by the cookie, and not from a page of this address."""
TRY_AGAIN_LATER: Final = 1013
"""From the registry of close codes that RFC 6455, section 11.7, set up."""


class Hello(BaseModel):
    """The first message of the screen: the last change that it has seen; of a program, its token too."""

    model_config = ConfigDict(extra="forbid")

    token: str | None = Field(default=None, max_length=200)
    after: int = Field(default=0, ge=0, le=2**31 - 1)


@router.websocket("/api/feed")
async def feed(socket: WebSocket) -> None:
    """Send each change as `{"number", "case", "change", "at"}`, from `after` on; `{}` is a heartbeat.

    Without a token the cookie of the handshake counts, if a page of ours made it, else: closed with 4403.
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
    if hello.token is None and COOKIE in socket.cookies and not names_our_origin(socket):
        # Any site's page can open a socket to anywhere, and the browser would send the cookie along.
        with contextlib.suppress(RuntimeError):
            await socket.close(NOT_OUR_PAGE)
        return
    token = socket.cookies.get(COOKIE, "") if hello.token is None else hello.token
    code = None
    try:
        if await _until_login_ends(socket, parts, token, hello.after):
            code = NOT_LOGGED_IN
    except* DatabaseUnavailableError:
        code = TRY_AGAIN_LATER
    except* WebSocketDisconnect:
        pass  # the wire was cut just when something was sent
    if code is not None:
        with contextlib.suppress(RuntimeError):
            await socket.close(code)


async def _until_login_ends(socket: WebSocket, parts: WebParts, token: str, after: int) -> bool:
    """Send what changes; whether it was the login that ended, and not the screen that went."""
    staff = await parts.accounts.whose(token)
    if staff is None:
        return True
    # The screen says nothing more; reading only tells when it is gone.
    async with asyncio.TaskGroup() as tasks:
        sending = tasks.create_task(_send(socket, parts, staff, token, after))
        leaving = tasks.create_task(_until_gone(socket))
        sending.add_done_callback(lambda _: leaving.cancel())
        leaving.add_done_callback(lambda _: sending.cancel())
    return not sending.cancelled()


async def _send(socket: WebSocket, parts: WebParts, staff: Staff, token: str, after: int) -> None:
    now_s = asyncio.get_running_loop().time
    known_at_s = now_s()
    with parts.feeds.followed(staff.person, after) as screen:
        while True:
            with contextlib.suppress(DatabaseUnavailableError):  # to read there may still be room
                await parts.accounts.seen(staff.person)
            changes = await parts.feeds.changes(screen)
            if not changes or now_s() - known_at_s >= LOOK_AGAIN_S:
                if await parts.accounts.whose(token) is None:
                    return  # what happened after the login ended is not for this screen
                known_at_s = now_s()
            for change in changes:
                await socket.send_json(
                    {"number": change.number, "case": change.case, "change": change.change, "at": change.at}
                )
            if not changes:
                await socket.send_json({})


async def _until_gone(socket: WebSocket) -> None:
    while (await socket.receive())["type"] != "websocket.disconnect":
        pass
