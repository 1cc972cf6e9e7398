"""Taking shadows off a page that was laid flat."""

from typing import Final

import cv2
import numpy as np

from edge_agent.capture.image import Image

_SHRINK: Final = 12
# Wider than anything black that we print, in px of a form at 203 dpi: a marker is 96.
_WIDEST_PRINT_PX: Final = 144
_PAPER: Final = 245
_DARKEST_PAPER: Final = 62
# Gains are kept in bytes, as multiples of 1/64: up to 4, which is what the darkest paper needs.
_GAIN_ONE: Final = 64


def evenly_lit(flat: Image) -> Image:
    """Return the flat form, (H, W, 3) uint8 BGR, as if all its paper were equally bright.

    The paper's brightness is what is left when all print is closed over (cv2.morphologyEx), in a small
    picture: light changes slowly. What is darker than paper in a bearable shadow stays dark.
    """
    height, width = flat.shape[:2]
    size = (max(1, width // _SHRINK), max(1, height // _SHRINK))
    small = cv2.resize(flat, size, interpolation=cv2.INTER_AREA)
    kernel = np.ones((_WIDEST_PRINT_PX // _SHRINK, _WIDEST_PRINT_PX // _SHRINK), np.uint8)
    paper = cv2.GaussianBlur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, kernel), (0, 0), 2)
    gain = cv2.divide(_PAPER * _GAIN_ONE, np.maximum(paper, _DARKEST_PAPER).astype(np.float32))
    gains = cv2.resize(np.asarray(gain, np.uint8), (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.multiply(flat, gains, scale=1 / _GAIN_ONE), np.uint8)
