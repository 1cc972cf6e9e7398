"""A signature written by chance: looping strokes of a pen. It is nobody's and spells nothing."""

import math
from collections.abc import Sequence

import numpy as np

from edge_agent.capture.signature import Point, Signature

_PAD_WIDTH_PX, _PAD_HEIGHT_PX = 800, 272
_LINE_SHARE = 0.8
_SAMPLE_MS = 8.0  # a pen's events come at about 125 Hz
_PAUSE_MS = 120.0


def handwritten_signature(
    chance: np.random.Generator, width_px: int = _PAD_WIDTH_PX, height_px: int = _PAD_HEIGHT_PX
) -> Signature:
    """Return three written characters and a line beneath, with time and pressure, on a pad of this size."""
    left, now_ms = 0.1, 0.0
    strokes = []
    for _ in range(3):
        share = float(chance.uniform(0.21, 0.28))
        strokes.append(_stroke(_character(chance, left, share), width_px, height_px, now_ms))
        now_ms = strokes[-1][-1].at_ms + _PAUSE_MS
        left += share * 0.92
    beneath = [(0.14 + 0.75 * along, 0.86 - 0.1 * along) for along in np.linspace(0, 1, 40)]
    strokes.append(_stroke(beneath, width_px, height_px, now_ms))
    return Signature(width_px, height_px, _LINE_SHARE * height_px, tuple(strokes))


def _character(chance: np.random.Generator, left: float, share: float) -> list[tuple[float, float]]:
    """Return one character, in shares of the pad: a wave that leans forward, its loops shrinking."""
    loops = float(chance.uniform(1.6, 3.2))
    tall = float(chance.uniform(0.26, 0.4))
    phase = float(chance.uniform(0, 2 * math.pi))
    points = []
    for along in np.linspace(0, 1, 161).tolist():
        turn = phase + along * loops * 2 * math.pi
        height = tall * (1 - 0.55 * along) * (0.75 + 0.25 * math.sin(3 * turn + phase))
        x = left + share * (along + 0.16 * math.sin(turn) + 0.07 * math.sin(2.3 * turn))
        points.append((x, 0.48 - height * math.cos(turn) + 0.04 * math.sin(5 * along)))
    return points


def _stroke(
    shares: Sequence[tuple[float, float]], width_px: int, height_px: int, start_ms: float
) -> tuple[Point, ...]:
    """Return the points of one stroke; the hand presses less where it is fast."""
    x = np.clip([share[0] for share in shares], 0, 1) * width_px
    y = np.clip([share[1] for share in shares], 0, 1) * height_px
    steps = np.hypot(np.gradient(x), np.gradient(y)) / height_px
    pressures = np.clip(0.85 - 12 * steps, 0.2, 1)
    return tuple(
        Point(float(at_x), float(at_y), float(pressure), start_ms + number * _SAMPLE_MS)
        for number, (at_x, at_y, pressure) in enumerate(zip(x, y, pressures, strict=True))
    )
