"""A passport, travel card or visa: from its machine-readable zone to fields and check digits.

A line is read as a whole, and the reader then guesses a letter from its neighbours: among digits the O of a
state looks like a zero. So what cannot stand where it was read, and what its check digit denies, is cut out
and read again by itself. Both readings are told.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from edge_agent.capture.identity import dates
from edge_agent.capture.identity.draft import Box, Draft, disagreements, field_of, missing, unsure_of
from edge_agent.capture.identity.lines import Line, LineReader, bounds_px, text_of
from edge_agent.capture.identity.mrz import FILLER, Zone, take_apart
from edge_agent.capture.identity.mrz_layouts import Span
from edge_agent.capture.identity.views import View
from edge_agent.capture.identity.zone_lines import ZoneLines, zone_lines
from edge_agent.capture.image import Image
from edge_agent.capture.reading import Field, Finding

_WORD: Final = re.compile("[^<]+")
_LETTERS, _DIGITS = re.compile(r"[A-Z<]*"), re.compile(r"[0-9<]*", re.ASCII)
_SHAPES: Final = {
    "document-type": _LETTERS,
    "issuing-state": _LETTERS,
    "surname": _LETTERS,
    "given-names": _LETTERS,
    "nationality": _LETTERS,
    "sex": re.compile(r"[MFX<]"),
    "birth": _DIGITS,
    "expiry": _DIGITS,
}
_DATES: Final = {"birth": dates.past_in_zone, "expiry": dates.expiry_in_zone}
_NEEDED: Final = ("issuing-state", "surname", "document-number", "birth", "expiry")
_SURE: Final = 0.6
# Doc 9303 part 3: the photograph stands to the left; a TD1 card has it on the side without the zone.
_PORTRAIT: Final[Box] = (0.02, 0.05, 0.34, 0.74)


def read_zone(
    rows: Sequence[Line], view: View, pixels: Image, reader: LineReader, today: date
) -> Draft | None:
    """Return what the rows, in px of the view, say as a travel document, or None when they have no zone.

    `pixels` is the view as it was read: pieces of it are read again.
    """
    found = zone_lines(rows)
    if found is None:
        return None
    found, again = _read_again(found, pixels, reader)
    zone = _zone(found)
    fields = tuple(_fields(zone, found.lines, view, today, again))
    digits = [_about_digit(name, zone) for name in zone.checks]
    absent = [missing(name) for name in _NEEDED if all(field.name != name for field in fields)]
    doubts = (
        *(finding for finding in digits if finding.kind == "check-digit-wrong"),
        *(reading.finding() for reading in again if reading.was_possible),
        *absent,
        *unsure_of(fields),
        *disagreements(fields),
        *_unknown_letters(zone),
        *_validity_today(zone, today),
    )
    remarks = (
        *(finding for finding in digits if finding.kind != "check-digit-wrong"),
        *(reading.finding() for reading in again if not reading.was_possible),
        *map(_miscounted, found.miscounted),
        *_taken_for_fillers(found.taken_for_fillers),
    )
    portrait = None if zone.layout.name == "TD1" else _PORTRAIT
    return Draft(zone.layout.name.lower(), fields, tuple(map(text_of, rows)), remarks, doubts, portrait)


@dataclass(frozen=True, slots=True)
class _Reading:
    """A stretch that was read twice: in its line, and by itself. `was_possible`: the first could stand."""

    name: str
    first: str
    second: str
    was_possible: bool

    def finding(self) -> Finding:
        what = self.name.replace("-", " ")
        why = "Its check digit denied the first" if self.was_possible else "The first cannot stand there"
        look = ": look yourself." if self.was_possible else "."
        says = (
            f"The {what} was read as {self.first} in its line and as {self.second} by itself. {why}{look}"
        )
        return Finding("read-again", says, {"field": self.name, "first": self.first, "second": self.second})


def _read_again(
    found: ZoneLines, pixels: Image, reader: LineReader
) -> tuple[ZoneLines, tuple[_Reading, ...]]:
    readings = []
    for name, span, was_possible in list(_doubtful(_zone(found))):
        letters = found.lines[span.line][span.start : span.end]
        first = text_of(letters)
        second, confidence = reader.read_piece(_cut_out(pixels, letters))
        if len(second) != len(first) or second == first or confidence < _SURE:
            continue
        line = found.lines[span.line]
        renewed = tuple(
            replace(letter, text=text, confidence=confidence)
            for letter, text in zip(letters, second, strict=True)
        )
        lines = list(found.lines)
        lines[span.line] = (*line[: span.start], *renewed, *line[span.end :])
        changed = replace(found, lines=tuple(lines))
        if _is_better(name, span, _zone(changed), was_possible=was_possible):
            found = changed
            readings.append(_Reading(name, first, second, was_possible))
    return found, tuple(readings)


def _doubtful(zone: Zone) -> Iterator[tuple[str, Span, bool]]:
    """The stretches that cannot be as they were read: name, place, whether all could stand there."""
    for name, shape in _SHAPES.items():
        for span in zone.spans[name]:
            for word in _WORD.finditer(span.of(zone.lines)):
                if shape.fullmatch(word[0]) is None:
                    yield name, Span(span.line, span.start + word.start(), span.start + word.end()), False
    for name, check in zone.layout.checks.items():
        if name != "composite" and zone.checks[name] == "wrong":
            (covered,) = check.over
            yield name, Span(covered.line, covered.start, check.digit.end), True


def _is_better(name: str, span: Span, zone: Zone, *, was_possible: bool) -> bool:
    if was_possible:
        return zone.checks[name] == "right"
    return _SHAPES[name].fullmatch(span.of(zone.lines)) is not None


def _cut_out(pixels: Image, letters: Line) -> Image:
    left, top, right, bottom = bounds_px(letters)
    margin = 0.1 * (bottom - top)
    rows = slice(max(0, round(top - margin)), max(1, round(bottom + margin)))
    return pixels[rows, max(0, round(left - margin)) : max(1, round(right + margin))]


def _zone(found: ZoneLines) -> Zone:
    zone = take_apart(map(text_of, found.lines))
    assert zone is not None  # the lines were fitted to a layout
    return zone


def _fields(
    zone: Zone, lines: Sequence[Line], view: View, today: date, again: Sequence[_Reading]
) -> Iterator[Field]:
    doubted = {reading.name: reading.first for reading in again if reading.was_possible}
    for name, spans in zone.spans.items():
        letters = tuple(letter for span in spans for letter in lines[span.line][span.start : span.end])
        written = tuple(letter for letter in letters if letter.text != FILLER)
        if not written:
            continue
        against = [*_against(name, zone, today)]
        if name in doubted:
            against.append(f"In its line it was read as {doubted[name]}.")
        yield replace(field_of(name, written, view, tuple(against)), value=zone.text(name))


def _against(name: str, zone: Zone, today: date) -> Iterator[str]:
    text = "".join(span.of(zone.lines) for span in zone.spans[name])
    if name in _SHAPES and _SHAPES[name].fullmatch(text) is None:
        yield f"It was read as {text}, which cannot stand there."
    elif name in _DATES and FILLER not in text and _DATES[name](text, today) is None:
        yield "This is no date of the calendar."
    if zone.checks.get(name) == "wrong":
        yield "Its check digit does not fit."


def _about_digit(name: str, zone: Zone) -> Finding:
    verdict = zone.checks[name]
    what = "all data" if name == "composite" else f"the {name.replace('-', ' ')}"
    says = {
        "right": f"The check digit of {what} fits.",
        "absent": f"There is no {name.replace('-', ' ')}, and no check digit of it.",
        "wrong": f"The check digit of {what} does not fit: it was misread, or the document is false.",
    }[verdict]
    return Finding(f"check-digit-{verdict}", says, {"of": name})


def _miscounted(line: int) -> Finding:
    says = f"The fillers (<) of line {line} were miscounted and set to its length; no letter changed."
    return Finding("fillers-miscounted", says, {"line": str(line)})


def _taken_for_fillers(letters: str) -> tuple[Finding, ...]:
    if not letters:
        return ()
    says = f"{letters} was read, which no zone has, and taken for the filler < that it looks like."
    return (Finding("taken-for-filler", says, {"read": letters}),)


def _unknown_letters(zone: Zone) -> tuple[Finding, ...]:
    if not zone.unknown_letters:
        return ()
    says = f"The zone was read with letters that no zone has ({zone.unknown_letters[:20]}): look yourself."
    return (Finding("unknown-letters", says, {"letters": zone.unknown_letters[:100]}),)


def _validity_today(zone: Zone, today: date) -> tuple[Finding, ...]:
    expiry = dates.expiry_in_zone("".join(span.of(zone.lines) for span in zone.spans["expiry"]), today)
    if expiry is None or expiry >= today:
        return ()
    return (Finding("expired", f"The document was valid until {expiry}.", {"expiry": expiry.isoformat()}),)
