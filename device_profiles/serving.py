"""How both programs serve their screens: they take the address first, and then serve on it."""

from __future__ import annotations

import socket
from typing import Final

import uvicorn
from fastapi import FastAPI

LARGEST_SOCKET_MESSAGE_BYTES: Final = 256 * 1024
# Longer than those who ask keep a connection they do not use: HTTPX 5 s, nginx towards its servers 60 s.
# Who closes first must be the one who asks; the other way round, a question meets a door just closing.
IDLE_CONNECTION_S: Final = 75


class AddressTakenError(Exception):
    """The program cannot listen where it was told to; the text says where and why."""


def listen(host: str, port: int, setting: str) -> socket.socket:
    """Take the address, before anything else is started. `setting` is the variable that names the port.

    Raises:
        AddressTakenError: another program has it, or it is not this machine's.
    """
    try:
        listener = socket.create_server((host, port))
    except OSError as error:
        msg = f"cannot listen on {host}:{port}: {error.strerror}; set {setting} to a free port"
        raise AddressTakenError(msg) from error
    # Connections inherit it. asyncio does not set it on them, and an answer in two pieces would wait 40 ms
    # for the client to acknowledge the first.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


async def serve(app: FastAPI, listener: socket.socket) -> None:
    """Serve until SIGTERM or SIGINT, which are then given on to the program."""
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=1,
        timeout_keep_alive=IDLE_CONNECTION_S,
        ws_max_size=LARGEST_SOCKET_MESSAGE_BYTES,
    )
    await uvicorn.Server(config).serve(sockets=[listener])
