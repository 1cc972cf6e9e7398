"""Opening what OpenCV can read pictures from: a device, a network camera, a video file.

Owns the words for them and how long each may take. It keeps no picture and tries nothing twice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import urlsplit

import cv2

from edge_agent.capture.image import LARGEST_PIXELS

_FPS: Final = 10.0
_BELIEVABLE_FPS: Final = (1.0, 120.0)


@dataclass(frozen=True, slots=True)
class VideoSource:
    """What to open: a device's number, an RTSP address or a file's path, as `where`."""

    kind: Literal["device", "rtsp", "file"]
    where: str

    @property
    def name(self) -> str:
        """As a person knows it: without the user and password that an address may hold, or the folder."""
        match self.kind:
            case "device":
                return f"camera {self.where}"
            case "rtsp":
                return f"camera {urlsplit(self.where).hostname or 'at an unreadable address'}"
            case "file":
                return f"video {self.where.rpartition('/')[2]}"


def video_source(text: str) -> VideoSource:
    """Return the source that a setting names: `device:0`, `rtsp://…`, `file:PATH`.

    Raises:
        ValueError: it is none of these.
    """
    kind, _, where = text.partition(":")
    if kind == "device" and re.fullmatch("[0-9]{1,3}", where):
        return VideoSource("device", where)
    if kind in {"rtsp", "rtsps"} and where.startswith("//"):
        return VideoSource("rtsp", text)
    if kind == "file" and where:
        return VideoSource("file", where)
    msg = f"{kind!r} is not a camera: device:NUMBER, rtsp://ADDRESS, file:PATH"
    raise ValueError(msg)


def open_video(source: VideoSource, patience_s: float) -> cv2.VideoCapture | None:
    """Open the source, or return None; opening, and each read later, take no longer than the patience.

    How long a device may keep a read waiting is its kernel driver's affair, usually 10 s.
    """
    limit_ms = round(patience_s * 1000)
    limits = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, limit_ms, cv2.CAP_PROP_READ_TIMEOUT_MSEC, limit_ms]
    try:
        if source.kind == "device":
            capture = cv2.VideoCapture(int(source.where))
            # As few old pictures as possible between the sensor and us; drivers may ignore it.
            capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
        else:
            capture = cv2.VideoCapture(source.where, cv2.CAP_FFMPEG, limits)
    except cv2.error:
        return None
    # An absurd size is refused before the first picture is unpacked.
    pixels = capture.get(cv2.CAP_PROP_FRAME_WIDTH) * capture.get(cv2.CAP_PROP_FRAME_HEIGHT)
    if not capture.isOpened() or pixels > LARGEST_PIXELS:
        capture.release()
        return None
    return capture


def frames_per_second(capture: cv2.VideoCapture) -> float:
    """Return what the source says, where that can be believed, else 10."""
    fps = float(capture.get(cv2.CAP_PROP_FPS))
    least, most = _BELIEVABLE_FPS
    return fps if least <= fps <= most else _FPS
