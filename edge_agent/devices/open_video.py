"""Opening what OpenCV can read pictures from.

Owns how long that may take. It keeps no picture and tries nothing twice.
"""

from __future__ import annotations

from typing import Final

import cv2

from edge_agent.capture.image import LARGEST_PIXELS
from edge_agent.devices.video_source import VideoSource

_FPS: Final = 10.0
_BELIEVABLE_FPS: Final = (1.0, 120.0)


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
