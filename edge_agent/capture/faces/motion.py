"""The motion gate: whether anything is worth looking at, for next to nothing.

Owns the comparison of small grey pictures: with the one before (something moves) and with the empty scene
as it was learned (something is there). It knows nothing of faces.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from edge_agent.capture.image import Image

_WIDTH_PX, _HEIGHT_PX = 80, 60
# Of 255; a sensor's noise is 2 to 4, and averaging over some 64 pixels leaves a tenth of that.
_CHANGED_BY: Final = 12.0
_MOVING_SHARE: Final = 0.004
_OCCUPIED_SHARE: Final = 0.03
# The empty scene follows daylight quickly; a chair that was moved becomes part of it slowly, so that a
# customer who comes slowly does not.
_LEARNED_IN_S: Final = 20.0
_ACCEPTED_IN_S: Final = 90.0


@dataclass(frozen=True, slots=True)
class Motion:
    """moving: something changed since the picture before. occupied: the scene is not the empty one."""

    moving: bool
    occupied: bool


class MotionGate:
    """Sees one picture after the other; about a tenth of a millisecond each."""

    def __init__(self) -> None:
        self._before: npt.NDArray[np.float32] | None = None
        self._empty: npt.NDArray[np.float32] | None = None
        self._at_s = 0.0

    def see(self, image: Image, at_s: float, *, learn: bool) -> Motion:
        """Compare the (H, W, 3) uint8 BGR picture; `learn` while nobody is there, else people fade away."""
        # Every fourth row and column first: averaging a whole picture would cost as much as the rest.
        step = max(1, min(image.shape[0] // (2 * _HEIGHT_PX), image.shape[1] // (2 * _WIDTH_PX)))
        few = np.ascontiguousarray(image[::step, ::step])
        small = cv2.resize(few, (_WIDTH_PX, _HEIGHT_PX), interpolation=cv2.INTER_AREA)
        grey = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY).astype(np.float32)
        if self._before is None or self._empty is None:
            self._before, self._empty, self._at_s = grey, grey, at_s
            return Motion(moving=True, occupied=False)
        motion = Motion(
            moving=_changed(grey, self._before) > _MOVING_SHARE,
            occupied=_changed(grey, self._empty) > _OCCUPIED_SHARE,
        )
        if learn:
            takes_s = _ACCEPTED_IN_S if motion.occupied else _LEARNED_IN_S
            share = min(1.0, max(0.0, at_s - self._at_s) / takes_s)
            self._empty = np.asarray(cv2.addWeighted(self._empty, 1 - share, grey, share, 0), np.float32)
        self._before, self._at_s = grey, at_s
        return motion


def _changed(grey: npt.NDArray[np.float32], other: npt.NDArray[np.float32]) -> float:
    """Return the share of pixels that differ, after taking out a change of the light as a whole."""
    difference = grey - other
    difference -= np.median(difference)
    return float(np.mean(np.abs(difference) > _CHANGED_BY))
