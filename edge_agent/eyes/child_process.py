"""Starting the camera's child process, and ending it.

Owns the command, its environment and its end; what is said to it is not its concern.
"""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final

from edge_agent.eyes.channel import Channel
from edge_agent.eyes.words import FROM_CHILD, ChildWord

LONGEST_END_S: Final = 3.0


@asynccontextmanager
async def started() -> AsyncIterator[tuple[Channel[ChildWord], asyncio.subprocess.Process]]:
    """A child, which is gone at the exit: in good order where it can be."""
    ours, theirs = socket.socketpair()
    with theirs:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "edge_agent.eyes", str(theirs.fileno())),
            stdin=asyncio.subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            env={**os.environ, **_environment()},
        )
    try:
        child = await Channel.over(ours, FROM_CHILD)
        try:
            yield child, process
        finally:
            child.close()
    finally:
        await _end(process)


async def ending(process: asyncio.subprocess.Process) -> str:
    """How a child ended that says nothing any more, for a person."""
    with suppress(TimeoutError):
        async with asyncio.timeout(LONGEST_END_S):
            await process.wait()
    code = process.returncode
    if code is None:
        return "ended without a word"
    return f"was ended by signal {-code}" if code < 0 else f"ended by itself ({code})"


def kill(process: asyncio.subprocess.Process) -> None:
    """End it at once; one that is gone already is gone."""
    with suppress(ProcessLookupError):
        process.kill()


async def _end(process: asyncio.subprocess.Process) -> None:
    """Its socket is closed, so it ends; one that hangs is not waited for."""
    with suppress(TimeoutError):
        async with asyncio.timeout(LONGEST_END_S):
            await process.wait()
    if process.returncode is None:
        kill(process)
        await process.wait()


def _environment() -> dict[str, str]:
    return {
        # Wherever the agent was started, its child is of the same code.
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        # A camera that is away is told once; OpenCV and FFmpeg would say so at every attempt.
        "OPENCV_LOG_LEVEL": "SILENT",
        "OPENCV_FFMPEG_LOGLEVEL": "-8",
    }
