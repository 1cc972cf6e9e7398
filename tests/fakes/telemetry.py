"""A telemetry store in memory, which can be made unavailable."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from hub.domain.readings import Reading
from hub.ports.telemetry import TelemetryStoreUnavailableError


class MemoryTelemetryStore:
    """Keeps readings in a dictionary. `available = False` makes every call fail."""

    def __init__(self) -> None:
        self.available = True
        self._refusals = 0
        self._refused = asyncio.Event()
        self.batch_sizes: list[int] = []
        self._readings: dict[tuple[str, str, str, int, str, int], Reading] = {}

    async def write(self, readings: Sequence[Reading]) -> None:
        self._must_be_available()
        self.batch_sizes.append(len(readings))
        for reading in readings:
            self._readings[_identity(reading)] = reading

    async def last(self) -> list[Reading]:
        self._must_be_available()
        ascending = sorted(self._readings.values(), key=lambda reading: reading.measured_at_ms)
        latest = {(reading.region, reading.branch, reading.device): reading for reading in ascending}
        return [reading for _, reading in sorted(latest.items(), key=lambda item: item[0])]

    async def count(self) -> int:
        self._must_be_available()
        return len(self._readings)

    async def until_refused(self, times: int) -> None:
        """Wait until so many calls have failed since the start."""
        async with asyncio.timeout(10):
            while self._refusals < times:
                self._refused.clear()
                await self._refused.wait()

    async def close(self) -> None:
        self.available = False

    def _must_be_available(self) -> None:
        if not self.available:
            self._refusals += 1
            self._refused.set()
            msg = "the store is down"
            raise TelemetryStoreUnavailableError(msg)


def _identity(reading: Reading) -> tuple[str, str, str, int, str, int]:
    return (
        reading.region,
        reading.branch,
        reading.device,
        reading.measured_at_ms,
        reading.boot,
        reading.number,
    )
