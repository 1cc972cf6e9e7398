"""Where readings are kept, and where they wait while that is down.

Owns the two ports and the errors a caller may act upon; the adapters are in `hub/sinks`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from device_profiles.contract.ids import BranchAddress, DeviceAddress
from hub.domain.history import Boot, Bucket, Mean, Span
from hub.domain.readings import Reading


class TelemetryStoreUnavailableError(Exception):
    """The store cannot be reached or cannot write now; the same call may be made again."""


class SpoolFullError(Exception):
    """The spool takes no more now: its bound is reached, or its disk is full."""


@dataclass(frozen=True, slots=True)
class SpoolSize:
    """How much waits in a spool."""

    readings: int
    size_bytes: int


class Spool(Protocol):
    """Where readings wait for a store that is down, in the order in which they came."""

    @property
    def size(self) -> SpoolSize:
        """How much waits."""
        ...

    async def append(self, readings: Sequence[Reading]) -> None:
        """Add these; returns only when they would survive a power cut.

        Raises:
            SpoolFullError: none of them was added.
        """
        ...

    async def oldest(self, most: int) -> list[Reading]:
        """The oldest ones, at most so many; they stay until `forget`. None when nothing waits."""
        ...

    async def forget(self) -> None:
        """Forget what `oldest` last gave: the store has it."""
        ...

    async def close(self) -> None:
        """Let go of the spool; what waits stays."""
        ...


class TelemetryStore(Protocol):
    """A store of readings. The same reading written twice is there once."""

    async def write(self, readings: Sequence[Reading]) -> None:
        """Store the readings; returns only when they would survive a power cut.

        Raises:
            TelemetryStoreUnavailableError: some or all are not stored; write all of them again.
        """
        ...

    async def last(self) -> list[Reading]:
        """The reading of each device that was measured latest, ordered by region, branch, device.

        Raises:
            TelemetryStoreUnavailableError: the store cannot be read now.
        """
        ...

    async def count(self) -> int:
        """How many readings are stored.

        Raises:
            TelemetryStoreUnavailableError: the store cannot be read now.
        """
        ...

    async def history(
        self, device: DeviceAddress, span: Span, bucket_ms: int, metrics: Collection[str]
    ) -> list[Bucket]:
        """What a device told in a span, in buckets; one without a reading is left out.

        The span is made of whole buckets, which are counted from 1970. Right whatever came late.

        Raises:
            TelemetryStoreUnavailableError: the store cannot be read now.
        """
        ...

    async def means(
        self, branch: BranchAddress, span: Span, bucket_ms: int, metric: str
    ) -> Mapping[str, list[Mean]]:
        """One metric of all devices of a branch, by the device's own name, in the same buckets.

        Raises:
            TelemetryStoreUnavailableError: the store cannot be read now.
        """
        ...

    async def boots(self, device: DeviceAddress, span: Span) -> list[Boot]:
        """The boots of which a reading was measured in a span, each since its very first one, in order.

        Raises:
            TelemetryStoreUnavailableError: the store cannot be read now.
        """
        ...

    async def close(self) -> None:
        """Let go of the store; nothing may be asked of it afterwards."""
        ...
