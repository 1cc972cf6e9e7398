"""The child's answers: bounded, the newest only, none while nobody asks; and words that are none."""

from __future__ import annotations

import asyncio
import socket
import struct
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import TracebackType
from typing import Self, get_args

import numpy as np
import pytest

from edge_agent.devices.camera import CameraState, Frame
from edge_agent.devices.errors import NoPictureError
from edge_agent.eyes.channel import Channel, GarbledError
from edge_agent.eyes.film.service import FilmService
from edge_agent.eyes.port import Size
from edge_agent.eyes.serving import MOST_WAITING, serve
from edge_agent.eyes.words import FROM_AGENT, FROM_CHILD, AgentWord, Ask, NoneTaken, Taken


class HandCamera:
    """Gives a picture whenever a test presses."""

    name = "hand camera"
    state = CameraState("showing", "The hand camera shows pictures.")

    def __init__(self) -> None:
        self._newest: Frame | None = None
        self._came = asyncio.Event()
        self.dark = False

    def presses(self) -> None:
        number = 1 if self._newest is None else self._newest.number + 1
        self._newest = Frame(np.full((960, 1280, 3), 90, np.uint8), time.monotonic(), number)
        self._came.set()
        self._came = asyncio.Event()

    async def newest(self, after: int = 0) -> Frame:
        while self._newest is None or self._newest.number <= after:
            if self.dark:
                raise NoPictureError("The lens is covered.")
            await self._came.wait()
        return self._newest

    async def still(self) -> Frame:
        return Frame(np.full((1920, 2560, 3), 90, np.uint8), time.monotonic(), 1)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        return


Agent = Channel[object]
SIZES: tuple[Size, ...] = get_args(Size)


@asynccontextmanager
async def served(camera: HandCamera) -> AsyncIterator[Agent]:
    """The agent's side of a child that serves this camera; it ends with the agent."""
    ours, theirs = socket.socketpair()
    agent: Agent = await Channel.over(ours, FROM_CHILD)  # type: ignore[arg-type]  # what is heard is checked
    child: Channel[AgentWord] = await Channel.over(theirs, FROM_AGENT)

    async def serve_to_the_end() -> None:
        try:
            await serve(camera, FilmService(camera, child), child)
        except* (EOFError, ConnectionError):
            child.close()

    async with asyncio.timeout(20), asyncio.TaskGroup() as tasks:
        tasks.create_task(serve_to_the_end())
        try:
            yield agent
        finally:
            agent.close()


async def taken(agent: Agent) -> Taken:
    word, content = await agent.hear()
    assert isinstance(word, Taken)
    assert content.startswith(b"\xff\xd8\xff")
    return word


async def test_each_size_is_what_it_says() -> None:
    camera = HandCamera()
    camera.presses()
    async with served(camera) as agent:
        widths = []
        for number, size in enumerate(SIZES):
            await agent.say(Ask(ask=number, size=size, after=0))
            widths.append((await taken(agent)).width_px)
    assert widths == [480, 1280, 2560]


async def test_who_asks_late_gets_the_newest_and_nothing_was_kept_for_them() -> None:
    camera = HandCamera()
    async with served(camera) as agent:
        for _ in range(50):
            camera.presses()
        await agent.say(Ask(ask=1, size="preview", after=0))
        assert (await taken(agent)).number == 50
        await agent.say(Ask(ask=2, size="preview", after=50))
        await asyncio.sleep(0.02)
        camera.presses()
        found = await taken(agent)
        assert (found.ask, found.number) == (2, 51)


async def test_only_so_many_are_waited_for_at_a_time() -> None:
    camera = HandCamera()
    async with served(camera) as agent:
        for number in range(MOST_WAITING + 1):
            await agent.say(Ask(ask=number, size="preview", after=0))
        refused, _ = await agent.hear()
        assert isinstance(refused, NoneTaken)
        assert (refused.ask, "try again" in refused.says) == (MOST_WAITING, True)
        camera.presses()
        answered = {(await taken(agent)).ask for _ in range(MOST_WAITING)}
        assert answered == set(range(MOST_WAITING))
        await agent.say(Ask(ask=99, size="preview", after=0))
        assert (await taken(agent)).ask == 99


async def test_a_covered_lens_is_told() -> None:
    camera = HandCamera()
    camera.dark = True
    async with served(camera) as agent:
        await agent.say(Ask(ask=1, size="watched", after=0))
        answer, _ = await agent.hear()
        assert answer == NoneTaken(ask=1, says="The lens is covered.")


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (struct.pack("!II", 2**20, 0), "more than anybody says"),
        (struct.pack("!II", 2, 2**31), "more than anybody says"),
        (struct.pack("!II", 5, 0) + b"Hello", "not understood"),
        (struct.pack("!II", 17, 0) + b'{"kind": "order"}', "not understood"),
    ],
)
async def test_nonsense_is_refused(said: bytes, why: str) -> None:
    ours, theirs = socket.socketpair()
    channel: Channel[AgentWord] = await Channel.over(ours, FROM_AGENT)
    with theirs:
        theirs.sendall(said)
        with pytest.raises(GarbledError, match=why):
            await channel.hear()
    channel.close()
