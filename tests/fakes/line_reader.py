"""A reader of letters that sees what it was told to see."""

from __future__ import annotations

from dataclasses import dataclass, field

from edge_agent.capture.identity.lines import Letter, Line
from edge_agent.capture.image import Image

LETTER_PX = 20


@dataclass
class FakeReader:
    """Gives the lines that it was told to; a piece reads as `second`, and is kept count of."""

    lines: tuple[Line, ...] = ()
    second: str = ""
    sure: float = 0.99
    pieces: list[tuple[int, ...]] = field(default_factory=list)

    def read(self, image: Image) -> tuple[Line, ...]:
        return self.lines

    def read_piece(self, image: Image) -> tuple[str, float]:
        self.pieces.append(image.shape)
        return self.second, self.sure


def rows(*texts: str, confidence: float = 0.99) -> tuple[Line, ...]:
    """Rows of letters, one under the other, each letter in a square of its own."""
    return tuple(_row(text, number, confidence) for number, text in enumerate(texts))


def _row(text: str, number: int, confidence: float) -> Line:
    top, bottom = 2 * number * LETTER_PX, (2 * number + 1) * LETTER_PX
    letters = []
    for place, letter in enumerate(text):
        left, right = place * LETTER_PX, (place + 1) * LETTER_PX
        corners = ((left, top), (right, top), (right, bottom), (left, bottom))
        letters.append(Letter(letter, confidence, corners))
    return tuple(letters)
