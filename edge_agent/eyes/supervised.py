"""The agent's eyes: a child process owns the camera, and is started again whenever it ends.

Owns its life, the questions that are open, and what the rest of the agent believes of the camera. A
crash in a native library costs pictures and not the agent; neither OpenCV nor dlib is loaded here.
"""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager
from typing import Final

import structlog

from device_profiles.delivery.clock import Clock
from edge_agent.capture.faces.presence import Event
from edge_agent.devices.attendance import Attendance
from edge_agent.devices.camera_setting import CameraSetting
from edge_agent.devices.errors import NoPictureError, StalePictureError
from edge_agent.devices.happenings import Happening, PictureBack, PictureFaulty, PictureLost
from edge_agent.devices.peripheral import PeripheralState
from edge_agent.eyes.channel import Channel, GarbledError
from edge_agent.eyes.child_process import ending, kill, started
from edge_agent.eyes.filming import ChildFilm
from edge_agent.eyes.port import OLDEST_S, Picture, PresenceNow, Size
from edge_agent.eyes.presence import PresenceBoard
from edge_agent.eyes.words import (
    Ask,
    Back,
    Begin,
    ChildWord,
    Condition,
    Faulty,
    Lost,
    NoneTaken,
    Seen,
    Taken,
)

CAMERA: Final = "camera"
"""What the profiles call it."""
LONGEST_START_S: Final = 60.0
"""Loading its libraries takes a slow device ten, drawing a simulated visit as many."""
LONGEST_SILENCE_S: Final = 15.0
"""It speaks twice a second."""
LONGEST_WAIT_S: Final = 15.0
"""For a document: a camera changes its size, sets its exposure, and changes back."""
FIRST_PAUSE_S: Final = 0.5
LONGEST_PAUSE_S: Final = 30.0
LONG_LIFE_S: Final = 60.0
"""A child that lived so long is started again without delay."""

_log = structlog.get_logger()


class SupervisedEyes:
    """Implements `Eyes` while `run` runs. Belongs to one event loop."""

    def __init__(
        self,
        setting: CameraSetting,
        attendance: Attendance,
        clock: Clock,
        on_change: Callable[[], None],
        *,
        oldest_s: float = OLDEST_S,
        longest_silence_s: float = LONGEST_SILENCE_S,
        first_pause_s: float = FIRST_PAUSE_S,
    ) -> None:
        self._setting = setting
        self._attendance = attendance
        self._oldest_s = oldest_s
        self._longest_silence_s = longest_silence_s
        self._first_pause_s = first_pause_s
        self._board = PresenceBoard(clock, on_change)
        self._child: Channel[ChildWord] | None = None
        self._asked: dict[int, asyncio.Future[Picture]] = {}
        self._numbers = itertools.count(1)
        self._fps = 0.0
        self.film = ChildFilm(self._board.unix_ms)
        """What the same child films."""
        self.pid: int | None = None
        """The child, while there is one."""

    @property
    def name(self) -> str:
        """As the port says."""
        return self._setting.name

    @property
    def presence(self) -> PresenceNow:
        """As the port says."""
        return self._board.now

    @property
    def fps(self) -> float:
        """As the port says."""
        return self._fps

    def listen(self) -> AbstractContextManager[AsyncIterator[Happening]]:
        """As the port says."""
        return self._board.listen()

    async def snapshot(self) -> Picture:
        """As the port says."""
        return await self._picture("watched", 0, self._oldest_s)

    async def preview(self, after: int = 0) -> Picture:
        """As the port says."""
        return await self._picture("preview", after, self._oldest_s)

    async def document(self) -> Picture:
        """As the port says."""
        return await self._picture("largest", 0, LONGEST_WAIT_S)

    async def run(self) -> None:
        """Look until cancelled."""
        pause_s = self._first_pause_s
        while True:
            began_s = time.monotonic()
            says = await self._live()
            self._lose(says)
            if time.monotonic() - began_s >= LONG_LIFE_S:
                pause_s = self._first_pause_s
            await asyncio.sleep(pause_s)
            pause_s = min(2 * pause_s, LONGEST_PAUSE_S)

    # --- one child's life ---------------------------------------------------------------------

    async def _live(self) -> str:
        """Start a child and listen to it until it ends; why it did, for a person."""
        async with started() as (child, process):
            self.pid = process.pid
            try:
                await child.say(Begin(source=self._setting.source, seed=self._setting.seed))
                self._child = child
                await self.film.attach(child)
                longest_s = LONGEST_START_S
                while True:
                    async with asyncio.timeout(longest_s):
                        word, content = await child.hear()
                    self._take(word, content)
                    longest_s = self._longest_silence_s
            except (EOFError, ConnectionError):
                reason = await ending(process)
            except TimeoutError:
                kill(process)
                reason = f"was silent for {longest_s:g} s"
            except GarbledError as error:
                kill(process)
                reason = f"spoke nonsense ({error})"
            finally:
                self._child = self.pid = None
        _log.warning("eyes ended", camera=self.name, reason=reason)
        return f"The program that looks through the {self.name} {reason}; it is started again."

    def _take(self, word: ChildWord, content: bytes) -> None:
        match word:
            case Condition():
                self._fps = word.fps
                if (state := _state(word)) is not None:
                    self._attendance.note(CAMERA, state)
            case Seen():
                self._board.note(Event(word.what, word.at_s))
            case Lost():
                self._board.note(PictureLost(word.says))
            case Back():
                self._board.note(PictureBack())
            case Faulty():
                self._board.note(PictureFaulty(word.what, word.says))
            case Taken():
                captured_at = self._board.unix_ms(word.at_s)
                picture = Picture(
                    content, word.width_px, word.height_px, captured_at, word.at_s, word.number
                )
                if (asked := self._open(word.ask)) is not None:
                    asked.set_result(picture)
            case NoneTaken():
                if (asked := self._open(word.ask)) is not None:
                    asked.set_exception(NoPictureError(word.says))
            case news:
                self.film.take(news, content)

    def _open(self, ask: int) -> asyncio.Future[Picture] | None:
        """The question, unless nobody waits for its answer any more."""
        asked = self._asked.pop(ask, None)
        return None if asked is None or asked.done() else asked

    def _lose(self, says: str) -> None:
        self._fps = 0.0
        self._attendance.note(CAMERA, PeripheralState("failed", says))
        self._board.lose(says)
        self.film.lose(says)
        for ask in list(self._asked):
            if (asked := self._open(ask)) is not None:
                asked.set_exception(NoPictureError(says))

    # --- questions ----------------------------------------------------------------------------

    async def _picture(self, size: Size, after: int, longest_s: float) -> Picture:
        child = self._child
        if child is None:
            raise NoPictureError(f"The {self.name} is not looked through just now.")
        ask = next(self._numbers)
        asked = self._asked[ask] = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(longest_s):
                await child.say(Ask(ask=ask, size=size, after=after))
                picture: Picture = await asked
        except TimeoutError as error:
            raise NoPictureError(f"The {self.name} gave no picture for {longest_s:g} s.") from error
        except ConnectionError as error:
            raise NoPictureError(f"The {self.name} is not looked through just now.") from error
        finally:
            self._asked.pop(ask, None)
        age_s = time.monotonic() - picture.at_s
        if age_s > self._oldest_s:
            raise StalePictureError(f"The newest picture of the {self.name} is {age_s:.1f} s old.")
        return picture


def _state(condition: Condition) -> PeripheralState | None:
    """How the camera is, where that is known."""
    match condition.sight:
        case "showing":
            return PeripheralState("ready", "It works.")
        case "absent":
            return PeripheralState("unplugged", condition.says)
        case "silent":
            return PeripheralState("failed", condition.says)
        case "opening" | "closed":
            return None
