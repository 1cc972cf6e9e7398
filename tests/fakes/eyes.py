"""Eyes that see what a test says. They keep the promises of the port (tests/edge_agent/eyes)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager

import cv2
import numpy as np

from device_profiles.delivery.clock import Clock
from edge_agent.devices.errors import NoPictureError, StalePictureError
from edge_agent.devices.happenings import Happening
from edge_agent.eyes.port import OLDEST_S, Picture, PresenceNow
from edge_agent.eyes.presence import PresenceBoard


class FakeEyes:
    """Nothing is shown until a test says so."""

    name = "painted camera"

    def __init__(self, clock: Clock, on_change: Callable[[], None] = lambda: None) -> None:
        self.fps = 0.0
        self.patience_s = OLDEST_S
        self.asked = 0
        """How many pictures were wanted."""
        self._board = PresenceBoard(clock, on_change)
        self._newest: Picture | None = None
        self._large: bytes | None = None
        self._came = asyncio.Event()

    def happens(self, happening: Happening) -> None:
        """This happens before the camera."""
        self._board.note(happening)

    def shows(self, *, age_s: float = 0.0, document: bytes | None = None) -> Picture:
        """A picture came so long ago; where a document is asked for, it is this file."""
        at_s = time.monotonic() - age_s
        number = 1 if self._newest is None else self._newest.number + 1
        jpeg = cv2.imencode(".jpg", np.full((480, 640, 3), 90, np.uint8))[1].tobytes()
        self._newest = Picture(jpeg, 640, 480, self._board.unix_ms(at_s), at_s, number)
        self._large = document
        self._came.set()
        self._came = asyncio.Event()
        return self._newest

    def goes_dark(self) -> None:
        """No pictures come any more; the newest stays what it was."""
        self.fps = 0.0
        self._board.lose("The painted camera gives no pictures.")

    @property
    def presence(self) -> PresenceNow:
        return self._board.now

    def listen(self) -> AbstractContextManager[AsyncIterator[Happening]]:
        return self._board.listen()

    async def snapshot(self) -> Picture:
        return await self._picture(0)

    async def preview(self, after: int = 0) -> Picture:
        found = await self._picture(after)
        small = cv2.imencode(".jpg", np.full((360, 480, 3), 90, np.uint8))[1].tobytes()
        return Picture(small, 480, 360, found.captured_at, found.at_s, found.number)

    async def document(self) -> Picture:
        found = await self._picture(0)
        if self._large is None:
            return found
        return Picture(self._large, 640, 480, found.captured_at, found.at_s, found.number)

    async def _picture(self, after: int) -> Picture:
        self.asked += 1
        try:
            async with asyncio.timeout(self.patience_s):
                while self._newest is None or self._newest.number <= after:
                    await self._came.wait()
        except TimeoutError as error:
            raise NoPictureError("The painted camera gives no pictures.") from error
        if time.monotonic() - self._newest.at_s > OLDEST_S:
            raise StalePictureError("The painted camera's newest picture is old.")
        return self._newest
