"""Where readings are kept.

Owns the port and the one error a caller may act upon; the adapters are in `hub/sinks`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from device_profiles.contract.ids import BranchAddress, DeviceAddress
from hub.domain.history import Boot, Bucket, Mean, Span
from hub.domain.readings import Reading


class TelemetryStoreUnavailableError(Exception):
    """The store cannot be reached or cannot write now; the same call may be made again."""


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
