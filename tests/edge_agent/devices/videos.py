"""Small videos for cameras to play."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np


def video(file: Path, *, pictures: int, fps: float) -> Path:
    """Write grey pictures, each lighter than the one before, 160×120, into this `….avi`; return it."""
    writer = cv2.VideoWriter(str(file), cv2.VideoWriter.fourcc(*"MJPG"), fps, (160, 120))
    for number in range(pictures):
        writer.write(np.full((120, 160, 3), number * 200 // pictures, np.uint8))
    writer.release()
    return file
