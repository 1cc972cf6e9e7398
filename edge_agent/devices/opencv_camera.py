"""The real camera: one thread of its own reads through OpenCV and keeps the newest picture.

Owns reconnection and the camera's state. What hangs in a native driver hangs in that thread alone: whoever
waits for a picture waits a bounded time. A video file is played at its own pace, again and again.
"""

from __future__ import annotations

import asyncio
import threading
import time
from contextlib import suppress
from types import TracebackType
from typing import Final, Self

import cv2
import numpy as np

from edge_agent.devices.camera import CameraState, Frame, Sight
from edge_agent.devices.errors import NoPictureError
from edge_agent.devices.video_source import VideoSource, frames_per_second, open_video

PATIENCE_S: Final = 5.0
"""A camera that shows nothing for so long has no picture."""
_FIRST_PAUSE_S: Final = 0.5
_LONGEST_PAUSE_S: Final = 10.0
# A native read that ignores its bound keeps the thread; the program does not wait for it for ever.
_END_WITHIN_S: Final = 2.0


class OpenCvCamera:
    """A camera behind `cv2.VideoCapture`. Enter it once: a second time wants a second one."""

    def __init__(self, source: VideoSource, *, patience_s: float = PATIENCE_S) -> None:
        self.name = source.name
        self._source = source
        self._patience_s = patience_s
        self._lock = threading.Lock()
        self._newest: Frame | None = None
        self._sight: Sight = "opening"
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name=self.name, daemon=True)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._came = asyncio.Event()

    @property
    def state(self) -> CameraState:
        """As the port says; a camera that stopped in the middle of a read is silent, too."""
        with self._lock:
            sight, newest = self._sight, self._newest
        if self._ending.is_set():
            sight = "closed"
        if sight == "showing" and (newest is None or time.monotonic() - newest.at_s > self._patience_s):
            sight = "silent"
        return CameraState(sight, _says(self.name, sight))

    async def newest(self, after: int = 0) -> Frame:
        """As the port says."""
        try:
            async with asyncio.timeout(self._patience_s):
                while not self._ending.is_set():
                    came = self._came
                    with self._lock:
                        newest = self._newest
                    if newest is not None and newest.number > after:
                        return newest
                    await came.wait()
        except TimeoutError:
            pass
        raise NoPictureError(self.state.says)

    async def __aenter__(self) -> Self:
        self._loop = asyncio.get_running_loop()
        self._thread.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ending.set()
        self._wake()
        await asyncio.to_thread(self._thread.join, _END_WITHIN_S)

    # --- in the thread ------------------------------------------------------------------------

    def _run(self) -> None:
        pause_s = _FIRST_PAUSE_S
        while not self._ending.is_set():
            capture = open_video(self._source, self._patience_s)
            if capture is None:
                self._note("absent")
                shown = 0
            else:
                try:
                    shown = self._show(capture)
                finally:
                    capture.release()
                if not shown:
                    self._note("silent")
            if shown and self._source.kind == "file":
                pause_s = _FIRST_PAUSE_S
                continue  # played to its end: from the beginning
            self._ending.wait(pause_s)
            pause_s = _FIRST_PAUSE_S if shown else min(2 * pause_s, _LONGEST_PAUSE_S)

    def _show(self, capture: cv2.VideoCapture) -> int:
        """Show pictures until none comes; return how many came."""
        interval_s = 1 / frames_per_second(capture) if self._source.kind == "file" else 0.0
        due_s, shown = time.monotonic(), 0
        while not self._ending.is_set():
            try:
                read, image = capture.read()
            except cv2.error:
                return shown
            if not read or image.ndim != 3:
                return shown
            shown += 1
            self._take(np.asarray(image, np.uint8))
            if interval_s:
                due_s += interval_s
                self._ending.wait(max(0.0, due_s - time.monotonic()))
        return shown

    def _take(self, image: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> None:
        with self._lock:
            number = 1 if self._newest is None else self._newest.number + 1
            self._newest = Frame(image, time.monotonic(), number)
            self._sight = "showing"
        self._tell()

    def _note(self, sight: Sight) -> None:
        with self._lock:
            self._sight = sight

    def _tell(self) -> None:
        assert self._loop is not None
        with suppress(RuntimeError):  # the loop has ended: nobody waits any more
            self._loop.call_soon_threadsafe(self._wake)

    # --- on the loop --------------------------------------------------------------------------

    def _wake(self) -> None:
        self._came.set()
        self._came = asyncio.Event()


def _says(name: str, sight: Sight) -> str:
    match sight:
        case "opening":
            return f"The {name} is being opened."
        case "showing":
            return f"The {name} shows pictures."
        case "absent":
            return f"The {name} cannot be opened: is it there, plugged in and switched on?"
        case "silent":
            return f"The {name} gives no pictures: look at its cable, and at the lens."
        case "closed":
            return f"The {name} is closed."
