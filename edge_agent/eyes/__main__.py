"""The process that owns the camera: `python -m edge_agent.eyes FD`, started by the agent alone.

Owns nothing but the putting together: a frame source (`devices.camera`), and beside each other what uses
its pictures. It ends when the agent closes the socket FD, or with the agent.
"""

from __future__ import annotations

import asyncio
import socket
import sys

from edge_agent.devices.camera_setting import CameraSetting
from edge_agent.end_with_parent import end_with_parent
from edge_agent.eyes.channel import Channel
from edge_agent.eyes.film.service import FilmService
from edge_agent.eyes.serving import serve
from edge_agent.eyes.watching import tell_condition, tell_happenings
from edge_agent.eyes.words import FROM_AGENT, Begin


async def _run(link: socket.socket) -> None:
    try:
        agent = await Channel.over(link, FROM_AGENT)
        begin, _ = await agent.hear()
        assert isinstance(begin, Begin)
        async with CameraSetting(begin.source, begin.seed).make() as camera, asyncio.TaskGroup() as tasks:
            tasks.create_task(tell_condition(camera, agent), name="condition")
            tasks.create_task(tell_happenings(camera, agent), name="happenings")
            film = FilmService(camera, agent)
            tasks.create_task(film.run(), name="film")
            tasks.create_task(serve(camera, film, agent), name="pictures")
    except* (EOFError, ConnectionError):
        pass  # the agent has ended, or wants no more of us


if __name__ == "__main__":
    end_with_parent()
    asyncio.run(_run(socket.socket(fileno=int(sys.argv[1]))))
