"""Pictures become H.264 packets, by x264 through PyAV.

Owns the encoder's settings. What one of them gives plays in every browser: constrained baseline, no picture
refers to a later one, and each whole picture carries all that is needed to begin with it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

import av
import cv2
import numpy as np
from av.video.codeccontext import VideoCodecContext
from av.video.frame import PictureType

from edge_agent.capture.image import Image

FPS: Final = 15
CLOCK_HZ: Final = 90_000
"""As RTP counts time for video (RFC 6184)."""
LONGER_PX, SHORTER_PX = 1280, 720
_WHOLE_ONLY_WHEN_TOLD: Final = 100_000
_BT601: Final = 6
"""What OpenCV computes (ITU-T H.273 table 2, SMPTE 170M); a browser would take a large picture for 709."""
_NARROW_RANGE: Final = 1


@dataclass(frozen=True, slots=True)
class Packet:
    """One picture, H.264 in Annex B; when it was taken (`time.monotonic`); whether it is a whole one."""

    data: bytes = field(repr=False)
    at_s: float
    is_key: bool
    width_px: int
    height_px: int


class Encoder:
    """Encodes pictures of one size at one rate; used by one thread at a time."""

    def __init__(self, width_px: int, height_px: int, bitrate_bps: int) -> None:
        self.bitrate_bps = bitrate_bps
        self.width_px, self.height_px = width_px, height_px
        self._began_s: float | None = None
        self._codec: VideoCodecContext = av.CodecContext.create("libx264", "w")
        self._codec.width, self._codec.height = width_px, height_px
        self._codec.pix_fmt = "yuv420p"
        self._codec.bit_rate = bitrate_bps
        self._codec.framerate, self._codec.time_base = Fraction(FPS), Fraction(1, CLOCK_HZ)
        self._codec.gop_size = _WHOLE_ONLY_WHEN_TOLD
        self._codec.thread_count = 1  # several slices of a picture cost more than they gain
        self._codec.profile = "Baseline"
        self._codec.colorspace = self._codec.color_primaries = self._codec.color_trc = _BT601
        self._codec.color_range = _NARROW_RANGE
        self._codec.options = {
            "preset": "veryfast",
            "tune": "zerolatency",
            "level": "31",
            "forced-idr": "1",
            "sc_threshold": "0",
            # A whole picture takes half a second of the way there at most.
            "maxrate": str(bitrate_bps),
            "bufsize": str(bitrate_bps // 2),
        }

    def encode(self, image: Image, at_s: float, *, key: bool) -> Packet:
        """Encode the (H, W, 3) uint8 BGR picture, scaled to this encoder's size, as a whole one or not.

        Times go up, by 1 / CLOCK_HZ or more.
        """
        size_px = self.width_px, self.height_px
        if image.shape[1::-1] != size_px:
            image = np.asarray(cv2.resize(image, size_px, interpolation=cv2.INTER_AREA), np.uint8)
        yuv = np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2YUV_I420), np.uint8)
        frame = av.VideoFrame.from_ndarray(yuv, format="yuv420p")
        if self._began_s is None:
            self._began_s = at_s
        frame.pts, frame.time_base = round((at_s - self._began_s) * CLOCK_HZ), Fraction(1, CLOCK_HZ)
        frame.pict_type = PictureType.I if key else PictureType.NONE
        (packet,) = self._codec.encode(frame)  # zerolatency: each picture gives its packet at once
        return Packet(bytes(packet), at_s, packet.is_keyframe, *size_px)


def film_size_px(image: Image) -> tuple[int, int]:
    """Return (width, height) of the film of such pictures: up to 720p, lying or upright, both even."""
    height, width = image.shape[:2]
    scale = min(1.0, LONGER_PX / max(height, width), SHORTER_PX / min(height, width))
    return max(2, round(width * scale) // 2 * 2), max(2, round(height * scale) // 2 * 2)
