"""The document scanner's port: what any scanner is asked and what it answers.

Owns the words only; drivers are beside it. A driver never changes a scan's bytes: what is stored, shown and
signed later is what the scanner gave.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from edge_agent.capture.media_type import MediaType
from edge_agent.forms.content import FormContent


@dataclass(frozen=True, slots=True)
class ScanRequest:
    """What the person was asked to lay on the glass. A real scanner ignores it, the simulated draws it.

    `form` is what we printed for them to sign, where the material is a form of ours.
    """

    material: str
    case: str
    procedure: str
    application: Mapping[str, str]
    form: FormContent | None = None


@dataclass(frozen=True, slots=True)
class Scan:
    """The file's own bytes, their type by their own signature, and a name a person knows the file by."""

    content: bytes
    media_type: MediaType
    source: str


class DocumentScanner(Protocol):
    """A peripheral that turns paper into a file."""

    name: str

    async def scan(self, request: ScanRequest) -> Scan:
        """Return the next document.

        Raises:
            NothingToScanError: no document came in time; ask the person and try again.
            UnreadableScanError: this document's file is of no use; a further call goes on with the next.
            PeripheralError: anything else that kept the scanner from working.
        """
