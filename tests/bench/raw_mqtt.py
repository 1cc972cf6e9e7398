"""The peers of `route` and `relay`: bare aiomqtt through the same broker, nothing else.

`python -m tests.bench.raw_mqtt answer|receive FOLDER` is the far side, a process of its own as the hub and
counter B are. It reads the broker's address from standard input and writes `ready` once it listens.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import socket
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Final

import aiomqtt

from device_profiles.contract.chunks import CHUNK_BYTES
from device_profiles.delivery.client import BrokerAddress
from tests.bench.bank import BankError, program

QUESTION: Final = "bench/question"
ANSWER: Final = "bench/answer"
PIECE: Final = "bench/piece"
APPENDED_BYTES: Final = 4096
PATIENCE_S: Final = 30.0


class Near:
    """The near side: asks, or sends."""

    def __init__(self, client: aiomqtt.Client) -> None:
        self._client = client

    async def ask_ms(self) -> float:
        """One question and its answer, which comes after one fdatasync; milliseconds."""
        started = time.perf_counter_ns()
        await self._client.publish(QUESTION, b"q" * 600, qos=1)
        await self._next()
        return (time.perf_counter_ns() - started) / 1e6

    async def send_ms(self, content: bytes) -> float:
        """The content in pieces, until the far side has verified its digest; milliseconds."""
        opening = json.dumps({"size": len(content), "sha256": hashlib.sha256(content).hexdigest()})
        await self._client.publish(QUESTION, opening, qos=1)
        started = time.monotonic_ns()
        for offset in range(0, len(content), CHUNK_BYTES):
            await self._client.publish(PIECE, content[offset : offset + CHUNK_BYTES], qos=1)
        verified_at = json.loads(await self._next())["verified_at_ns"]
        return float(verified_at - started) / 1e6  # one machine: CLOCK_MONOTONIC is the same for both

    async def _next(self) -> bytes:
        async with asyncio.timeout(PATIENCE_S):
            message = await anext(self._client.messages)
        assert isinstance(message.payload, bytes)
        return message.payload


@asynccontextmanager
async def open_near(broker: BrokerAddress, role: str, folder: Path) -> AsyncIterator[Near]:
    """Start the far side in its role, and connect to it.

    Raises:
        BankError: the far side did not come to listen.
    """
    words = ["tests.bench.raw_mqtt", role, str(folder)]
    async with program(f"peer-{role}", words, folder) as far, _connect(broker, f"near-{role}") as client:
        assert far.stdin is not None
        assert far.stdout is not None
        far.stdin.write(json.dumps(asdict(broker)).encode() + b"\n")
        await client.subscribe(ANSWER, qos=1)
        async with asyncio.timeout(PATIENCE_S):
            said = await far.stdout.readline()
        if said != b"ready\n":
            raise BankError((folder / f"peer-{role}.log").read_text(errors="replace")[-2000:])
        yield Near(client)


async def answer(client: aiomqtt.Client, folder: Path) -> None:
    """Answer each question after an append of 4 KB that is on the disk."""
    await client.subscribe(QUESTION, qos=1)
    print("ready", flush=True)
    journal = os.open(folder / "peer-journal", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    async for _ in client.messages:
        os.write(journal, b"j" * APPENDED_BYTES)
        os.fdatasync(journal)
        await client.publish(ANSWER, b"a" * 100, qos=1)


async def receive(client: aiomqtt.Client, _: Path) -> None:
    """Take in pieces, digesting them as they come, and say when the whole is verified."""
    await client.subscribe(QUESTION, qos=1)
    await client.subscribe(PIECE, qos=1)
    print("ready", flush=True)
    pieces: list[bytes] = []
    opening, digest = {"size": 0, "sha256": ""}, hashlib.sha256()
    async for message in client.messages:
        assert isinstance(message.payload, bytes)
        if message.topic.matches(QUESTION):
            pieces, opening, digest = [], json.loads(message.payload), hashlib.sha256()
            continue
        pieces.append(message.payload)
        digest.update(message.payload)
        if sum(map(len, pieces)) == opening["size"]:
            content = b"".join(pieces)
            assert digest.hexdigest() == opening["sha256"]
            assert len(content) == opening["size"]
            await client.publish(ANSWER, json.dumps({"verified_at_ns": time.monotonic_ns()}), qos=1)


def _connect(broker: BrokerAddress, name: str) -> aiomqtt.Client:
    return aiomqtt.Client(
        broker.host,
        broker.port,
        username=broker.username,
        password=broker.password,
        identifier=name,
        protocol=aiomqtt.ProtocolVersion.V5,
        socket_options=[(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)],
    )


async def _far(role: str, folder: Path) -> None:
    broker = BrokerAddress(**json.loads(sys.stdin.readline()))
    async with _connect(broker, f"far-{role}") as client:
        await {"answer": answer, "receive": receive}[role](client, folder)


if __name__ == "__main__":
    asyncio.run(_far(sys.argv[1], Path(sys.argv[2])))
