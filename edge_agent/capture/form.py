"""The form that we print: where things stand on it and what its code says.

One home for what printing (`edge_agent.forms`) and reading must agree on. It draws nothing and reads
nothing. Lengths are millimetres from the top left of an A4 page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

PAGE_WIDTH_MM: Final = 210.0
PAGE_HEIGHT_MM: Final = 297.0


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle on the page."""

    left_mm: float
    top_mm: float
    width_mm: float
    height_mm: float


# DICT_4X4_50 markers 0 to 3, clockwise from the top left: six modules of 2 mm, far enough from the edge for
# a printer's margin and for the white border that OpenCV's detector needs.
MARKER_IDS: Final = (0, 1, 2, 3)
MARKER_MM: Final = 12.0
MARKER_MARGIN_MM: Final = 8.0

# On every page, its quiet zone of four modules within.
CODE_BOX: Final = Box(144, 232, 40, 40)

# On the last page.
SIGNATURE_BOX: Final = Box(25, 238, 100, 34)
SIGNATURE_LINE_MM: Final = 0.3

_CODE: Final = re.compile(
    r"tongban:form:(?P<case>[a-z0-9][a-z0-9-]{0,62}):(?P<form>[a-z0-9][a-z0-9-]{0,62})"
    r":(?P<page>[1-9][0-9]{0,2}):(?P<pages>[1-9][0-9]{0,2}):(?P<digest>[0-9a-f]{16})"
)


def marker_boxes() -> tuple[Box, ...]:
    """Return where the markers stand, in the order of their ids."""
    near = MARKER_MARGIN_MM
    right = PAGE_WIDTH_MM - near - MARKER_MM
    bottom = PAGE_HEIGHT_MM - near - MARKER_MM
    places = ((near, near), (right, near), (right, bottom), (near, bottom))
    return tuple(Box(left, top, MARKER_MM, MARKER_MM) for left, top in places)


@dataclass(frozen=True, slots=True)
class FormIdentity:
    """Which form of which case, and what was printed on it.

    `digest` is the first 16 hex letters of the SHA-256 of what was printed, the same on every page.
    """

    case: str
    form: str
    digest: str


@dataclass(frozen=True, slots=True)
class FormCode:
    """What a form's QR code says: the form, and which page of how many, the first being 1."""

    identity: FormIdentity
    page: int
    pages: int

    def __str__(self) -> str:
        of = self.identity
        return f"tongban:form:{of.case}:{of.form}:{self.page}:{self.pages}:{of.digest}"


def parse_form_code(text: str) -> FormCode | None:
    """Return what the code's text says, or None when it is not the code of a form of ours."""
    match = _CODE.fullmatch(text)
    if match is None or int(match["page"]) > int(match["pages"]):
        return None
    identity = FormIdentity(match["case"], match["form"], match["digest"])
    return FormCode(identity, int(match["page"]), int(match["pages"]))
