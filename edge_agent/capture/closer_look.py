"""Bringing the one code-like thing in a picture near and upright, for readers that missed it as it lay.

Owns where it may be and how it lies. It reads nothing.
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from edge_agent.capture.image import Image, reduced

_SEARCHED_LONGEST_PX: Final = 600
_NEAR_LONGEST_PX: Final = 1000
_LARGEST_SCALE: Final = 3.0
_MARGIN: Final = 0.12
_WINDOW: Final = 25
"""Codes are dense: their edges fill a window of a 25th of the picture's side."""


@dataclass(frozen=True, slots=True)
class Closer:
    """The part of the picture, upright and enlarged, (H, W) uint8 grey; the way back, (2, 3) float64."""

    picture: npt.NDArray[np.uint8]
    to_whole: npt.NDArray[np.float64]

    def in_whole(self, corners: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
        """Return (x, y) in px of the picture as (x, y) in px of the whole."""
        whole = np.array(corners, np.float64) @ self.to_whole[:, :2].T + self.to_whole[:, 2]
        return tuple((round(x), round(y)) for x, y in whole.tolist())


def closer_look(image: Image) -> Closer | None:
    """Return the densest part of the (H, W, 3) uint8 BGR image so turned that its edges are upright."""
    grey = np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), np.uint8)
    small = cv2.cvtColor(reduced(image, _SEARCHED_LONGEST_PX), cv2.COLOR_BGR2GRAY)
    scale = max(grey.shape) / max(small.shape)
    across, down = (cv2.Sobel(small, cv2.CV_32F, *order) for order in ((1, 0), (0, 1)))
    steep = cv2.magnitude(across, down)
    box = _densest(np.asarray(steep, np.float32))
    if box is None:
        return None
    left, top, width, height = box
    part = slice(top, top + height), slice(left, left + width)
    # Edges of a code lie along two directions a right angle apart: four times their angle is one angle.
    lies = np.arctan2(np.asarray(down)[part], np.asarray(across)[part])
    weight = np.asarray(steep)[part] ** 2
    turn = float(np.angle(np.sum(weight * np.exp(4j * lies)))) / 4
    return _brought_near(grey, np.array((left, top, width, height)) * scale, turn)


def _densest(steep: npt.NDArray[np.float32]) -> tuple[int, int, int, int] | None:
    """Return (left, top, width, height) of the part with the most edges."""
    window = max(3, max(steep.shape) // _WINDOW)
    density = cv2.blur(steep, (window, window))
    dense = np.asarray(density > 0.35 * float(density.max()), np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(dense)
    if count < 2 or density.max() <= 0:
        return None
    largest = max(range(1, count), key=lambda number: int(stats[number][cv2.CC_STAT_AREA]))
    left, top, width, height, _ = (int(value) for value in stats[largest])
    return left, top, width, height


def _brought_near(grey: npt.NDArray[np.uint8], box: npt.NDArray[np.float64], turn: float) -> Closer:
    left, top, width, height = box * (1, 1, 1 + 2 * _MARGIN, 1 + 2 * _MARGIN)
    left, top = left - _MARGIN * box[2], top - _MARGIN * box[3]
    cos, sin = abs(np.cos(turn)), abs(np.sin(turn))
    turned_px = np.array((width * cos + height * sin, width * sin + height * cos))
    scale = min(_LARGEST_SCALE, _NEAR_LONGEST_PX / turned_px.max())
    size = np.maximum(np.round(turned_px * scale), 1)
    middle = (left + width / 2, top + height / 2)
    to_near = cv2.getRotationMatrix2D(middle, np.degrees(turn), scale)
    to_near[:, 2] += size / 2 - middle
    near = cv2.warpAffine(
        grey,
        to_near,
        (int(size[0]), int(size[1])),
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REPLICATE,
    )
    # What blur took from the edges, given back (unsharp masking).
    sharper = cv2.addWeighted(near, 2.5, cv2.GaussianBlur(near, (0, 0), 2.5 * max(1.0, scale)), -1.5, 0)
    back = np.asarray(cv2.invertAffineTransform(to_near), np.float64)
    return Closer(np.asarray(sharper, np.uint8), back)
