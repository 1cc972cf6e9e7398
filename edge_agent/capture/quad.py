"""Four corners of a sheet as a photograph shows them, and what can be said of their shape."""

import cv2
import numpy as np
import numpy.typing as npt

Quad = npt.NDArray[np.float32]
"""(4, 2) float32, x and y in px, clockwise as seen."""


def area_px(quad: Quad) -> float:
    """Return the area in px²; negative when the corners run the other way round."""
    return float(cv2.contourArea(quad, oriented=True))


def sides_px(quad: Quad) -> tuple[float, float]:
    """Return the sheet's width and height: the mean of opposite sides, the first side being the top."""
    top, right, bottom, left = np.linalg.norm(np.roll(quad, -1, axis=0) - quad, axis=1)
    return float(top + bottom) / 2, float(left + right) / 2


def is_sheet(quad: Quad) -> bool:
    """Say whether a flat sheet can look like that: convex, clockwise as seen, not a sliver."""
    if not np.isfinite(quad).all() or not cv2.isContourConvex(quad):
        return False
    width, height = sides_px(quad)
    return area_px(quad) > 0.5 * width * height > 0


def from_top_left(quad: Quad) -> Quad:
    """Return the corners clockwise as seen, beginning with the one nearest the picture's top left."""
    clockwise = quad if area_px(quad) > 0 else quad[::-1]
    return np.roll(clockwise, -int(np.argmin(clockwise.sum(axis=1))), axis=0)
