"""Finding the sheet of paper in a photograph and laying it flat.

Owns where the page is and which way is up. What is written on it is not its concern.
"""

import math
from dataclasses import dataclass
from typing import Final, Literal

import cv2
import numpy as np
import numpy.typing as npt

from edge_agent.capture.codes import Code
from edge_agent.capture.form import (
    MARKER_IDS,
    PAGE_HEIGHT_MM,
    PAGE_WIDTH_MM,
    Box,
    marker_boxes,
)
from edge_agent.capture.image import Image
from edge_agent.capture.outline import find_outline
from edge_agent.capture.quad import Quad, is_sheet, sides_px

A4_WIDTH_PX: Final = round(PAGE_WIDTH_MM * 8)
A4_HEIGHT_PX: Final = round(PAGE_HEIGHT_MM * 8)
"""A4 at 203 dpi: what a photograph of 5 megapixels holds of a page, so that no small print is lost."""

# Markers are large: they are looked for in a smaller picture, and only their corners in the whole.
_SEARCHED_LONGEST_PX: Final = 1300
# About two modules of a marker in that picture; OpenCV's usual three sizes take three times as long.
_THRESHOLD_WINDOW_PX: Final = 19
# Three hold twelve corners, which tell where the fourth is; two leave the page's far side to guesswork.
_FEWEST_MARKERS: Final = 3
# Paper lies flat to within this; a marker further off is another form's, or a picture of one.
_FURTHEST_OFF_MM: Final = 2.5


@dataclass(frozen=True, slots=True)
class Page:
    """The page's four (x, y) corners in px, clockwise from its top left, and how they were found."""

    corners: tuple[tuple[float, float], ...]
    how: Literal["markers", "contour"]


def find_page(image: Image) -> Page | None:
    """Return the page in the (H, W, 3) uint8 BGR image: by its markers, else by its outline, else None.

    Markers say which way is up; an outline does not: it starts at the corner nearest the picture's
    top left.
    """
    marked = _by_markers(image)
    if marked is not None:
        return Page(_points(marked), "markers")
    outlined = find_outline(image)
    return None if outlined is None else Page(_points(outlined), "contour")


def straighten(image: Image, page: Page, *, as_form: bool | None = None) -> Image:
    """Return the page laid flat, (H, W, 3) uint8 BGR (cv2.getPerspectiveTransform, cv2.warpPerspective).

    A form of ours, which one with markers is, becomes A4 at 203 dpi. Any other sheet keeps the size and
    proportion it has in the picture: a card held askew looks like A4, and must not be pressed into it.
    """
    is_form = page.how == "markers" if as_form is None else as_form
    width, height = (A4_WIDTH_PX, A4_HEIGHT_PX) if is_form else _seen_size_px(page)
    to_flat = _to_flat(page, width, height)
    warped = cv2.warpPerspective(
        image, to_flat, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(warped, np.uint8)


def turned(page: Page, code: Code) -> Page:
    """Return the page with its corners so ordered that the code, read in its flat image, is upright."""
    quarters = _quarters(code)
    corners = page.corners[quarters:] + page.corners[:quarters]
    return Page(corners, page.how)


def upright(flat: Image, code: Code) -> Image:
    """Return the flat page turned by quarters so that its code, which we print upright, is upright."""
    return np.ascontiguousarray(np.rot90(flat, _quarters(code)))


def in_picture(page: Page, box: Box) -> tuple[tuple[float, float], ...]:
    """Return the (x, y) corners in px that a box of our form has in the picture."""
    left, top = box.left_mm / PAGE_WIDTH_MM, box.top_mm / PAGE_HEIGHT_MM
    right, bottom = left + box.width_mm / PAGE_WIDTH_MM, top + box.height_mm / PAGE_HEIGHT_MM
    corners = np.array([[(left, top), (right, top), (right, bottom), (left, bottom)]], np.float32)
    to_picture = np.linalg.inv(_to_flat(page, 1, 1))
    return _points(np.asarray(cv2.perspectiveTransform(corners, to_picture)[0], np.float32))


def _quarters(code: Code) -> int:
    (left, top), (right, bottom) = code.corners[:2]
    return round(math.atan2(bottom - top, right - left) / (math.pi / 2)) % 4


def _to_flat(page: Page, width: float, height: float) -> npt.NDArray[np.float64]:
    flat = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    return np.asarray(cv2.getPerspectiveTransform(np.array(page.corners, np.float32), flat), np.float64)


def _by_markers(image: Image) -> Quad | None:
    grey = np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), np.uint8)
    seen = _markers_seen(grey, _SEARCHED_LONGEST_PX)
    if len(seen) < _FEWEST_MARKERS:
        seen = _markers_seen(grey, max(grey.shape))
    if len(seen) < _FEWEST_MARKERS:
        return None
    printed = {number: _corners_mm(box) for number, box in zip(MARKER_IDS, marker_boxes(), strict=True)}
    on_paper = np.concatenate([printed[number] for number in seen])
    in_image = np.concatenate(list(seen.values()))
    to_image = _homography(on_paper, in_image)
    if to_image is None:
        return None
    sheet = [(0, 0), (PAGE_WIDTH_MM, 0), (PAGE_WIDTH_MM, PAGE_HEIGHT_MM), (0, PAGE_HEIGHT_MM)]
    quad = np.asarray(cv2.perspectiveTransform(np.array([sheet], np.float32), to_image)[0], np.float32)
    if not is_sheet(quad):
        return None
    off_px = np.linalg.norm(cv2.perspectiveTransform(on_paper[None], to_image)[0] - in_image, axis=1).max()
    px_per_mm = min(sides_px(quad)[0] / PAGE_WIDTH_MM, sides_px(quad)[1] / PAGE_HEIGHT_MM)
    return quad if off_px < _FURTHEST_OFF_MM * px_per_mm else None


def _homography(
    source: npt.NDArray[np.float32], target: npt.NDArray[np.float32]
) -> npt.NDArray[np.float64] | None:
    """Return the projection that fits best, or None when the points do not tell."""
    found = np.asarray(cv2.findHomography(source, target)[0], np.float64)
    return found if np.isfinite(found).all() else None


def _markers_seen(grey: npt.NDArray[np.uint8], longest_px: int) -> dict[int, Quad]:
    """Return the corners of each of our markers, clockwise from its own top left, by its id.

    After Garrido-Jurado et al., "Automatic generation and detection of highly reliable fiducial markers
    under occlusion" (2014). Nothing when one is there twice: two forms lie in the picture, and nobody can
    say which is meant.
    """
    scale = min(1.0, longest_px / max(grey.shape))
    small = grey if scale == 1 else cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    dictionary = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50)
    parameters = cv2.aruco.DetectorParameters()
    parameters.adaptiveThreshWinSizeMin = _THRESHOLD_WINDOW_PX
    parameters.adaptiveThreshWinSizeMax = _THRESHOLD_WINDOW_PX
    detector = cv2.aruco.ArucoDetector(dictionary, parameters)
    found, found_ids, _ = detector.detectMarkers(np.asarray(small, np.uint8))
    ids = [int(number) for number in np.ravel(found_ids)] if found else []
    ours = [(number, np.asarray(corners[0])) for number, corners in zip(ids, found, strict=True)]
    ours = [(number, corners) for number, corners in ours if number in MARKER_IDS]
    if len({number for number, _ in ours}) < len(ours):
        return {}
    return {number: _refined(grey, (corners + 0.5) / scale - 0.5) for number, corners in ours}


def _refined(grey: npt.NDArray[np.uint8], corners: npt.NDArray[np.float32]) -> Quad:
    """Return the marker's corners to a fraction of a pixel (cv2.cornerSubPix)."""
    side_px = float(np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1).min())
    # Within half a module there is no other corner to be drawn to.
    window = max(2, round(side_px / 6 / 2))
    ending = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 30, 0.01)
    start = np.ascontiguousarray(corners.reshape(-1, 1, 2), np.float32)
    return np.asarray(cv2.cornerSubPix(grey, start, (window, window), (-1, -1), ending), np.float32)[:, 0]


def _corners_mm(box: Box) -> Quad:
    right, bottom = box.left_mm + box.width_mm, box.top_mm + box.height_mm
    return np.array(
        [(box.left_mm, box.top_mm), (right, box.top_mm), (right, bottom), (box.left_mm, bottom)], np.float32
    )


def _seen_size_px(page: Page) -> tuple[int, int]:
    width, height = sides_px(np.array(page.corners, np.float32))
    return round(width), round(height)


def _points(quad: Quad) -> tuple[tuple[float, float], ...]:
    return tuple((float(x), float(y)) for x, y in quad)
