"""The WebSocket that tells a person's screen what changed, and misses nothing after a reconnection."""

from __future__ import annotations

import asyncio
import contextlib

from fastapi import APIRouter, WebSocket
from pydantic import Field

from device_profiles.delivery.errors import DatabaseUnavailableError
from hub.domain.roster import Staff
from hub.service.feeds import LOOK_AGAIN_S
from hub.web.parts import WebParts, parts_of
from hub.web.sockets import NOT_LOGGED_IN, Hello, converse, first_of

router = APIRouter(tags=["feed"])


class FeedHello(Hello):
    """The first message of the screen: the last change that it has seen; of a program, its token too."""

    after: int = Field(default=0, ge=0, le=2**31 - 1)


@router.websocket("/api/feed")
async def feed(socket: WebSocket) -> None:
    """Send each change as `{"number", "case", "change", "at"}`, from `after` on; `{}` is a heartbeat.

    Who looks at alarms is told `alarms` when some were raised, cleared or taken on, with an empty case.

    Closed with 4401 when the login ends: at once after a logout, else within ten seconds.
    """
    parts = parts_of(socket)

    async def talk(hello: FeedHello, staff: Staff, token: str) -> int | None:
        # The screen says nothing more; reading only tells when it is gone.
        return await first_of(_send(socket, parts, staff, token, hello.after), _until_gone(socket))

    await converse(socket, FeedHello, talk)


async def _send(socket: WebSocket, parts: WebParts, staff: Staff, token: str, after: int) -> int:
    now_s = asyncio.get_running_loop().time
    known_at_s = now_s()
    with parts.feeds.followed(staff.person, after) as screen:
        while True:
            with contextlib.suppress(DatabaseUnavailableError):  # to read there may still be room
                await parts.accounts.seen(staff.person)
            changes = await parts.feeds.changes(screen)
            if not changes or now_s() - known_at_s >= LOOK_AGAIN_S:
                if await parts.accounts.whose(token) is None:
                    return NOT_LOGGED_IN  # what happened after the login ended is not for this screen
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
