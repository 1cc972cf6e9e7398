"""Finding a sheet by its outline, when it carries no markers.

Owns what makes a contour a sheet: four straight sides, large, whole within the picture.
"""

from collections.abc import Iterator

import cv2
import numpy as np
import numpy.typing as npt

from edge_agent.capture.image import Image, reduced
from edge_agent.capture.quad import Quad, area_px, from_top_left, is_sheet

# An outline is looked for in a small picture: paper is large, and text would only distract.
_LONGEST_PX = 900
_SMALLEST_SHARE = 0.15
# Paper's sides are straight: what the four-cornered polygon covers beyond the contour is not paper.
_LEAST_FILLED = 0.92
# Of each side, this share must be seen as a straight edge; a thumb and a dog-ear may hide the rest.
_LEAST_DRAWN = 0.7
_SIDE_PARTS = 50
_STRAIGHT_WITHIN = 1 / 300
# Nearer to the picture's border than this, the sheet goes on outside and its corner was not seen.
_BORDER_PX = 2


def find_outline(image: Image) -> Quad | None:
    """Return the corners of the largest sheet in the (H, W, 3) uint8 BGR image, or None."""
    small = reduced(image, _LONGEST_PX)
    largest = max(_sheets(small), key=area_px, default=None)
    if largest is None:
        return None
    return np.asarray(largest * (max(image.shape[:2]) / max(small.shape[:2])), np.float32)


def _sheets(image: Image) -> Iterator[Quad]:
    """Yield what may be a sheet (cv2.findContours, cv2.approxPolyDP), in bright areas and within edges."""
    grey = cv2.GaussianBlur(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), (5, 5), 0)
    _, bright = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    edges = cv2.morphologyEx(cv2.Canny(grey, 30, 90), cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    smallest_px = _SMALLEST_SHARE * grey.size
    for mask in (bright, edges):
        contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
        for contour in contours:
            hull = cv2.convexHull(contour)
            polygon = cv2.approxPolyDP(hull, 0.02 * cv2.arcLength(hull, closed=True), closed=True)
            if len(polygon) != 4 or cv2.contourArea(polygon) < smallest_px:
                continue
            rough = from_top_left(np.asarray(polygon.reshape(4, 2), np.float32))
            quad = _sharpened(rough, np.asarray(contour.reshape(-1, 2), np.float32))
            filled = cv2.contourArea(hull) / max(area_px(quad), 1)
            if not is_sheet(quad) or filled < _LEAST_FILLED or not _is_inside(quad, image):
                continue
            within_px = _STRAIGHT_WITHIN * max(grey.shape)
            if _is_drawn(quad, np.asarray(contour.reshape(-1, 2), np.float32), within_px):
                yield quad


def _sharpened(rough: Quad, contour: npt.NDArray[np.float32]) -> Quad:
    """Return the corners where the four sides' lines meet (cv2.fitLine): a card's own corners are round.

    contour is (N, 2) float32. Each side is fitted to the middle part of it, away from the corners.
    """
    lines = []
    for start, end in zip(rough, np.roll(rough, -1, axis=0), strict=True):
        side = end - start
        length = max(float(np.linalg.norm(side)), 1)
        along = (contour - start) @ side / length**2
        aside = np.abs((contour - start) @ np.array([-side[1], side[0]])) / length
        near = contour[(along > 0.15) & (along < 0.85) & (aside < 0.05 * length)]
        if len(near) < 2:
            return rough
        dx, dy, x, y = np.ravel(cv2.fitLine(near, cv2.DIST_HUBER, 0, 0.01, 0.01))
        lines.append(np.cross((x, y, 1), (x + dx, y + dy, 1)))
    corners = [np.cross(before, after) for before, after in zip([lines[-1], *lines], lines, strict=False)]
    if any(abs(corner[2]) < 1e-9 for corner in corners):
        return rough  # two sides are parallel and never meet
    return np.array([corner[:2] / corner[2] for corner in corners], np.float32)


def _is_drawn(quad: Quad, contour: npt.NDArray[np.float32], within_px: float) -> bool:
    """Whether the contour, (N, 2) float32, runs along each side: many things together are no sheet."""
    for start, end in zip(quad, np.roll(quad, -1, axis=0), strict=True):
        side = end - start
        length = max(float(np.linalg.norm(side)), 1)
        along = (contour - start) @ side / length**2
        aside = np.abs((contour - start) @ np.array([-side[1], side[0]])) / length
        near = along[(aside < within_px) & (along >= 0) & (along < 1)]
        if len(np.unique((near * _SIDE_PARTS).astype(int))) < _LEAST_DRAWN * _SIDE_PARTS:
            return False
    return True


def _is_inside(quad: Quad, image: Image) -> bool:
    far = np.array((image.shape[1] - 1, image.shape[0] - 1)) - _BORDER_PX
    return bool((quad > _BORDER_PX).all() and (quad < far).all())
