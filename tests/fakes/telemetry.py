"""A telemetry store and a spool in memory, which can be made unavailable."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Iterator, Sequence

from device_profiles.contract.ids import BranchAddress, DeviceAddress
from hub.domain.history import (
    Boot,
    Bucket,
    Mean,
    Numbered,
    Part,
    Span,
    Sums,
    missed_by_bucket,
    must_be_whole,
    put_together,
    start_of,
)
from hub.domain.readings import Reading
from hub.ports.telemetry import SpoolFullError, SpoolSize, TelemetryStoreUnavailableError


class MemoryTelemetryStore:
    """Keeps readings in a dictionary. `available = False` makes every call fail, and while `answering` is
    not set, no write returns.
    """

    def __init__(self) -> None:
        self.available = True
        self.answering = asyncio.Event()
        self.answering.set()
        self._more = asyncio.Event()
        self.written: list[Reading] = []
        self._refusals = 0
        self._refused = asyncio.Event()
        self.batch_sizes: list[int] = []
        self._readings: dict[tuple[str, str, str, int, str, int], Reading] = {}

    async def write(self, readings: Sequence[Reading]) -> None:
        self._must_be_available()
        await self.answering.wait()
        self.batch_sizes.append(len(readings))
        self.written += readings
        self._more.set()
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

    async def history(
        self, device: DeviceAddress, span: Span, bucket_ms: int, metrics: Collection[str]
    ) -> list[Bucket]:
        self._must_be_available()
        must_be_whole(span, bucket_ms)
        mine = [reading for reading in self._readings.values() if reading.address == str(device)]
        numbers = [Numbered(one.boot, one.number, one.measured_at_ms) for one in mine]
        return put_together(_parts(mine, span, bucket_ms, metrics), missed_by_bucket(numbers, bucket_ms))

    async def means(
        self, branch: BranchAddress, span: Span, bucket_ms: int, metric: str
    ) -> dict[str, list[Mean]]:
        self._must_be_available()
        must_be_whole(span, bucket_ms)
        found = {}
        for address in sorted({one.address for one in self._readings.values()}):
            mine = [reading for reading in self._readings.values() if reading.address == address]
            buckets = put_together(_parts(mine, span, bucket_ms, [metric]), {})
            means = [Mean(one.start_ms, one.metrics[metric].mean) for one in buckets if one.metrics]
            if mine[0].region == branch.region and mine[0].branch == branch.branch and means:
                found[mine[0].device] = means
        return found

    async def boots(self, device: DeviceAddress, span: Span) -> list[Boot]:
        self._must_be_available()
        mine = [reading for reading in self._readings.values() if reading.address == str(device)]
        since = {
            boot: min(one.measured_at_ms for one in mine if one.boot == boot)
            for boot in {one.boot for one in mine if _is_in(one, span)}
        }
        return [Boot(boot, since[boot]) for boot in sorted(since, key=lambda boot: (since[boot], boot))]

    async def until_refused(self, times: int) -> None:
        """Wait until so many calls have failed since the start."""
        async with asyncio.timeout(10):
            while self._refusals < times:
                self._refused.clear()
                await self._refused.wait()

    async def until_stored(self, readings: int) -> None:
        """Wait until so many were written."""
        async with asyncio.timeout(10):
            while len(self._readings) < readings:
                self._more.clear()
                await self._more.wait()

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


class MemorySpool:
    """Keeps readings in a list, at most so many."""

    def __init__(self, most: int = 10_000) -> None:
        self.most = most
        self.readings: list[Reading] = []
        self._given = 0
        self._appended = asyncio.Event()
        self._forgotten = asyncio.Event()

    @property
    def size(self) -> SpoolSize:
        return SpoolSize(len(self.readings), 100 * len(self.readings))

    async def append(self, readings: Sequence[Reading]) -> None:
        self._appended.set()
        if len(self.readings) + len(readings) > self.most:
            msg = "the spool is full"
            raise SpoolFullError(msg)
        self.readings += readings

    async def oldest(self, most: int) -> list[Reading]:
        self._given = min(most, len(self.readings))
        return self.readings[:most]

    async def forget(self) -> None:
        del self.readings[: self._given]
        self._forgotten.set()

    async def until_empty(self) -> None:
        """Wait until nothing waits here."""
        async with asyncio.timeout(10):
            while self.readings:
                self._forgotten.clear()
                await self._forgotten.wait()

    async def close(self) -> None:
        return

    async def until_asked(self) -> None:
        """Wait until something more was to be added."""
        async with asyncio.timeout(10):
            self._appended.clear()
            await self._appended.wait()


def _is_in(reading: Reading, span: Span) -> bool:
    return span.from_ms <= reading.measured_at_ms < span.until_ms


def _parts(
    readings: Iterable[Reading], span: Span, bucket_ms: int, metrics: Collection[str]
) -> Iterator[Part]:
    for reading in readings:
        if _is_in(reading, span):
            values = {name: value for name, value in reading.metrics.items() if name in metrics}
            sums = {name: Sums(1, value, value, value) for name, value in values.items()}
            yield Part(start_of(reading.measured_at_ms, bucket_ms), 1, sums)
