"""Telemetry in InfluxDB: written in line protocol through the v2 API, read in InfluxQL.

Owns the conversation with the server. Both ways work with 1.8 and with 2.x, where a bucket of the
database's name must exist and gets its InfluxQL mapping by itself. The queue and the retries are the
caller's: the client's own batching mode loses points in an outage, and is never used.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import structlog
from influxdb_client.client.influxdb_client import InfluxDBClient
from influxdb_client.client.write_api import SYNCHRONOUS
from influxdb_client.rest import ApiException
from urllib3.exceptions import HTTPError

from hub.domain.readings import Reading
from hub.ports.telemetry import TelemetryStoreUnavailableError
from hub.sinks import line_protocol

logger: structlog.typing.FilteringBoundLogger = structlog.get_logger()

ResultT = TypeVar("ResultT")

NOT_FOUND: Final = 404
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
    """Readings in an InfluxDB database, which is made when missing (on 1.x).

    Args:
        url: the server's address.
        token: 1.8: `name:password`, where it asks for one; 2.x: an API token.
        organisation: 2.x only.
        database: a database or bucket, or `database/retention-policy`.
        timeout_s: the longest that one request may take.
    """

    def __init__(
        self,
        url: str,
        *,
        token: str | None = None,
        organisation: str | None = None,
        database: str = "tongban",
        timeout_s: float = 10.0,
    ) -> None:
        self._database = database
        self._client = InfluxDBClient(
            url=url, token=token or "", org=organisation or "-", timeout=round(timeout_s * 1000)
        )
        self._writer = self._client.write_api(write_options=SYNCHRONOUS)
        self._dropped = 0

    @property
    def dropped(self) -> int:
        """How many readings the server or its line protocol would not have, since the start."""
        return self._dropped

    async def write(self, readings: Sequence[Reading]) -> None:
        """Store the readings; one the server will not have is logged, counted and left out."""
        for refused in await _in_thread(lambda: self._write(readings)):
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
        series = await _in_thread(lambda: self._query(line_protocol.SELECT_LAST))
        latest = [
            line_protocol.reading(one["tags"], one["columns"], row)
            for one in series
            for row in one["values"]
        ]
        return sorted(latest, key=lambda reading: (reading.region, reading.branch, reading.device))

    async def count(self) -> int:
        """How many readings are stored."""
        series = await _in_thread(lambda: self._query(line_protocol.SELECT_COUNT))
        return sum(int(row[one["columns"].index("count")]) for one in series for row in one["values"])

    async def close(self) -> None:
        """Close the connections."""
        await asyncio.to_thread(self._client.close)

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
            self._send(b"\n".join(one.line for one in lines))
        except ApiException as error:
            if error.status not in BAD_LINES:
                raise
            if len(lines) == 1:
                return [_Refused(lines[0].reading, str(error.body).strip())]
            middle = len(lines) // 2
            return self._post(lines[:middle]) + self._post(lines[middle:])
        return []

    def _send(self, body: bytes) -> None:
        try:
            self._writer.write(bucket=self._database, record=body)
        except ApiException as error:
            if error.status != NOT_FOUND:
                raise
            self._create_database()
            self._writer.write(bucket=self._database, record=body)

    def _create_database(self) -> None:
        name = self._database.partition("/")[0].replace("\\", r"\\").replace('"', r"\"")
        self._call("POST", [("q", f'CREATE DATABASE "{name}"')])

    def _query(self, statement: str) -> list[dict[str, Any]]:
        database, _, retention_policy = self._database.partition("/")
        parameters = [("db", database), ("epoch", "ns"), ("q", statement)]
        if retention_policy:
            parameters.append(("rp", retention_policy))
        try:
            result: dict[str, Any] = self._call("GET", parameters)["results"][0]
        except ApiException as error:
            if error.status != NOT_FOUND:
                raise
            return []
        match result.get("error"):
            case None:
                return list(result.get("series", []))
            case str(reason) if reason.startswith("database not found"):
                return []  # nothing was written yet
            case reason:
                raise TelemetryStoreUnavailableError(reason)

    def _call(self, method: str, parameters: list[tuple[str, str]]) -> Any:
        call_api: Callable[..., Any] = self._client.api_client.call_api
        return call_api(
            "/query", method, query_params=parameters, response_type="object", _return_http_data_only=True
        )


async def _in_thread(work: Callable[[], ResultT]) -> ResultT:
    try:
        return await asyncio.to_thread(work)
    except ApiException as error:
        msg = f"InfluxDB answered {error.status} {error.reason}: {str(error.body or '').strip()[:500]}"
        raise TelemetryStoreUnavailableError(msg) from error
    except HTTPError as error:
        msg = f"InfluxDB cannot be reached: {error}"
        raise TelemetryStoreUnavailableError(msg) from error
