"""The real camera: one thread of its own reads through OpenCV and keeps the newest picture.

Owns reconnection and the camera's state. What hangs in a native driver hangs in that thread alone: whoever
waits for a picture waits a bounded time. A video file is played at its own pace, again and again.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Final, Self

import cv2
import numpy as np

from edge_agent.capture.image import Image
from edge_agent.devices.camera import CameraState, Frame, Sight
from edge_agent.devices.errors import NoPictureError
from edge_agent.devices.open_video import frames_per_second, open_video
from edge_agent.devices.video_source import VideoSource

PATIENCE_S: Final = 5.0
"""A camera that shows nothing for so long has no picture."""
_FIRST_PAUSE_S: Final = 0.5
_LONGEST_PAUSE_S: Final = 10.0
# A native read that ignores its bound keeps the thread; the program does not wait for it for ever.
_END_WITHIN_S: Final = 2.0
# A driver that is asked for more than its device can takes the most that it can (V4L2, VIDIOC_S_FMT).
_MORE_THAN_ANY_PX: Final = 10_000
# With another size a webcam sets its exposure anew: the first pictures are dark.
_SETTLING: Final = 5


class OpenCvCamera:
    """A camera behind `cv2.VideoCapture`. Enter it once: a second time wants a second one."""

    def __init__(self, source: VideoSource, *, patience_s: float = PATIENCE_S) -> None:
        self.name = source.name
        self._source = source
        self._patience_s = patience_s
        self._lock = threading.Lock()
        self._newest: Frame | None = None
        self._still: Frame | None = None
        self._wants_still = threading.Event()
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
        return CameraState(sight, _says(self.name, sight), 0 if newest is None else newest.number)

    async def newest(self, after: int = 0) -> Frame:
        """As the port says."""
        return await self._until(lambda: self._newest, lambda frame: frame.number > after)

    async def still(self) -> Frame:
        """As the port says; a network camera's stream and a file have one size only."""
        asked_s = time.monotonic()
        if self._source.kind != "device":
            return await self._until(lambda: self._newest, lambda frame: frame.at_s >= asked_s)
        self._wants_still.set()
        return await self._until(lambda: self._still, lambda frame: frame.at_s >= asked_s)

    async def _until(self, read: Callable[[], Frame | None], fits: Callable[[Frame], bool]) -> Frame:
        try:
            async with asyncio.timeout(self._patience_s):
                while not self._ending.is_set():
                    came = self._came
                    with self._lock:
                        frame = read()
                    if frame is not None and fits(frame):
                        return frame
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
            if self._wants_still.is_set():
                self._wants_still.clear()
                self._take_still(capture)
            image = _read(capture)
            if image is None:
                return shown
            shown += 1
            self._take(image)
            if interval_s:
                due_s += interval_s
                self._ending.wait(max(0.0, due_s - time.monotonic()))
        return shown

    def _take(self, image: Image) -> None:
        with self._lock:
            number = 1 if self._newest is None else self._newest.number + 1
            self._newest = Frame(image, time.monotonic(), number)
            self._sight = "showing"
        self._tell()

    def _take_still(self, capture: cv2.VideoCapture) -> None:
        """Take the largest picture, and go back to the size that is watched."""
        usual_px = capture.get(cv2.CAP_PROP_FRAME_WIDTH), capture.get(cv2.CAP_PROP_FRAME_HEIGHT)
        _resize(capture, (_MORE_THAN_ANY_PX, _MORE_THAN_ANY_PX))
        images = [_read(capture) for _ in range(_SETTLING)]
        _resize(capture, usual_px)
        image = images[-1] if images[-1] is not None else _read(capture)
        if image is not None:
            with self._lock:
                self._still = Frame(image, time.monotonic(), 1)
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


def _read(capture: cv2.VideoCapture) -> Image | None:
    try:
        read, image = capture.read()
    except cv2.error:
        return None
    return np.asarray(image, np.uint8) if read and image.ndim == 3 else None


def _resize(capture: cv2.VideoCapture, size_px: tuple[float, float]) -> None:
    capture.set(cv2.CAP_PROP_FRAME_WIDTH, size_px[0])
    capture.set(cv2.CAP_PROP_FRAME_HEIGHT, size_px[1])


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
