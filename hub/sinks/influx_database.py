"""The conversation with an InfluxDB server: lines written through the v2 API, questions in InfluxQL.

Owns the client, and makes the database with its retention when it is missing: on 1.x by InfluxQL; on 2.x,
where an organisation is named, a bucket through the v2 API. One that is there stays as it is. It must not
know what is in the lines.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final, Literal, ParamSpec, TypeVar

from influxdb_client.client.influxdb_client import InfluxDBClient
from influxdb_client.client.write_api import SYNCHRONOUS
from influxdb_client.rest import ApiException
from urllib3.exceptions import HTTPError

from hub.ports.telemetry import TelemetryStoreUnavailableError

ResultT = TypeVar("ResultT")
WordsP = ParamSpec("WordsP")
Series = dict[str, Any]
"""One of an answer: `columns`, `values` (rows), and `tags` where it was grouped by some."""

NOT_FOUND: Final = 404


class InfluxDatabase:
    """One database or bucket on a server. Its methods block.

    Args:
        url: the server's address.
        database: a database or bucket, or `database/retention-policy`.
        token: 1.8: `name:password`, where it asks for one; 2.x: an API token.
        organisation: 2.x: where a missing bucket is made.
        keep_days: how long a database that is made here keeps what is written.
        timeout_s: the longest that one request may take.
    """

    def __init__(
        self,
        url: str,
        *,
        database: str = "tongban",
        token: str | None = None,
        organisation: str | None = None,
        keep_days: int = 400,
        timeout_s: float = 10.0,
    ) -> None:
        self._database = database
        self._organisation = organisation
        self._keep_days = keep_days
        self._client = InfluxDBClient(
            url=url, token=token or "", org=organisation or "-", timeout=round(timeout_s * 1000)
        )
        self._writer = self._client.write_api(write_options=SYNCHRONOUS)

    def write(self, lines: bytes) -> None:
        """Write lines of line protocol; returns once the server has them.

        Raises:
            ApiException: the server refused.
            HTTPError: it cannot be reached, or is silent.
        """
        try:
            self._writer.write(bucket=self._database, record=lines)
        except ApiException as error:
            if error.status != NOT_FOUND:
                raise
            self._make_database()
            self._writer.write(bucket=self._database, record=lines)

    def ask(self, *statements: str, times: Literal["ms", "ns"] = "ms") -> list[list[Series]]:
        """Ask statements of InfluxQL in one request: the series of each one's answer.

        Raises:
            ApiException: the server refused.
            HTTPError: it cannot be reached, or is silent.
            TelemetryStoreUnavailableError: it could not answer one of them.
        """
        database, _, retention_policy = self._database.partition("/")
        parameters = [("db", database), ("epoch", times), ("q", ";".join(statements))]
        if retention_policy:
            parameters.append(("rp", retention_policy))
        try:
            answers = self._call("GET", parameters)["results"]
        except ApiException as error:
            if error.status != NOT_FOUND:
                raise
            return [[] for _ in statements]
        return [_series_of(answer) for answer in answers]

    def close(self) -> None:
        """Close the connections."""
        close: Callable[[], None] = self._client.close
        close()

    def _make_database(self) -> None:
        if self._organisation is not None:
            keep_s = round(timedelta(days=self._keep_days).total_seconds())
            rules = {"type": "expire", "everySeconds": keep_s}
            self._client.buckets_api().create_bucket(
                bucket_name=self._database, org=self._organisation, retention_rules=rules
            )
            return
        database, _, retention_policy = self._database.partition("/")
        name, keep = quoted(database), f"DURATION {self._keep_days}d"
        if not retention_policy:
            self._call("POST", [("q", f"CREATE DATABASE {name} WITH {keep}")])
            return
        policy = quoted(retention_policy)
        self._call("POST", [("q", f"CREATE DATABASE {name} WITH {keep} NAME {policy}")])
        self._call("POST", [("q", f"CREATE RETENTION POLICY {policy} ON {name} {keep} REPLICATION 1")])

    def _call(self, method: str, parameters: list[tuple[str, str]]) -> Any:
        call_api: Callable[..., Any] = self._client.api_client.call_api
        return call_api(
            "/query", method, query_params=parameters, response_type="object", _return_http_data_only=True
        )


def quoted(name: str) -> str:
    """A name in InfluxQL."""
    return '"' + name.replace("\\", r"\\").replace('"', r"\"") + '"'


def text(value: str) -> str:
    """A string in InfluxQL."""
    return "'" + value.replace("\\", r"\\").replace("'", r"\'").replace("\n", r"\n") + "'"


async def in_thread(
    work: Callable[WordsP, ResultT], *args: WordsP.args, **kwargs: WordsP.kwargs
) -> ResultT:
    """Let a thread do what blocks.

    Raises:
        TelemetryStoreUnavailableError: the server refuses, or cannot be reached.
    """
    try:
        return await asyncio.to_thread(work, *args, **kwargs)
    except ApiException as error:
        msg = f"InfluxDB answered {error.status} {error.reason}: {str(error.body or '').strip()[:500]}"
        raise TelemetryStoreUnavailableError(msg) from error
    except HTTPError as error:
        msg = f"InfluxDB cannot be reached: {error}"
        raise TelemetryStoreUnavailableError(msg) from error


def _series_of(answer: dict[str, Any]) -> list[Series]:
    match answer.get("error"):
        case None:
            return list(answer.get("series", []))
        case str(reason) if reason.startswith("database not found"):
            return []  # nothing was written yet
        case reason:
            raise TelemetryStoreUnavailableError(reason)
