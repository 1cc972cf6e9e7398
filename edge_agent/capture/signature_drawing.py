"""A signature drawn from its strokes: SVG for screens and print, PNG for everything else.

The drawing is for people to look at. What is kept as evidence is the strokes.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from edge_agent.capture.signature import Point, Signature

INK_BGR: Final = (104, 40, 32)
_THINNEST, _THICKEST = 0.006, 0.018
"""Of the pad's height, at no and at full pressure."""
_SMOOTHING: Final = 4
_FRACTION_BITS: Final = 4


def signature_svg(signature: Signature) -> str:
    """Return an SVG document of the pad's size, one short line for each two points, as thick as pressed."""
    width, height = signature.width_px, signature.height_px
    blue, green, red = INK_BGR
    lines = "".join(
        f'<line x1="{a.x_px:.1f}" y1="{a.y_px:.1f}" x2="{b.x_px:.1f}" y2="{b.y_px:.1f}"'
        f' stroke-width="{_thickness(a, b) * height:.2f}"/>'
        for stroke in signature.strokes
        for a, b in pairwise(stroke if len(stroke) > 1 else stroke * 2)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<g stroke="rgb({red},{green},{blue})" stroke-linecap="round" fill="none">{lines}</g></svg>'
    )


def signature_png(signature: Signature, height_px: int) -> bytes:
    """Return a PNG file with a transparent ground, `height_px` high, in the pad's proportion."""
    cover = signature_cover(signature, height_px)
    picture = np.empty((*cover.shape, 4), np.uint8)
    picture[..., :3] = INK_BGR
    picture[..., 3] = cover
    _, encoded = cv2.imencode(".png", picture)
    return encoded.tobytes()


def signature_cover(signature: Signature, height_px: int) -> npt.NDArray[np.uint8]:
    """Return how much ink covers each pixel: (height_px, W) uint8, 255 is all of it."""
    scale = height_px / signature.height_px
    width_px = max(1, round(signature.width_px * scale))
    large = np.zeros((height_px * _SMOOTHING, width_px * _SMOOTHING), np.uint8)
    fine = scale * _SMOOTHING * 2**_FRACTION_BITS
    for stroke in signature.strokes:
        for before, after in pairwise(stroke if len(stroke) > 1 else stroke * 2):
            ends = [(round(point.x_px * fine), round(point.y_px * fine)) for point in (before, after)]
            thickness = max(1, round(_thickness(before, after) * height_px * _SMOOTHING))
            cv2.line(large, ends[0], ends[1], 255, thickness, cv2.LINE_AA, _FRACTION_BITS)
    return np.asarray(cv2.resize(large, (width_px, height_px), interpolation=cv2.INTER_AREA), np.uint8)


def _thickness(before: Point, after: Point) -> float:
    """Return the line's thickness as a share of the pad's height."""
    return _THINNEST + (_THICKEST - _THINNEST) * (before.pressure + after.pressure) / 2
