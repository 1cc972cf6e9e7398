"""The agent's orders for film, and what it is told of it.

Owns the recording that goes on, and the files that wait to be given: few, and a further one is lost, which
shows as a gap. A connection that cannot be made is answered, and costs nobody else anything.
"""

from __future__ import annotations

import asyncio
from typing import Final, assert_never

from edge_agent.devices.camera import Camera
from edge_agent.eyes.channel import Channel
from edge_agent.eyes.film.calls import Calls
from edge_agent.eyes.film.recorder import Cut, Recorder
from edge_agent.eyes.film.studio import Studio
from edge_agent.eyes.film_port import FilmError, LinkRefusedError
from edge_agent.eyes.words import (
    AgentWord,
    Answered,
    FilmOrder,
    HangUp,
    MakeOffer,
    NotLinked,
    Offered,
    Record,
    Recorded,
    RecordingStopped,
    StopRecording,
    TakeAnswer,
)

TELL_EVERY_S: Final = 1.0
MOST_UNTOLD: Final = 4
"""Forty seconds of film: an agent that does not listen for so long has another trouble."""


class FilmService:
    """Films for the agent, while `run` runs."""

    def __init__(self, camera: Camera, agent: Channel[AgentWord]) -> None:
        self._agent = agent
        self._studio = Studio(camera)
        self._calls = Calls(self._studio)
        self._recorder: Recorder | None = None
        self._untold: asyncio.Queue[Cut | RecordingStopped] = asyncio.Queue()

    async def run(self) -> None:
        """Film and tell, until cancelled; the viewers are told the end.

        Raises:
            ConnectionError: the agent has ended.
        """
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._studio.run(), name="studio")
                tasks.create_task(self._tell_links(), name="links")
                tasks.create_task(self._tell_recorded(), name="recorded")
        finally:
            await self._calls.close()

    async def take(self, order: FilmOrder) -> None:
        """Do what the agent wants, and answer where it asks.

        Raises:
            ConnectionError: the agent has ended.
        """
        match order:
            case Record():
                self._record(order)
            case StopRecording():
                self._stop_recording()
            case HangUp():
                await self._calls.hang_up(order)
            case MakeOffer() | TakeAnswer():
                await self._agent.say(await self._link(order))
            case _:
                assert_never(order)

    async def _link(self, order: MakeOffer | TakeAnswer) -> Offered | Answered | NotLinked:
        try:
            if isinstance(order, MakeOffer):
                return Offered(ask=order.ask, sdp=await self._calls.offer(order))
            await self._calls.answer(order)
        except FilmError as error:
            return NotLinked(ask=order.ask, refused=isinstance(error, LinkRefusedError), says=str(error))
        return Answered(ask=order.ask)

    def _record(self, order: Record) -> None:
        self._stop_recording()
        self._recorder = Recorder(order.recording, order.segment_s, self._keep)
        self._studio.add(self._recorder)

    def _stop_recording(self) -> None:
        if (recorder := self._recorder) is not None:
            self._recorder = None
            self._studio.remove(recorder)
            recorder.pause()
            self._untold.put_nowait(RecordingStopped(recording=recorder.recording))

    def _keep(self, cut: Cut) -> None:
        if self._untold.qsize() < MOST_UNTOLD:
            self._untold.put_nowait(cut)

    async def _tell_recorded(self) -> None:
        while True:
            match await self._untold.get():
                case Cut() as cut:
                    recorded = Recorded(
                        recording=cut.recording,
                        began_s=cut.began_s,
                        ended_s=cut.ended_s,
                        frames=cut.frames,
                    )
                    await self._agent.say(recorded, cut.mp4)
                case stopped:
                    await self._agent.say(stopped)

    async def _tell_links(self) -> None:
        while True:
            self._calls.changed.clear()
            for link in self._calls.now():
                await self._agent.say(link)
                if link.state == "ended":
                    await self._calls.forget(link)
            try:
                async with asyncio.timeout(TELL_EVERY_S):
                    await self._calls.changed.wait()
            except TimeoutError:
                pass
