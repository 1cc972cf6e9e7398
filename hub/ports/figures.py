"""Where casework's numbers are kept: beside telemetry, and with how far the journal was read for them.

Owns the port; the adapters are in `hub/sinks`. Errors are those of telemetry's port.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from hub.domain.figures import Figure, Tallied
from hub.domain.words import EpochMs


class FigureStore(Protocol):
    """A store of figures. The same figure written twice is there once."""

    async def write(self, figures: Sequence[Figure]) -> None:
        """Store the figures; returns only when they would survive a power cut.

        Raises:
            TelemetryStoreUnavailableError: some or all are not stored; write all of them again.
        """
        ...

    async def read_until(self) -> EpochMs | None:
        """Up to when closed cases were read from the journal, as was last set; None at the start.

        Raises:
            TelemetryStoreUnavailableError: the store cannot be read now.
        """
        ...

    async def set_read_until(self, at: EpochMs) -> None:
        """Keep how far the journal was read. Times go forward.

        Raises:
            TelemetryStoreUnavailableError: it is not kept.
        """
        ...

    async def tallied(self, since: EpochMs, until: EpochMs, part_ms: int) -> list[Tallied]:
        """What happened from `since` on and before `until`, by branch, procedure and stretch of time.

        Stretches are `part_ms` long and begin at multiples of it; those in which nothing happened are left
        out. In order of branch, procedure and time.

        Raises:
            TelemetryStoreUnavailableError: the store cannot be read now.
        """
        ...

    async def close(self) -> None:
        """Let go of the store; nothing may be asked of it afterwards."""
        ...
