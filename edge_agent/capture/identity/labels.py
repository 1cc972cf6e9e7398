"""Finding the printed labels of a Chinese ID card in its rows. A label may be misread; its value may not.

A label only says where a value begins; nothing of it gets into the value.
"""

from collections.abc import Sequence

from edge_agent.capture.identity.lines import Line, text_of


def after_label(row: Line, label: str) -> Line | None:
    """Return what follows the label in the row, or None when it is not there.

    Of a label of two letters one may be misread; of a longer one, two.
    """
    text = text_of(row)
    needed = len(label) - (1 if len(label) == 2 else 2)
    for start in range(max(0, len(text) - len(label)) + 1):
        stretch = text[start : start + len(label)]
        if sum(a == b for a, b in zip(stretch, label, strict=False)) >= needed:
            return row[start + len(label) :]
    return None


def first_after(rows: Sequence[Line], label: str) -> tuple[int, Line] | None:
    """Return the first row with the label, by its place, and what follows it there."""
    for place, row in enumerate(rows):
        value = after_label(row, label)
        if value is not None:
            return place, value
    return None
