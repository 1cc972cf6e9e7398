"""The printer's port: what any printer is given and what it tells of it.

Owns the words only; drivers are beside it. Documents are PDF files; who made them is not its concern.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Literal, Protocol

from edge_agent.devices.peripheral import Peripheral

Phase = Literal["queued", "printing", "held_up", "printed"]
"""held_up: the printer wants something, such as paper, and goes on when it has it."""


@dataclass(frozen=True, slots=True)
class Document:
    """A whole PDF file, and the name under which the printer lists it."""

    title: str
    pdf: bytes


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a document has come, and in one sentence what the person beside the printer should know."""

    phase: Phase
    says: str


class Printer(Peripheral, Protocol):
    """A peripheral that turns a file into paper."""

    @property
    def paper_left_percent(self) -> float | None:
        """Of what its trays hold when full, as it said when last looked at; None if it does not say."""

    def print(self, document: Document) -> AsyncGenerator[Progress, None]:
        """Print it: each change of its progress, the last `printed`. Closed before that, it is taken back.

        Raises:
            OutOfPaperError, PaperJamError, CoverOpenError: nobody helped in time; it was taken back.
            PeripheralSlowError: it took longer than the time allowed; it was taken back.
            PeripheralGoneError: the printer cannot be reached, or went away meanwhile.
            PeripheralFailedError: it was not printed, for the reason told.
        """
