"""Web Push against a push service on loopback: what goes out, and what each answer means."""

from __future__ import annotations

import asyncio
import stat
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from py_vapid import Vapid02

from hub.ports.push import PushError, PushGoneError
from hub.sinks.web_push import WebPush, push_key

CONTACT = "mailto:ops@bank.example"


@dataclass
class PushService:
    """Answers every call with `status`, and remembers its head."""

    origin: str = ""
    status: int = 201
    heads: list[str] = field(default_factory=list)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.heads.append((await reader.readuntil(b"\r\n\r\n")).decode())
        writer.write(f"HTTP/1.1 {self.status} X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
        await writer.drain()
        writer.close()
        await writer.wait_closed()


@pytest.fixture
async def service() -> AsyncIterator[PushService]:
    service = PushService()
    server = await asyncio.start_server(service.answer, "127.0.0.1", 0)
    async with server:
        service.origin = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        yield service


@pytest.fixture
def push(tmp_path: Path) -> WebPush:
    return WebPush(push_key(tmp_path / "push.key"), CONTACT)


async def test_a_call_is_signed_and_carries_nothing(service: PushService, push: WebPush) -> None:
    await push.call(f"{service.origin}/phone")
    [head] = service.heads
    lines = dict(line.split(": ", 1) for line in head.splitlines()[1:] if line)
    lines = {name.lower(): value for name, value in lines.items()}
    assert head.startswith("POST /phone ")
    assert (lines["content-length"], lines["ttl"], lines["urgency"]) == ("0", "60", "high")
    assert Vapid02.verify(lines["authorization"])
    assert f"k={push.key}" in lines["authorization"]


@pytest.mark.parametrize("status", [404, 410])
async def test_an_address_that_is_no_more_says_so(service: PushService, push: WebPush, status: int) -> None:
    service.status = status
    with pytest.raises(PushGoneError):
        await push.call(f"{service.origin}/phone")


@pytest.mark.parametrize("status", [302, 401, 429, 500])
async def test_any_other_answer_is_a_failure(service: PushService, push: WebPush, status: int) -> None:
    service.status = status
    with pytest.raises(PushError) as raised:
        await push.call(f"{service.origin}/phone")
    assert not isinstance(raised.value, PushGoneError)


async def test_a_service_that_is_not_there_is_a_failure(service: PushService, push: WebPush) -> None:
    gone = await asyncio.start_server(service.answer, "127.0.0.1", 0)
    port = gone.sockets[0].getsockname()[1]
    gone.close()
    await gone.wait_closed()
    with pytest.raises(PushError):
        await push.call(f"http://127.0.0.1:{port}/phone")


def test_the_key_is_made_once_and_for_the_hub_alone(tmp_path: Path) -> None:
    file = tmp_path / "push.key"
    first = WebPush(push_key(file), CONTACT)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert WebPush(push_key(file), CONTACT).key == first.key
