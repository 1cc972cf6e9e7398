"""What typesetting gives. A module of its own: whoever only hands it on needs no typesetter."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TypesetPdf:
    """The file, its number of pages, and the letters that the typeface lacks: 〓 stands in their places."""

    pdf: bytes
    pages: int
    lacking: tuple[str, ...] = ()
