"""Servers in InfluxDB's place that do not do their work."""

from __future__ import annotations

import asyncio
import json
import re

import pytest

from hub.ports.telemetry import TelemetryStoreUnavailableError
from hub.sinks.influx import InfluxTelemetryStore
from hub.sinks.influx_database import InfluxDatabase
from tests.hub.sinks.contract import reading


async def test_a_server_that_does_not_answer_is_unavailable_after_the_timeout() -> None:
    async def silence(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    async with await asyncio.start_server(silence, "127.0.0.1", 0) as listener:
        port = listener.sockets[0].getsockname()[1]
        store = InfluxTelemetryStore(InfluxDatabase(f"http://127.0.0.1:{port}", timeout_s=0.05))
        with pytest.raises(TelemetryStoreUnavailableError, match="timed out"):
            await store.write([reading()])
        await store.close()


@pytest.mark.parametrize("status", ["503 Service Unavailable", "401 Unauthorized", "429 Too Many Requests"])
async def test_a_server_that_refuses_for_now_is_unavailable(status: str) -> None:
    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(f"HTTP/1.1 {status}\r\nContent-Length: 4\r\nConnection: close\r\n\r\nbusy".encode())
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(refuse, "127.0.0.1", 0) as listener:
        port = listener.sockets[0].getsockname()[1]
        store = InfluxTelemetryStore(InfluxDatabase(f"http://127.0.0.1:{port}"))
        with pytest.raises(TelemetryStoreUnavailableError, match=status.partition(" ")[0]):
            await store.write([reading()])
        assert store.dropped == 0
        await store.close()


async def test_on_a_server_of_two_a_bucket_that_is_missing_is_made_in_its_organisation() -> None:
    """As the documentation of InfluxDB 2.x has it: no such server can be built here."""
    buckets: list[dict[str, object]] = []
    written: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        length = re.search(r"(?i)content-length: (\d+)", head)
        body = await reader.readexactly(int(length[1]) if length else 0)
        status, answer = "204 No Content", ""
        match head.split(" ", 2)[:2]:
            case ["POST", path] if path.startswith("/api/v2/write"):
                if buckets:
                    written.append(body)
                else:
                    status, answer = "404 Not Found", '{"code": "not found", "message": "bucket not found"}'
            case ["GET", path] if path.startswith("/api/v2/orgs?"):
                status, answer = "200 OK", '{"orgs": [{"id": "0123456789abcdef", "name": "bank"}]}'
            case ["POST", "/api/v2/buckets"]:
                buckets.append(json.loads(body))
                status, answer = "201 Created", body.decode()
            case other:
                pytest.fail(f"not asked for: {other}")
        assert "Authorization: Token secret" in head
        writer.write(
            f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(answer)}\r\n"
            f"Connection: close\r\n\r\n{answer}".encode()
        )
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as listener:
        port = listener.sockets[0].getsockname()[1]
        store = InfluxTelemetryStore(
            InfluxDatabase(f"http://127.0.0.1:{port}", token="secret", organisation="bank", keep_days=400)
        )
        await store.write([reading()])
        await store.close()
    assert len(written) == 1
    assert [(one["name"], one["orgID"]) for one in buckets] == [("tongban", "0123456789abcdef")]
    assert buckets[0]["retentionRules"] == [{"type": "expire", "everySeconds": 400 * 86_400}]
