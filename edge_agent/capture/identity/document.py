"""Reading an identity document: find it in the picture, lay it flat, read it, say what is doubtful.

Owns the order of the attempts and what is said when none succeeds. Each kind of document is a module.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import cv2
import numpy as np

from edge_agent.capture.identity.card_back import read_back
from edge_agent.capture.identity.card_front import read_front
from edge_agent.capture.identity.draft import Draft
from edge_agent.capture.identity.lines import Line, LineReader
from edge_agent.capture.identity.picture_faults import picture_faults
from edge_agent.capture.identity.rows import are_upright, rows_of
from edge_agent.capture.identity.travel_document import read_zone
from edge_agent.capture.identity.views import View, cleaned, views_of
from edge_agent.capture.image import Image
from edge_agent.capture.reading import Finding, Outline, Points, Reading

# Text on its head is read as rubbish, and the reader is then unsure of it.
_READ_WELL: Final = 0.9
# More lines than any document has, read well: a page of something else, seen from further off too.
_PAGE_OF_TEXT: Final = 30
_NOTHING: Final = Finding(
    "no-document", "No identity document was made out. Lay it on a plain ground and show all of it."
)


@dataclass(frozen=True, slots=True)
class Identity:
    """What was read, and the document's photograph, (H, W, 3) uint8 BGR, where it has one."""

    reading: Reading
    portrait: Image | None = None


@dataclass(frozen=True, slots=True)
class _Attempt:
    view: View
    pixels: Image
    lines: tuple[Line, ...]
    rows: tuple[Line, ...]


def read_identity(picture: Image, reader: LineReader, today: date) -> Identity:
    """Return what the (H, W, 3) uint8 BGR picture shows of an identity document; blocks, for some seconds
    at most when it shows none. `today` decides what has expired.
    """
    first: _Attempt | None = None
    for attempt in _attempts(picture, reader):
        first = first or attempt
        draft = _draft(attempt, reader, today)
        if draft is not None:
            faults = picture_faults(picture, attempt.view, attempt.pixels, attempt.rows)
            return _identity(picture, attempt.view, draft, faults)
    faults = () if first is None else picture_faults(picture, first.view, first.pixels, first.rows)
    return Identity(Reading("nothing", ok=False, findings=(_NOTHING, *faults)))


def _attempts(picture: Image, reader: LineReader) -> Iterator[_Attempt]:
    """Yield each view as it is, and then turned as its text seems to ask."""
    for view in views_of(picture):
        attempt = _attempt(view, reader)
        yield attempt
        if not attempt.lines:
            continue
        upright = are_upright(attempt.lines)
        if upright and _was_read_well(attempt.lines):
            if len(attempt.lines) > _PAGE_OF_TEXT:
                return
            continue
        for quarters in (2,) if upright else (1, 3):
            yield _attempt(view.turned(quarters), reader)


def _attempt(view: View, reader: LineReader) -> _Attempt:
    pixels = cleaned(view.image)
    lines = reader.read(pixels)
    return _Attempt(view, pixels, lines, rows_of(lines))


def _draft(attempt: _Attempt, reader: LineReader, today: date) -> Draft | None:
    return (
        read_front(attempt.rows, attempt.view)
        or read_back(attempt.rows, attempt.view, today)
        or read_zone(attempt.rows, attempt.view, attempt.pixels, reader, today)
    )


def _was_read_well(lines: Sequence[Line]) -> bool:
    return float(np.mean([letter.confidence for line in lines for letter in line])) > _READ_WELL


def _identity(picture: Image, view: View, draft: Draft, faults: tuple[Finding, ...]) -> Identity:
    outlines = [Outline(field.name, field.box) for field in draft.fields if field.box is not None]
    portrait = None
    if view.is_cut_out:
        outlines.insert(0, Outline(draft.kind, view.corners()))
        if draft.portrait is not None:
            place = _place_of(draft, view)
            outlines.append(Outline("portrait", place))
            portrait = cut_out(picture, place)
    reading = Reading(
        draft.kind,
        ok=not draft.doubts,
        fields=draft.fields,
        texts=draft.texts,
        findings=(*faults, *draft.doubts, *draft.findings),
        outlines=tuple(outlines),
    )
    return Identity(reading, portrait)


def _place_of(draft: Draft, view: View) -> Points:
    assert draft.portrait is not None
    height, width = view.image.shape[:2]
    left, top, right, bottom = draft.portrait
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    return view.in_picture(tuple((x * width, y * height) for x, y in corners))


def cut_out(picture: Image, corners: Points) -> Image:
    """Return the piece of the picture between four (x, y) corners, upright and in the size it has there."""
    quad = np.array(corners, np.float32)
    width = max(1, round(float(np.linalg.norm(quad[1] - quad[0]))))
    height = max(1, round(float(np.linalg.norm(quad[3] - quad[0]))))
    flat = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    straight = cv2.getPerspectiveTransform(quad, flat)
    return np.asarray(cv2.warpPerspective(picture, straight, (width, height)), np.uint8)
