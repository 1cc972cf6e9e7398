"""What each kind of document makes of the rows: fields with their places, and remarks."""

from dataclasses import dataclass
from typing import Final

from edge_agent.capture.identity.lines import Line, bounds_px, sureness, text_of
from edge_agent.capture.identity.views import View
from edge_agent.capture.reading import Field, Finding

DOUBTFUL_BELOW: Final = 0.9
"""A field that was read less surely than this is for a person to look at."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom, as shares of a document's width and height."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A document as its rows tell it.

    `texts` are the rows as they were read, `doubts` the findings for which a person must look; `portrait`
    is where this kind of document has its photograph, if it has one.
    """

    kind: str
    fields: tuple[Field, ...]
    texts: tuple[str, ...]
    findings: tuple[Finding, ...] = ()
    doubts: tuple[Finding, ...] = ()
    portrait: Box | None = None


def field_of(name: str, letters: Line, view: View, contradicted_by: tuple[str, ...] = ()) -> Field:
    """Return the field that these letters are, with its box in px of the picture."""
    left, top, right, bottom = bounds_px(letters)
    box = view.in_picture(((left, top), (right, top), (right, bottom), (left, bottom)))
    return Field(name, text_of(letters), round(sureness(letters), 3), box, contradicted_by)


def missing(name: str) -> Finding:
    """The doubt about a field that was not made out."""
    says = f"The {name.replace('-', ' ')} was not made out: look yourself."
    return Finding("field-missing", says, {"field": name})


def unsure_of(fields: tuple[Field, ...]) -> tuple[Finding, ...]:
    """The doubts about fields that were read, but not surely."""
    return tuple(
        Finding(
            "field-doubtful",
            f"The {field.name.replace('-', ' ')} was not read surely: look yourself.",
            {"field": field.name, "read": field.value[:500], "confidence": f"{field.confidence:.2f}"},
        )
        for field in fields
        if field.confidence < DOUBTFUL_BELOW
    )


def disagreements(fields: tuple[Field, ...]) -> tuple[Finding, ...]:
    """The doubts about fields that something speaks against."""
    return tuple(
        Finding(
            "fields-disagree",
            f"{field.name.replace('-', ' ').capitalize()}: {field.contradicted_by[0]} Look yourself.",
            {"field": field.name, "read": field.value[:500]},
        )
        for field in fields
        if field.contradicted_by
    )
