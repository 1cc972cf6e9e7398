"""A camera whose pictures a test draws, takers that remember, and playing what was recorded."""

from __future__ import annotations

import asyncio
import io
import time
from types import TracebackType
from typing import Self

import av
import cv2
import numpy as np

from edge_agent.capture.image import Image
from edge_agent.devices.camera import CameraState, Frame
from edge_agent.devices.errors import NoPictureError
from edge_agent.eyes.film.encoder import Packet


def drawn(number: int, width_px: int = 320, height_px: int = 240) -> Image:
    """A picture with a bright square that moves with its number, over something uneven."""
    chance = np.random.default_rng(1)
    coarse = chance.integers(40, 160, (height_px // 20, width_px // 20, 3), np.uint8)
    image = np.asarray(cv2.resize(coarse, (width_px, height_px)), np.uint8)
    left = number * 7 % (width_px - 40)
    image[40:80, left : left + 40] = 250
    return image


def played(mp4: bytes) -> list[av.VideoFrame]:
    """Every picture of the file."""
    with av.open(io.BytesIO(mp4), "r") as container:
        return list(container.decode(video=0))


class RunningCamera:
    """Gives a picture `fps` times a second while it is entered, unless it is dark."""

    name = "running camera"
    state = CameraState("showing", "The running camera shows pictures.")

    def __init__(self, fps: float = 30, width_px: int = 320, height_px: int = 240) -> None:
        self.size_px = width_px, height_px
        self.dark = False
        self._every_s = 1 / fps
        self._began_s = time.monotonic()

    async def newest(self, after: int = 0) -> Frame:
        number = 1 + int((time.monotonic() - self._began_s) / self._every_s)
        if number <= after:
            number = after + 1
            await asyncio.sleep(self._began_s + after * self._every_s - time.monotonic())
        if self.dark:
            await asyncio.sleep(self._every_s)
            raise NoPictureError("The running camera gives no pictures.")
        return Frame(drawn(number, *self.size_px), self._began_s + (number - 1) * self._every_s, number)

    async def still(self) -> Frame:
        return await self.newest()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        return


class Collector:
    """Takes film, and keeps it."""

    def __init__(self, most_bps: int | None = None) -> None:
        self.most_bps = most_bps
        self.packets: list[Packet] = []
        self.pauses = 0
        self._came = asyncio.Event()

    def take(self, packet: Packet) -> None:
        self.packets.append(packet)
        self._came.set()

    def pause(self) -> None:
        self.pauses += 1
        self._came.set()

    async def until(self, count: int) -> list[Packet]:
        """So many packets, once they are there."""
        while len(self.packets) < count:
            self._came.clear()
            await self._came.wait()
        return self.packets[:count]

    async def until_pause(self) -> None:
        while not self.pauses:
            self._came.clear()
            await self._came.wait()
