"""What came of looking at a scan. A module of its own: whoever only hands it on needs no image library."""

from dataclasses import dataclass

from edge_agent.capture.reading import Finding


@dataclass(frozen=True, slots=True)
class Examination:
    """The page laid flat as a JPEG file, when one was found, and the findings."""

    page_jpeg: bytes | None
    findings: tuple[Finding, ...]
