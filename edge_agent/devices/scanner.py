"""The document scanner's port: what any scanner is asked and what it answers.

Owns the words only; drivers are beside it. A driver never changes a scan's bytes: what is stored, shown and
signed later is what the scanner gave.
"""

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol

from edge_agent.capture.media_type import MediaType
from edge_agent.devices.peripheral import Peripheral
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
    """The file's own bytes, their type by their own signature, and a name a person knows the file by.

    `mark` is what a scanner that could give the same file twice knows it by; else None.
    """

    content: bytes
    media_type: MediaType
    source: str
    mark: str | None = None


class DocumentScanner(Peripheral, Protocol):
    """A peripheral that turns paper into a file."""

    def scan(self, request: ScanRequest) -> AbstractAsyncContextManager[Scan]:
        """The next document: `async with scanner.scan(request) as scan: …`, and keep it there.

        Nobody else gets the document meanwhile. Whoever keeps it keeps its mark in the same transaction;
        what is not marked when the context ends, a scanner that can do so gives again.

        Raises:
            NothingToScanError: no document came in time; ask the person and try again.
            UnreadableScanError: this document's file is of no use; a further call goes on with the next.
            PeripheralError: anything else that kept the scanner from working.
        """


class Marks(Protocol):
    """Remembers, beyond the life of the program, the marks of what was kept."""

    async def all(self) -> frozenset[str]:
        """Every mark."""
