"""What a reader of letters sees: lines of letters, each with its place and how sure the reader is.

The port behind which the OCR library stands, so that the rules about fields can be tried without it.
"""

import statistics
from dataclasses import dataclass
from typing import Protocol

from edge_agent.capture.image import Image
from edge_agent.capture.reading import Points


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter: what it is, how sure that is (0 to 1), and its four (x, y) corners in px."""

    text: str
    confidence: float
    corners: Points

    @property
    def middle(self) -> tuple[float, float]:
        """The (x, y) of its middle."""
        across, down = zip(*self.corners, strict=True)
        return sum(across) / len(across), sum(down) / len(down)


Line = tuple[Letter, ...]
"""The letters of one line, in reading order, without spaces; at least one."""


class LineReader(Protocol):
    """Makes out the lines of text in a picture. Both calls block, the first for up to a second."""

    def read(self, image: Image) -> tuple[Line, ...]:
        """Return every line in the (H, W, 3) uint8 BGR image, in px of it."""
        ...

    def read_piece(self, image: Image) -> tuple[str, float]:
        """Return the text of an image that is one piece of a line, and how sure it is on average."""
        ...


def text_of(letters: Line) -> str:
    """The letters as a string."""
    return "".join(letter.text for letter in letters)


def sureness(letters: Line) -> float:
    """How sure a stretch of letters is, on average; 0 when there is none.

    Not its least sure letter: a gap before a letter takes half of that letter's own sureness for a space.
    """
    return statistics.fmean(letter.confidence for letter in letters) if letters else 0.0


def bounds_px(letters: Line) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of the letters, in px; there is at least one."""
    across, down = zip(*(corner for letter in letters for corner in letter.corners), strict=True)
    return min(across), min(down), max(across), max(down)
