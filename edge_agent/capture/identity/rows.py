"""From the lines that a reader found to a document's rows: what stands side by side, left to right.

Knows places only; what the letters say is not its concern.
"""

import math
import statistics
from collections.abc import Iterable, Sequence

from edge_agent.capture.identity.lines import Letter, Line


def rows_of(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Return the rows, top to bottom; the lines may all lean the same way."""
    found = [line for line in lines if line]
    slope = _slope(found)
    rows: list[list[Line]] = []
    for line in sorted(found, key=lambda line: _level(line, slope)):
        if rows and _level(line, slope) - _level(rows[-1][-1], slope) < 0.5 * _height(line):
            rows[-1].append(line)
        else:
            rows.append([line])
    return tuple(_side_by_side(row) for row in rows)


def are_upright(lines: Sequence[Line]) -> bool:
    """Say whether the lines run across the picture and not up or down it."""
    return sum(_is_across(line) for line in lines) * 2 >= len(lines)


def _side_by_side(row: list[Line]) -> Line:
    """The lines of a row from left to right; a letter that two of them hold stands there once."""
    letters: list[Letter] = []
    for line in sorted(row, key=lambda line: line[0].middle[0]):
        before = tuple(letters)
        letters.extend(letter for letter in line if not any(_is_same(letter, seen) for seen in before))
    return tuple(letters)


def _is_same(letter: Letter, other: Letter) -> bool:
    return letter.text == other.text and math.dist(letter.middle, other.middle) < 0.3 * _letter_height(
        letter
    )


def _is_across(line: Line) -> bool:
    (x0, y0), (x1, y1) = line[0].middle, line[-1].middle
    return abs(x1 - x0) >= abs(y1 - y0)


def _slope(lines: Iterable[Line]) -> float:
    """How far the rows fall from left to right: the median of the lines long enough to tell."""
    slopes = []
    for line in lines:
        (x0, y0), (x1, y1) = line[0].middle, line[-1].middle
        if len(line) > 3 and x1 - x0 > 4 * abs(y1 - y0):
            slopes.append((y1 - y0) / (x1 - x0))
    return statistics.median(slopes) if slopes else 0.0


def _level(line: Line, slope: float) -> float:
    """The height at which the line would cross the picture's left edge."""
    middles = [letter.middle for letter in line]
    return statistics.fmean(y - slope * x for x, y in middles)


def _height(line: Line) -> float:
    return statistics.median(_letter_height(letter) for letter in line)


def _letter_height(letter: Letter) -> float:
    top_left, _, _, bottom_left = letter.corners
    return math.dist(top_left, bottom_left)
