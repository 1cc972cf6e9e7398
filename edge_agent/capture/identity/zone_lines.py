"""From rows of letters to the lines of a machine-readable zone, as long as its layout says.

Owns what may be a zone at all, and the only changes that are made to one: how many fillers a run of them
holds, which a reader of letters miscounts, and what looks like one in another script. Neither is silent.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from edge_agent.capture.identity.lines import Letter, Line, text_of
from edge_agent.capture.identity.mrz import FILLER
from edge_agent.capture.identity.mrz_layouts import LAYOUTS, Layout

_FILLERS: Final = re.compile(f"{FILLER}{{2,}}")
# No zone has these, in whatever script they are: left angles.
_LIKE_FILLER: Final = "く〈《«‹＜"
_MOSTLY: Final = 0.9
_MISCOUNTED_BY: Final = 3


@dataclass(frozen=True, slots=True)
class ZoneLines:
    """The lines of a zone; what was taken for fillers; which lines, from 1, had another number of them."""

    lines: tuple[Line, ...]
    taken_for_fillers: str
    miscounted: tuple[int, ...]


def zone_lines(rows: Sequence[Line]) -> ZoneLines | None:
    """Return the zone that stands in the rows, or None: the lowest rows that fit a layout."""
    taken = "".join(sorted({letter.text for row in rows for letter in row if letter.text in _LIKE_FILLER}))
    plain = [tuple(map(_with_fillers, row)) for row in rows]
    for belongs, group in groupby(plain, key=_may_belong):
        run = list(group)
        if not belongs or not any(FILLER * 2 in text_of(row) for row in run):
            continue
        for layout in LAYOUTS:
            if (fitted := _fitted(run[-layout.lines :], layout, taken)) is not None:
                return fitted
    return None


def _with_fillers(letter: Letter) -> Letter:
    return replace(letter, text=FILLER) if letter.text in _LIKE_FILLER else letter


def _may_belong(row: Line) -> bool:
    text = text_of(row)
    shortest = min(layout.letters for layout in LAYOUTS) - _MISCOUNTED_BY
    letters = sum(letter.isascii() and (letter.isupper() or letter.isdigit()) for letter in text)
    return len(text) >= shortest and letters + text.count(FILLER) >= _MOSTLY * len(text)


def _fitted(rows: Sequence[Line], layout: Layout, taken: str) -> ZoneLines | None:
    if len(rows) != layout.lines or rows[0][0].text not in layout.first_letters:
        return None
    lines = [_of_length(row, layout.letters) for row in rows]
    known = [line for line in lines if line is not None]
    if len(known) != layout.lines:
        return None
    changed = (n for n, (row, line) in enumerate(zip(rows, known, strict=True), 1) if len(row) != len(line))
    return ZoneLines(tuple(known), taken, tuple(changed))


def _of_length(row: Line, length: int) -> Line | None:
    """The row with its longest run of fillers made longer or shorter, so that it has `length` letters."""
    lacking = length - len(row)
    if lacking == 0:
        return row
    run = max(_FILLERS.finditer(text_of(row)), key=lambda run: len(run[0]), default=None)
    if run is None or abs(lacking) > _MISCOUNTED_BY or len(run[0]) + lacking < 1:
        return None
    fillers = row[run.start() : run.end()]
    return (*row[: run.start()], *_so_many(fillers, len(fillers) + lacking), *row[run.end() :])


def _so_many(fillers: Line, count: int) -> Iterable[Letter]:
    return fillers[:count] if count <= len(fillers) else (*fillers, *[fillers[-1]] * (count - len(fillers)))
