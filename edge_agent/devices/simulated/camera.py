"""The simulated camera: a drawn visit as a video file, played through the real driver.

Owns the file, which lives as long as the camera is entered.
"""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

import cv2

from edge_agent.devices.camera import CameraState, Frame
from edge_agent.devices.errors import PeripheralGoneError
from edge_agent.devices.opencv_camera import PATIENCE_S, OpenCvCamera
from edge_agent.devices.simulated.customer import FPS, STORY, Scene, Visit
from edge_agent.devices.video_source import VideoSource


class SimulatedCamera:
    """Shows the same visit again and again; the same seed gives the same pictures."""

    def __init__(
        self, seed: int, *, story: tuple[tuple[Scene, float], ...] = STORY, patience_s: float = PATIENCE_S
    ) -> None:
        self._seed = seed
        self._story = story
        self._folder = tempfile.TemporaryDirectory(prefix="tongban-camera-", ignore_cleanup_errors=True)
        self._file = Path(self._folder.name) / "simulated.avi"
        self._camera = OpenCvCamera(VideoSource("file", str(self._file)), patience_s=patience_s)
        self.name = self._camera.name

    @property
    def state(self) -> CameraState:
        """As the port says."""
        return self._camera.state

    async def newest(self, after: int = 0) -> Frame:
        """As the port says."""
        return await self._camera.newest(after)

    async def still(self) -> Frame:
        """As the port says."""
        return await self._camera.still()

    async def __aenter__(self) -> Self:
        """Draw the visit, in a thread and about three seconds, then begin.

        Raises:
            PeripheralGoneError: the video cannot be written.
        """
        await asyncio.to_thread(write_visit, Visit(self._seed, self._story), self._file)
        await self._camera.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._camera.__aexit__(kind, error, trace)
        await asyncio.to_thread(self._folder.cleanup)


def write_visit(visit: Visit, file: Path) -> None:
    """Write the visit as a video of JPEG pictures, which every OpenCV can read; the name ends in `.avi`.

    Raises:
        PeripheralGoneError: it cannot be written.
    """
    height, width = visit.picture(0).shape[:2]
    writer = cv2.VideoWriter(str(file), cv2.VideoWriter.fourcc(*"MJPG"), FPS, (width, height))
    try:
        if not writer.isOpened():
            raise PeripheralGoneError(f"The simulated camera cannot write {file.name}.")
        for number in range(visit.frames):
            writer.write(visit.picture(number))
    finally:
        writer.release()
