"""Whether somebody wrote into the signature box of a form that was laid flat.

Says inked or not and how sure that is; whose hand it was is for people. Thin dark strokes count. Shadows,
stains, dust, a straight line and the box's own outline do not.
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from edge_agent.capture.form import PAGE_WIDTH_MM, SIGNATURE_BOX
from edge_agent.capture.image import Image

# Further in than a page found by its outline can be off, so that the printed outline stays outside.
_INSET_MM: Final = 2.5
# A pen's stroke is thinner than this; closing over it leaves shadows and stains as they are.
_WIDEST_STROKE_MM: Final = 2.0
_INK_CONTRAST: Final = 0.20
_DUST_MM: Final = 2.0
_STRAIGHT_MM: Final = 1.3
# Of ink: two short characters with a fine pen are 8 mm² and more, the tail of a check mark 2.
_LEAST_INK_MM2: Final = 5.0
_LEAST_WIDTH_MM: Final = 6.0
_LEAST_HEIGHT_MM: Final = 2.5
_DOUBT_MM2: Final = 1.0


@dataclass(frozen=True, slots=True)
class Signed:
    """Whether the box is inked, how sure (0 to 1), and how much ink, of strokes and of other marks."""

    inked: bool
    confidence: float
    strokes_mm2: float
    other_marks_mm2: float


def look_at_signature(flat: Image) -> Signed:
    """Judge the signature box of a whole form laid flat, (H, W, 3) uint8 BGR."""
    px_per_mm = flat.shape[1] / PAGE_WIDTH_MM
    ink = _ink(_box_of(flat, px_per_mm), px_per_mm)
    strokes = np.zeros_like(ink)
    others_px = 0
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    for number in range(1, count):
        left, top, width, height, area = (int(value) for value in stats[number])
        if np.hypot(width, height) < _DUST_MM * px_per_mm:
            continue
        part = np.asarray(labels[top : top + height, left : left + width] == number, np.uint8)
        if _is_straight(part, px_per_mm):
            others_px += area
        else:
            strokes[top : top + height, left : left + width] |= part
    strokes_mm2 = float(np.count_nonzero(strokes)) / px_per_mm**2
    others_mm2 = others_px / px_per_mm**2
    inked = strokes_mm2 >= _LEAST_INK_MM2 and _is_as_large_as_a_name(strokes, px_per_mm)
    return Signed(inked, _confidence(strokes_mm2, others_mm2, inked=inked), strokes_mm2, others_mm2)


def _box_of(flat: Image, px_per_mm: float) -> Image:
    box = SIGNATURE_BOX
    top, bottom = box.top_mm + _INSET_MM, box.top_mm + box.height_mm - _INSET_MM
    left, right = box.left_mm + _INSET_MM, box.left_mm + box.width_mm - _INSET_MM
    rows = slice(round(top * px_per_mm), round(bottom * px_per_mm))
    return flat[rows, round(left * px_per_mm) : round(right * px_per_mm)]


def _ink(box: Image, px_per_mm: float) -> npt.NDArray[np.uint8]:
    """Return 1 where a thin stroke is, (H, W) uint8: much darker than what surrounds it (black-hat)."""
    # Blue ink is darkest in red, red ink in green and blue.
    blue, green, red = cv2.split(box)
    darkest = cv2.GaussianBlur(cv2.min(cv2.min(blue, green), red), (3, 3), 0)
    width = round(_WIDEST_STROKE_MM * px_per_mm) | 1
    around = cv2.morphologyEx(darkest, cv2.MORPH_CLOSE, np.ones((width, width), np.uint8))
    paler = cv2.convertScaleAbs(around, alpha=1 - _INK_CONTRAST)
    dark = cv2.compare(darkest, paler, cv2.CMP_LT) // 255
    return np.asarray(cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8)), np.uint8)


def _is_straight(part: npt.NDArray[np.uint8], px_per_mm: float) -> bool:
    """Whether all of a mark lies along one line, as a crease, a hair or a ruler's stroke does."""
    points = cv2.findNonZero(part)
    _, (width, height), _ = cv2.minAreaRect(points)
    return min(width, height) < _STRAIGHT_MM * px_per_mm


def _is_as_large_as_a_name(strokes: npt.NDArray[np.uint8], px_per_mm: float) -> bool:
    _, _, width, height = cv2.boundingRect(strokes)
    return width >= _LEAST_WIDTH_MM * px_per_mm and height >= _LEAST_HEIGHT_MM * px_per_mm


def _confidence(strokes_mm2: float, others_mm2: float, *, inked: bool) -> float:
    """Return a share, down to a half where little ink, or much of another kind, leaves room for doubt."""
    if inked:
        return round(min(0.99, 1 - 0.5 * _LEAST_INK_MM2 / strokes_mm2), 2)
    doubtful_mm2 = strokes_mm2 + others_mm2 / 4
    return round(max(0.5, 0.99 - 0.12 * max(0.0, doubtful_mm2 - _DOUBT_MM2)), 2)
