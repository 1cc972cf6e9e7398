"""What pictures can be read from: a device, a network camera, a video file.

Owns the words for them. It opens nothing and loads no image library: `devices.open_video` does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit


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
