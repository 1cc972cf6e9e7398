"""What a reviewer is told of a scan that should show an ID card: what was read, and what disagrees.

Owns what of the application stands on an ID card.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final

from edge_agent.capture.identity import card_front
from edge_agent.capture.identity.document import read_identity
from edge_agent.capture.identity.lines import LineReader
from edge_agent.capture.image import Image
from edge_agent.capture.reading import Finding, Reading

# The card's field, the application's, and the sentence when they differ.
_SAME: Final = (
    ("number", "id-number", "The number on the card is not the one in the application: look yourself."),
    ("name", "customer-name", "The name on the card is not the one in the application: look yourself."),
)


def identity_findings(
    picture: Image, material: str, application: Mapping[str, str], reader: LineReader, today: date
) -> tuple[Finding, ...]:
    """Return the findings on a scan, (H, W, 3) uint8 BGR, that should show the material; blocks."""
    reading = read_identity(picture, reader, today).reading
    return (*_about_kind(reading, material), *reading.findings, *_against(application, reading))


def _about_kind(reading: Reading, material: str) -> tuple[Finding, ...]:
    if reading.kind in {material, "nothing"}:
        return ()
    says = f"This is another document ({reading.kind}) than was asked for: look yourself."
    return (Finding("other-document", says, {"found": reading.kind, "asked-for": material}),)


def _against(application: Mapping[str, str], reading: Reading) -> tuple[Finding, ...]:
    on_card = (
        {field.name: field.value for field in reading.fields} if reading.kind == card_front.KIND else {}
    )
    return tuple(
        Finding(
            "fields-disagree",
            says,
            {"field": name, "read": on_card[name][:500], "application": application[asked]},
        )
        for name, asked, says in _SAME
        if name in on_card and application.get(asked, on_card[name]) != on_card[name]
    )
