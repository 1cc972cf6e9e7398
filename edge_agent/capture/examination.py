"""What a scan should show, and what came of looking at it.

A module of its own: whoever only asks and hands on needs no image library.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from edge_agent.capture.form import FormIdentity
from edge_agent.capture.reading import Finding

IDENTITY_MATERIALS: Final = frozenset({"id-card-front", "id-card-back"})
"""The materials of the procedures that are ID cards."""


@dataclass(frozen=True, slots=True)
class ExpectedDocument:
    """An identity document: which material it should be, what the application says, and the day it is."""

    material: str
    application: Mapping[str, str]
    today: date


@dataclass(frozen=True, slots=True)
class Expected:
    """What the scan should show, as far as the case tells: a form that was printed, a document, a person.

    `printed` is the form as it would be printed now; `outdated`, the digests of what was printed before,
    when the data were others. A `person` is only looked at to see that there is a picture: their face is
    judged with their consent.
    """

    printed: FormIdentity | None = None
    outdated: frozenset[str] = frozenset()
    document: ExpectedDocument | None = None
    person: bool = False


@dataclass(frozen=True, slots=True)
class Examination:
    """The page laid flat as a JPEG file, when one was found, and the findings."""

    page_jpeg: bytes | None
    findings: tuple[Finding, ...]
