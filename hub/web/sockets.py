"""How a person's screen opens a WebSocket: it says hello, is known by token or cookie, and is talked with.

Owns the opening and the closing of a socket, and the codes of that. What is said between is the routes'.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Coroutine
from typing import Final, TypeVar

from fastapi import WebSocket, WebSocketDisconnect
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from device_profiles.delivery.errors import DatabaseUnavailableError
from hub.domain.roster import Staff
from hub.web.cookie import COOKIE, names_our_origin
from hub.web.parts import parts_of

HELLO_TIMEOUT_S: Final = 10.0
NOT_LOGGED_IN: Final = 4401
"""The socket was opened without a login, or its login has ended since.

Application close codes are 4000–4999 (RFC 6455, section 7.4.2).
"""
NOT_OUR_PAGE: Final = 4403
"""The socket was to be opened by the cookie, and not from a page of this address."""
NOT_GRANTED: Final = 4405
"""The person's role has no use for this socket."""
TRY_AGAIN_LATER: Final = 1013
"""From the registry of close codes that RFC 6455, section 11.7, set up."""
TOO_MUCH: Final = 1008
"""The screen says more than any page of ours would (policy violation; RFC 6455, section 7.4.1)."""


class Hello(BaseModel):
    """The first message of a screen. A program gives its token; a page of ours has its cookie."""

    model_config = ConfigDict(extra="forbid")

    token: str | None = Field(default=None, max_length=200)


HelloT = TypeVar("HelloT", bound=Hello)


async def converse(
    socket: WebSocket, model: type[HelloT], talk: Callable[[HelloT, Staff, str], Awaitable[int | None]]
) -> None:
    """Let a screen in, and `talk(hello, who, token)` with it, then close with the code that it returns.

    Without a token the cookie of the handshake counts, if a page of ours made it, else: closed with 4403.
    """
    await socket.accept()
    try:
        async with asyncio.timeout(HELLO_TIMEOUT_S):
            hello = model.model_validate_json(await socket.receive_text())
    except (TimeoutError, ValidationError, WebSocketDisconnect, KeyError):  # KeyError: it was not text
        await _close(socket, NOT_LOGGED_IN)
        return
    if hello.token is None and COOKIE in socket.cookies and not names_our_origin(socket):
        # Any site's page can open a socket to anywhere, and the browser would send the cookie along.
        await _close(socket, NOT_OUR_PAGE)
        return
    token = socket.cookies.get(COOKIE, "") if hello.token is None else hello.token
    code = None
    try:
        staff = await parts_of(socket).accounts.whose(token)
        code = NOT_LOGGED_IN if staff is None else await talk(hello, staff, token)
    except* DatabaseUnavailableError:
        code = TRY_AGAIN_LATER
    except* WebSocketDisconnect:
        pass  # the wire was cut just when something was sent
    if code is not None:
        await _close(socket, code)


async def first_of(*parts: Coroutine[None, None, int | None]) -> int | None:
    """Run all until the first ends; the code with which to close, if it says one."""

    def end_all(_: object) -> None:
        for task in running:
            task.cancel()

    async with asyncio.TaskGroup() as tasks:
        running = [tasks.create_task(part) for part in parts]
        for task in running:
            task.add_done_callback(end_all)
    codes = [task.result() for task in running if not task.cancelled()]
    return next((code for code in codes if code is not None), None)


async def _close(socket: WebSocket, code: int) -> None:
    with contextlib.suppress(RuntimeError):  # it is closed already
        await socket.close(code)
