"""A signature drawn by chance: looping strokes of a pen. It is nobody's and spells nothing."""

import math
from itertools import pairwise

import numpy as np
from PIL import Image, ImageDraw

_INK = (32, 40, 104)
_SMOOTHING = 4


def signature(chance: np.random.Generator, width_px: int, height_px: int) -> Image.Image:
    """Return pen strokes on a transparent ground, (width_px, height_px) RGBA."""
    size = (width_px * _SMOOTHING, height_px * _SMOOTHING)
    picture = Image.new("RGBA", size, (*_INK, 0))
    draw = ImageDraw.Draw(picture)
    left = 0.06
    for _ in range(3):
        share = float(chance.uniform(0.24, 0.32))
        _stroke(draw, chance, size, left, share)
        left += share * 0.92
    underline = [(0.1, 0.86), (0.5, 0.82), (0.93, 0.74)]
    _pen(draw, [(x * size[0], y * size[1]) for x, y in underline], width_px=1.6)
    return picture.resize((width_px, height_px), Image.Resampling.LANCZOS)


def _stroke(
    draw: ImageDraw.ImageDraw, chance: np.random.Generator, size: tuple[int, int], left: float, share: float
) -> None:
    """Draw one written character: a wave that leans forward, its loops growing smaller."""
    loops = float(chance.uniform(1.6, 3.2))
    tall = float(chance.uniform(0.26, 0.4))
    phase = float(chance.uniform(0, 2 * math.pi))
    points = []
    for step in range(161):
        along = step / 160
        turn = phase + along * loops * 2 * math.pi
        height = tall * (1 - 0.55 * along) * (0.75 + 0.25 * math.sin(3 * turn + phase))
        x = left + share * (along + 0.16 * math.sin(turn) + 0.07 * math.sin(2.3 * turn))
        y = 0.48 - height * math.cos(turn) + 0.04 * math.sin(5 * along)
        points.append((x * size[0], y * size[1]))
    _pen(draw, points, width_px=float(chance.uniform(1.8, 2.6)))


def _pen(draw: ImageDraw.ImageDraw, points: list[tuple[float, float]], *, width_px: float) -> None:
    """Draw a line that is thinner where the hand is fast, as ink is."""
    for (x0, y0), (x1, y1) in pairwise(points):
        speed = math.hypot(x1 - x0, y1 - y0) / _SMOOTHING
        radius = width_px * _SMOOTHING * max(0.5, 1.15 - 0.06 * speed) / 2
        draw.line([(x0, y0), (x1, y1)], fill=(*_INK, 235), width=max(1, round(2 * radius)))
        draw.ellipse([x1 - radius, y1 - radius, x1 + radius, y1 + radius], fill=(*_INK, 235))
