"""How a reading looks in its picture: what was found, drawn in.

A module of its own: whoever only prints needs no image library.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from edge_agent.capture.image import Image
from edge_agent.capture.reading import Outline

_LINE_BGR: Final = (40, 120, 255)


def as_png(image: Image, outlines: tuple[Outline, ...]) -> bytes:
    """The (H, W, 3) uint8 BGR picture with every outline drawn in, as a PNG file."""
    _, encoded = cv2.imencode(".png", drawn(image, outlines))
    return encoded.tobytes()


def drawn(image: Image, outlines: tuple[Outline, ...]) -> Image:
    """The (H, W, 3) uint8 BGR picture with every outline and its label drawn in."""
    canvas = image.copy()
    thickness = max(2, round(max(image.shape[:2]) / 600))
    for outline in outlines:
        points = np.array(outline.points, np.int32).reshape(-1, 1, 2)
        cv2.polylines(canvas, [points], isClosed=True, color=_LINE_BGR, thickness=thickness)
        x, y = (int(edge) for edge in points.reshape(-1, 2).min(axis=0))
        place = (x, max(y - 3 * thickness, 12 * thickness))
        size = thickness * 0.35
        cv2.putText(canvas, outline.label, place, cv2.FONT_HERSHEY_SIMPLEX, size, _LINE_BGR, thickness)
    return canvas
