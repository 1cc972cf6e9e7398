"""Servers in InfluxDB's place that do not do their work."""

from __future__ import annotations

import asyncio

import pytest

from hub.ports.telemetry import TelemetryStoreUnavailableError
from hub.sinks.influx import InfluxTelemetryStore
from tests.hub.sinks.contract import reading


async def test_a_server_that_does_not_answer_is_unavailable_after_the_timeout() -> None:
    async def silence(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    async with await asyncio.start_server(silence, "127.0.0.1", 0) as listener:
        port = listener.sockets[0].getsockname()[1]
        store = InfluxTelemetryStore(f"http://127.0.0.1:{port}", timeout_s=0.05)
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
        store = InfluxTelemetryStore(f"http://127.0.0.1:{port}")
        with pytest.raises(TelemetryStoreUnavailableError, match=status.partition(" ")[0]):
            await store.write([reading()])
        assert store.dropped == 0
        await store.close()
