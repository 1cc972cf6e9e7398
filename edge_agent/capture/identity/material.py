"""What a reviewer is told of a scan that should show an ID card: what was read, and what disagrees.

Owns what is said of a document of another kind than was asked for.
"""

from collections.abc import Mapping
from datetime import date

from edge_agent.capture.identity import card_front
from edge_agent.capture.identity.against import disagreements, what_was_read
from edge_agent.capture.identity.document import read_identity
from edge_agent.capture.identity.lines import LineReader
from edge_agent.capture.image import Image
from edge_agent.capture.reading import Finding, Reading


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
    if reading.kind != card_front.KIND:
        return ()
    on_card = {field.name: field.value[:500] for field in reading.fields}
    return (*disagreements(on_card, application), *what_was_read(on_card, application))
