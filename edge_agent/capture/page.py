"""Finding the sheet of paper in a photograph and laying it flat.

Owns where the page is and which way is up. What is written on it is not its concern.
"""

import math
from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np

from edge_agent.capture.codes import Code
from edge_agent.capture.form import MARKER_IDS, PAGE_HEIGHT_PX, PAGE_WIDTH_PX, marker_outer_corners
from edge_agent.capture.image import Image
from edge_agent.capture.outline import find_outline
from edge_agent.capture.quad import Quad, is_sheet, sides_px
from edge_agent.capture.reading import Finding, Outline, Reading

# 225 dpi: about what a photograph of 5 megapixels holds of a page, so that no small print is lost.
A4_WIDTH_PX = PAGE_WIDTH_PX * 3 // 2
A4_HEIGHT_PX = PAGE_HEIGHT_PX * 3 // 2


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


def read_page(image: Image) -> Reading:
    """Return the page in the (H, W, 3) uint8 BGR image as a reading."""
    page = find_page(image)
    if page is None:
        says = "No sheet of paper was made out in the picture."
        return Reading("nothing", ok=False, findings=(Finding("page-not-found", says),))
    says = f"The page was found by its {page.how}."
    return Reading(
        "page",
        ok=True,
        findings=(Finding("page-found", says, {"how": page.how}),),
        outlines=(Outline("page", page.corners),),
    )


def straighten(image: Image, page: Page) -> Image:
    """Return the page laid flat, (H, W, 3) uint8 BGR (cv2.getPerspectiveTransform, cv2.warpPerspective).

    A page with markers is ours and becomes A4 at 225 dpi. Any other sheet keeps the size and proportion it
    has in the picture: a card held askew looks like A4, and must not be pressed into it.
    """
    width, height = _flat_size_px(page)
    flat = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    to_flat = cv2.getPerspectiveTransform(np.array(page.corners, np.float32), flat)
    warped = cv2.warpPerspective(
        image, to_flat, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(warped, np.uint8)


def upright(flat: Image, code: Code) -> Image:
    """Return the flat page turned by quarters so that its code, which we print upright, is upright."""
    (left, top), (right, bottom) = code.corners[:2]
    quarters = round(math.atan2(bottom - top, right - left) / (math.pi / 2))
    return np.ascontiguousarray(np.rot90(flat, quarters))


def _by_markers(image: Image) -> Quad | None:
    # cv2.aruco.ArucoDetector; after Garrido-Jurado et al., "Automatic generation and detection of highly
    # reliable fiducial markers under occlusion" (2014).
    parameters = cv2.aruco.DetectorParameters()
    parameters.cornerRefinementMethod = cv2.aruco.CORNER_REFINE_SUBPIX
    dictionary = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50)
    detector = cv2.aruco.ArucoDetector(dictionary, parameters)
    corners, found_ids, _ = detector.detectMarkers(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY))
    ids = [int(number) for number in np.ravel(found_ids)] if corners else []
    if any(ids.count(marker) != 1 for marker in MARKER_IDS):
        return None  # one is hidden, or two forms lie in the picture and nobody can say which is meant
    # A marker's own corners run clockwise from its top left, so marker n's outer corner is its corner n.
    seen = np.array([corners[ids.index(n)][0][n] for n in MARKER_IDS], np.float32)
    if not is_sheet(seen):
        return None
    to_image = cv2.getPerspectiveTransform(np.array(marker_outer_corners(), np.float32), seen)
    sheet = [(0, 0), (PAGE_WIDTH_PX, 0), (PAGE_WIDTH_PX, PAGE_HEIGHT_PX), (0, PAGE_HEIGHT_PX)]
    quad = np.asarray(cv2.perspectiveTransform(np.array([sheet], np.float32), to_image)[0], np.float32)
    return quad if is_sheet(quad) else None


def _flat_size_px(page: Page) -> tuple[int, int]:
    if page.how == "markers":
        return A4_WIDTH_PX, A4_HEIGHT_PX
    width, height = sides_px(np.array(page.corners, np.float32))
    return round(width), round(height)


def _points(quad: Quad) -> tuple[tuple[float, float], ...]:
    return tuple((float(x), float(y)) for x, y in quad)
