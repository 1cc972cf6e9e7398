"""Whether a camera's pictures show what is before it: they change, and there is light in them.

Owns the judgement of one picture after the other. A sensor's noise makes no two pictures the same, so the
same one again and again comes from a camera or a cable that hangs.
"""

from __future__ import annotations

from typing import Final, Literal

import numpy as np

from edge_agent.capture.image import Image

FROZEN_AFTER_S: Final = 3.0
BLACK_AFTER_S: Final = 1.0
"""A webcam that changes its size, or opens, is dark for some pictures."""
BLACK_BELOW: Final = 16.0
"""Of 255, on average: a covered lens gives 0 to 10, a room by night with one lamp 30."""
_EVERY_PX: Final = 4


class PictureJudge:
    """Sees one picture after the other; a tenth of a millisecond each."""

    def __init__(self) -> None:
        self._kept: Image | None = None
        self._kept_at_s = 0.0
        self._dark_since_s: float | None = None

    def see(self, image: Image, at_s: float) -> Literal["frozen", "black"] | None:
        """Return what is wrong with the (H, W, 3) uint8 BGR pictures up to this one, taken at `at_s`."""
        few = image[::_EVERY_PX, ::_EVERY_PX]
        if few.mean() >= BLACK_BELOW:
            self._dark_since_s = None
        elif self._dark_since_s is None:
            self._dark_since_s = at_s
        if self._kept is None or not np.array_equal(few, self._kept):
            self._kept, self._kept_at_s = few.copy(), at_s
        if self._dark_since_s is not None and at_s - self._dark_since_s >= BLACK_AFTER_S:
            return "black"
        return "frozen" if at_s - self._kept_at_s > FROZEN_AFTER_S else None
