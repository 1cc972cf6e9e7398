"""Telemetry in InfluxDB: written in line protocol through the v2 API, read in InfluxQL.

Owns what becomes of readings that the server will not have. It works with 1.8 and 2.x, and by their
documentation with 3 Core. The queue and the retries are the caller's: the client's own batching mode loses
points in an outage, and is never used.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

import structlog
from influxdb_client.rest import ApiException

from device_profiles.contract.ids import BranchAddress, DeviceAddress
from hub.domain.history import Boot, Bucket, Mean, Span, must_be_whole
from hub.domain.readings import Reading
from hub.sinks import line_protocol
from hub.sinks.influx_database import InfluxDatabase, in_thread
from hub.sinks.influx_history import boots_of, buckets_of, means_of

logger: structlog.typing.FilteringBoundLogger = structlog.get_logger()

BAD_LINES: Final = frozenset({400, 413, 422})
"""Answers that blame what was sent: 1.8 says 400, 2.x also 422; 413 is a batch that is too large."""


@dataclass(frozen=True, slots=True)
class _Refused:
    reading: Reading
    reason: str


@dataclass(frozen=True, slots=True)
class _Line:
    reading: Reading
    line: bytes


class InfluxTelemetryStore:
    """Readings in an InfluxDB database, which is made when missing."""

    def __init__(self, database: InfluxDatabase) -> None:
        self._database = database
        self._dropped = 0

    @property
    def dropped(self) -> int:
        """How many readings the server or its line protocol would not have, since the start."""
        return self._dropped

    async def write(self, readings: Sequence[Reading]) -> None:
        """Store the readings; one the server will not have is logged, counted and left out."""
        for refused in await in_thread(self._write, readings):
            self._dropped += 1
            logger.error(
                "reading dropped",
                region=refused.reading.region,
                branch=refused.reading.branch,
                device=refused.reading.device,
                boot=refused.reading.boot,
                number=refused.reading.number,
                reason=refused.reason,
            )

    async def last(self) -> list[Reading]:
        """The latest reading of each device."""
        [series] = await in_thread(self._database.ask, line_protocol.SELECT_LAST, times="ns")
        latest = [
            line_protocol.reading(one["tags"], one["columns"], row)
            for one in series
            for row in one["values"]
        ]
        return sorted(latest, key=lambda reading: (reading.region, reading.branch, reading.device))

    async def count(self) -> int:
        """How many readings are stored."""
        [series] = await in_thread(self._database.ask, line_protocol.SELECT_COUNT)
        return sum(int(row[one["columns"].index("count")]) for one in series for row in one["values"])

    async def history(
        self, device: DeviceAddress, span: Span, bucket_ms: int, metrics: Collection[str]
    ) -> list[Bucket]:
        """What a device told in a span."""
        must_be_whole(span, bucket_ms)
        return await in_thread(buckets_of, self._database, device, span, bucket_ms, sorted(set(metrics)))

    async def means(
        self, branch: BranchAddress, span: Span, bucket_ms: int, metric: str
    ) -> dict[str, list[Mean]]:
        """One metric of all devices of a branch."""
        must_be_whole(span, bucket_ms)
        return await in_thread(means_of, self._database, branch, span, bucket_ms, metric)

    async def boots(self, device: DeviceAddress, span: Span) -> list[Boot]:
        """The boots of a span."""
        return await in_thread(boots_of, self._database, device, span)

    async def close(self) -> None:
        """Close the connections."""
        await in_thread(self._database.close)

    def _write(self, readings: Sequence[Reading]) -> list[_Refused]:
        lines: list[_Line] = []
        refused: list[_Refused] = []
        for reading in readings:
            try:
                lines.append(_Line(reading, line_protocol.line(reading)))
            except ValueError as error:
                refused.append(_Refused(reading, str(error)))
        return refused + self._post(lines)

    def _post(self, lines: Sequence[_Line]) -> list[_Refused]:
        """Write the lines, halving a batch that the server blames until the bad line stands alone."""
        if not lines:
            return []
        try:
            self._database.write(b"\n".join(one.line for one in lines))
        except ApiException as error:
            if error.status not in BAD_LINES:
                raise
            if len(lines) == 1:
                return [_Refused(lines[0].reading, str(error.body).strip())]
            middle = len(lines) // 2
            return self._post(lines[:middle]) + self._post(lines[middle:])
        return []
