"""The machine-readable zone of travel documents (ICAO Doc 9303, eighth edition, parts 3 to 7).

Owns the five layouts and the check digits. Pure text: whatever the lines hold, the answer is typed and the
letters stay as they came. That every check digit is right does not prove the text: names have none, and
letters that change places can leave a sum as it was.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from edge_agent.capture.identity.mrz_layouts import LAYOUTS, Check, Layout, Span

Verdict = Literal["right", "wrong", "absent"]

FILLER: Final = "<"
# Part 3, section 4.9: the weights of the check digit, again and again; letters count from A = 10.
_WEIGHTS: Final = (7, 3, 1)
_VALUES: Final = {letter: value for value, letter in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
_NOT_IN_A_ZONE: Final = re.compile(r"[^0-9A-Z<]")
_LONG_NUMBER: Final = re.compile(r"([0-9A-Z]+)([0-9])(?:<|$)")


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone taken apart: its layout and lines, the stretches by name, each check digit's verdict."""

    layout: Layout
    lines: tuple[str, ...]
    spans: Mapping[str, tuple[Span, ...]]
    checks: Mapping[str, Verdict]

    def text(self, name: str) -> str:
        """A field as a person reads it: fillers within it are spaces, those around it nothing."""
        letters = "".join(span.of(self.lines) for span in self.spans[name])
        return " ".join(letters.replace(FILLER, " ").split())

    @property
    def unknown_letters(self) -> str:
        """The letters that no zone can hold, each once."""
        return "".join(sorted(set(_NOT_IN_A_ZONE.findall("".join(self.lines)))))


def check_digit(letters: str) -> str | None:
    """Return the check digit of these letters (part 3, section 4.9), or None when one has no value."""
    total = 0
    for place, letter in enumerate(letters):
        value = 0 if letter == FILLER else _VALUES.get(letter)
        if value is None:
            return None
        total += value * _WEIGHTS[place % 3]
    return str(total % 10)


def layout_of(lines: Sequence[str]) -> Layout | None:
    """Return the layout that these lines have by their number, length and first letter, or None."""
    for layout in LAYOUTS:
        if len(lines) != layout.lines or any(len(line) != layout.letters for line in lines):
            continue
        if lines[0][0] in layout.first_letters:
            return layout
    return None


def take_apart(lines: Iterable[str]) -> Zone | None:
    """Return the zone that these lines are, or None when they are none; never corrects a letter."""
    rows = tuple(lines)
    layout = layout_of(rows)
    if layout is None:
        return None
    spans: dict[str, tuple[Span, ...]] = {name: (span,) for name, span in layout.fields.items()}
    checks = {name: _verdict(check, rows) for name, check in layout.checks.items()}
    if (long_number := _long_number(layout, rows)) is not None:
        spans["document-number"], spans["optional-data"] = long_number.over, (long_number.rest,)
        checks["document-number"] = _verdict(Check(long_number.digit, long_number.over), rows)
    return Zone(layout, rows, {**spans, **_names(layout, rows)}, checks)


@dataclass(frozen=True, slots=True)
class _LongNumber:
    digit: Span
    over: tuple[Span, ...]
    rest: Span


def _long_number(layout: Layout, lines: Sequence[str]) -> _LongNumber | None:
    """A number of more than nine letters goes on in the optional data (part 5, section 4.2.2, note j)."""
    if not layout.long_numbers or layout.checks["document-number"].digit.of(lines) != FILLER:
        return None
    optional = layout.fields["optional-data"]
    found = _LONG_NUMBER.match(optional.of(lines))
    if found is None:
        return None
    end = optional.start + len(found[1])
    number = layout.fields["document-number"]
    return _LongNumber(
        digit=Span(optional.line, end, end + 1),
        over=(number, Span(optional.line, optional.start, end)),
        rest=Span(optional.line, end + 1, optional.end),
    )


def _names(layout: Layout, lines: Sequence[str]) -> dict[str, tuple[Span, ...]]:
    """Surname and given names stand on either side of the first two fillers in a row."""
    both = layout.names
    parted = both.of(lines).find(FILLER * 2)
    middle = both.end if parted < 0 else both.start + parted
    return {
        "surname": (Span(both.line, both.start, middle),),
        "given-names": (Span(both.line, min(middle + 2, both.end), both.end),),
    }


def _verdict(check: Check, lines: Sequence[str]) -> Verdict:
    covered = "".join(span.of(lines) for span in check.over)
    printed = check.digit.of(lines)
    if printed == FILLER and check.may_be_absent and not covered.strip(FILLER):
        return "absent"
    return "right" if printed == check_digit(covered) else "wrong"
