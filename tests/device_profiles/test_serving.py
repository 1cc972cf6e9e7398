"""How both programs listen."""

from __future__ import annotations

import asyncio
import socket

import pytest
from fastapi import FastAPI

from device_profiles.serving import listen, serve

HTTPX_KEEPS_IDLE_S = 5
"""How long HTTPX keeps a connection that it does not use; a proxy keeps it longer."""


def test_no_answer_waits_for_an_acknowledgement() -> None:
    with (
        listen("127.0.0.1", 0, "TONGBAN_HTTP_PORT") as listener,
        socket.create_connection(listener.getsockname()),
    ):
        connection, _ = listener.accept()
        with connection:
            assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


async def test_a_connection_nobody_uses_is_not_closed_before_who_asks_would_close_it() -> None:
    """A question sent into a connection that is just closing is lost, and nobody may ask again blindly."""
    with listen("127.0.0.1", 0, "TONGBAN_HTTP_PORT") as listener:
        async with asyncio.TaskGroup() as tasks:
            serving = tasks.create_task(serve(FastAPI(), listener))
            reader, writer = await asyncio.open_connection(*listener.getsockname())
            writer.write(b"GET /nowhere HTTP/1.1\r\nHost: hub\r\n\r\n")
            assert (await reader.readuntil(b'Found"}')).startswith(b"HTTP/1.1 404")
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(HTTPX_KEEPS_IDLE_S + 1):
                    await reader.read()
            writer.close()
            serving.cancel()
