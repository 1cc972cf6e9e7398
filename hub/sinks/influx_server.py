"""One InfluxDB server: lines go in through the v2 API, answers to InfluxQL come back.

Owns the conversation, with 1.8 and with 2.x (where a bucket of the database's name must exist, and gets its
InfluxQL mapping by itself), and what its errors mean. It must not know what is written.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final, TypeVar

from influxdb_client.client.influxdb_client import InfluxDBClient
from influxdb_client.client.write_api import SYNCHRONOUS
from influxdb_client.rest import ApiException
from urllib3.exceptions import HTTPError

from hub.ports.telemetry import TelemetryStoreUnavailableError

ResultT = TypeVar("ResultT")

BAD_LINES: Final = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY})
"""Answers that blame some of the lines, and have stored the others: 1.8 says 400, 2.x also 422."""


class InfluxServer:
    """A database on a server; the database is made when missing (on 1.x).

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
        self.url = url
        self.database = database
        self._client = InfluxDBClient(
            url=url, token=token or "", org=organisation or "-", timeout=round(timeout_s * 1000)
        )
        self._writer = self._client.write_api(write_options=SYNCHRONOUS)

    async def write(self, lines: bytes) -> str | None:
        """Store lines of line protocol; what the server would not have of them is said, the rest is stored.

        Raises:
            TelemetryStoreUnavailableError: some or all are not stored; write all of them again.
        """
        return await _in_thread(lambda: self._write(lines))

    async def ask(self, statement: str) -> list[dict[str, Any]]:
        """The series that answer an InfluxQL statement, times in nanoseconds; none of a missing database.

        Raises:
            TelemetryStoreUnavailableError: the server cannot be reached, or will not answer.
        """
        return await _in_thread(lambda: self._ask(statement))

    async def close(self) -> None:
        """Close the connections."""
        await asyncio.to_thread(self._client.close)

    def _write(self, lines: bytes) -> str | None:
        try:
            self._send(lines)
        except ApiException as error:
            if error.status not in BAD_LINES:
                raise
            return str(error.body).strip()
        return None

    def _send(self, lines: bytes) -> None:
        try:
            self._writer.write(bucket=self.database, record=lines)
        except ApiException as error:
            if error.status != HTTPStatus.NOT_FOUND:
                raise
            self._create_database()
            self._writer.write(bucket=self.database, record=lines)

    def _create_database(self) -> None:
        name = self.database.partition("/")[0].replace("\\", r"\\").replace('"', r"\"")
        self._call("POST", [("q", f'CREATE DATABASE "{name}"')])

    def _ask(self, statement: str) -> list[dict[str, Any]]:
        database, _, retention_policy = self.database.partition("/")
        parameters = [("db", database), ("epoch", "ns"), ("q", statement)]
        if retention_policy:
            parameters.append(("rp", retention_policy))
        try:
            result: dict[str, Any] = self._call("GET", parameters)["results"][0]
        except ApiException as error:
            if error.status != HTTPStatus.NOT_FOUND:
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
