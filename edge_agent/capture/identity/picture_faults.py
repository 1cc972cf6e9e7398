"""What is wrong with a picture of a document, in sentences that tell the person what to do about it.

Looks at light, sharpness, size and edges; what is written on the document is not its concern.
"""

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np

from edge_agent.capture.identity.lines import Line, bounds_px
from edge_agent.capture.identity.views import View
from edge_agent.capture.image import Image
from edge_agent.capture.reading import Finding

# Light that hides print: a patch that is quite white, and large enough to hide a word.
_WHITE: Final = 250
_HIDES_SHARE: Final = 0.015
# A document that is white all over was scanned or overexposed, and no tilting helps.
_WHITE_PAPER_SHARE: Final = 0.5
# Letters lower than this cannot be told apart by the reader.
_LEAST_LETTER_PX: Final = 12.0
# A card of 300 px has letters of about 12.
_LEAST_DOCUMENT_PX: Final = 300.0
# Measured on rendered cards: print that was photographed hard is above 0.25, blurred by 2 px below 0.15.
_LEAST_SHARPNESS: Final = 0.2
# Print that near to the picture's border, in heights of a letter, means that the document goes on outside.
_BORDER_LETTERS: Final = 0.6


def picture_faults(picture: Image, view: View, pixels: Image, rows: Sequence[Line]) -> tuple[Finding, ...]:
    """Return what a person should do better in the next picture.

    `picture` is (H, W, 3) uint8 BGR, `view` the way it was looked at, `pixels` the view as it was read, and
    `rows` what was read there, in px of the view.
    """
    faults = []
    if view.is_cut_out and _is_glaring(view.image):
        faults.append(Finding("glare", "Tilt the card a little: the light hides part of it."))
    if _is_too_small(rows, view):
        says = "Hold the document closer to the camera: its print is too small to read."
        faults.append(Finding("document-too-small", says))
    if rows:
        if _sharpness(pixels, rows) < _LEAST_SHARPNESS:
            says = "Hold the document still and let the camera focus: it is blurred."
            faults.append(Finding("blurred", says))
        if not view.is_cut_out and _touches_border(rows, view, picture):
            says = "Move the document back until all four corners are in the picture: an edge is cut off."
            faults.append(Finding("edge-cut-off", says))
    return tuple(faults)


def _is_glaring(image: Image) -> bool:
    white = np.asarray(image.min(axis=2) >= _WHITE, np.uint8)
    if white.mean() > _WHITE_PAPER_SHARE:
        return False
    # Single white pixels are noise and the gloss of print: what counts is a closed patch.
    opened = cv2.morphologyEx(white, cv2.MORPH_OPEN, np.ones((7, 7), np.uint8))
    _, _, patches, _ = cv2.connectedComponentsWithStats(opened)
    largest = max(patches[1:, cv2.CC_STAT_AREA], default=0)
    return bool(largest > _HIDES_SHARE * white.size)


def _is_too_small(rows: Sequence[Line], view: View) -> bool:
    top_left, top_right, *_ = view.corners()
    if view.is_cut_out and float(np.hypot(*np.subtract(top_right, top_left))) < _LEAST_DOCUMENT_PX:
        return True
    return bool(rows) and _letter_px(rows, view) < _LEAST_LETTER_PX


def _letter_px(rows: Sequence[Line], view: View) -> float:
    """The median height of a letter in px of the picture."""
    heights = []
    for row in rows:
        for letter in row:
            top_left, _, _, bottom_left = view.in_picture(letter.corners)
            heights.append(float(np.hypot(top_left[0] - bottom_left[0], top_left[1] - bottom_left[1])))
    return float(np.median(heights))


def _sharpness(pixels: Image, rows: Sequence[Line]) -> float:
    """How steep the edges of print are: the steepest hundredth of steps between px, of the full range."""
    grey = pixels[..., 0].astype(np.float32)
    across = np.abs(np.diff(grey, axis=1))
    steps = []
    for row in rows:
        left, top, right, bottom = (max(0, round(edge)) for edge in bounds_px(row))
        piece = across[top:bottom, left:right]
        if piece.size:
            steps.append(float(np.percentile(piece, 99)) / 255)
    return float(np.median(steps)) if steps else 1.0


def _touches_border(rows: Sequence[Line], view: View, picture: Image) -> bool:
    height, width = picture.shape[:2]
    near = _BORDER_LETTERS * _letter_px(rows, view)
    for row in rows:
        left, top, right, bottom = bounds_px(row)
        for x, y in view.in_picture(((left, top), (right, top), (right, bottom), (left, bottom))):
            if min(x, y, width - x, height - y) < near:
                return True
    return False
