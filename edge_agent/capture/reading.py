"""What the machine made out in a picture: the one shape in which every reader of `capture` answers.

A reading helps a person and decides nothing. What is doubtful is said to be, and nothing is corrected.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

Points = tuple[tuple[float, float], ...]
"""(x, y) corners in px of the picture as it came, clockwise."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A remark: its kind for programs, a sentence for people, and the facts behind it."""

    kind: str
    says: str
    detail: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that was read: as it stands there, how sure (0 to 1), where, and what speaks against it."""

    name: str
    value: str
    confidence: float
    box: Points | None = None
    contradicted_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """Something that was found, to be drawn into the picture with its label."""

    label: str
    points: Points


@dataclass(frozen=True, slots=True)
class Reading:
    """What a picture shows: `kind` names it, or is `nothing` or `unusable`; `ok` if nothing is in doubt."""

    kind: str
    ok: bool
    fields: tuple[Field, ...] = ()
    texts: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    outlines: tuple[Outline, ...] = ()


def unusable(reason: str) -> Reading:
    """The reading of a file that cannot be looked at."""
    return Reading("unusable", ok=False, findings=(Finding("unusable-image", reason),))
