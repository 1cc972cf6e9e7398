"""How people use a screen whose program may be gone: they look, press, and press again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

import httpx

from dashboards.terminal.demo.people import RefusedError

AGAIN_S: Final = 0.1
ResultT = TypeVar("ResultT")


async def look(request: Callable[[], Awaitable[ResultT]]) -> ResultT:
    """Ask until there is an answer.

    Raises:
        RefusedError: what was asked for is against a rule.
    """
    while True:
        try:
            return await request()
        except httpx.TransportError:
            pass  # the program is gone, and what became of the request is not known
        except RefusedError as error:
            if error.code != "internal_error":
                raise
        await asyncio.sleep(AGAIN_S)


async def press(request: Callable[[], Awaitable[object]]) -> bool:
    """Press until there is an answer; False when it was refused.

    That is no fault: what is pressed again after an unknown outcome may have been done, and what is
    pressed late may not be possible any more. Whoever pressed looks again, and goes on from there.
    """
    try:
        await look(request)
    except RefusedError:
        return False
    return True
