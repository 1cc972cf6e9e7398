"""A way to a UDP server on which packets get lost, and only so many bits a second get through.

What clients send passes; what comes back to each of them is harmed, so a picture that is relayed from one
client to another is harmed once. It stands in for the kernel's own means (netem), which need root and a
module that not every kernel has.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final, TypeAlias

Address: TypeAlias = tuple[str, int]
LONGEST_QUEUE_S: Final = 0.3
"""What would wait for longer is dropped, as a router does."""
HEADERS_BYTES: Final = 28
"""Of IPv4 and UDP, which a way carries too."""


@dataclass(frozen=True, slots=True)
class Weakness:
    """The share of packets that get lost, and how much gets through to each client; None is all."""

    loss: float = 0.0
    most_bps: float | None = None


class WeakWay:
    """`weakness` may be changed at any time. `passed_bytes` and `dropped` tell of what came back."""

    def __init__(self, port: int) -> None:
        self.weakness = Weakness()
        self.passed_bytes = 0
        self.dropped = 0
        self._server: Address = ("127.0.0.1", port)
        self._chance = random.Random(7)
        self._clients: dict[Address, _Client] = {}

    @asynccontextmanager
    async def open(self) -> AsyncIterator[int]:
        """Carry packets for the length of the block; the port for clients."""
        loop = asyncio.get_running_loop()
        async with asyncio.TaskGroup() as tasks:

            def to_server(data: bytes, address: Address) -> None:
                if address not in self._clients:
                    client = self._clients[address] = _Client(address, front, self._come_back)
                    endpoint = loop.create_datagram_endpoint(lambda: client, remote_addr=self._server)
                    tasks.create_task(endpoint)
                self._clients[address].send(data)

            front, _ = await loop.create_datagram_endpoint(
                lambda: _Ear(to_server), local_addr=("127.0.0.1", 0)
            )
            yield int(front.get_extra_info("sockname")[1])
            front.close()
            for client in self._clients.values():
                client.close()

    def _come_back(self, client: _Client, data: bytes) -> None:
        loop, weakness = asyncio.get_running_loop(), self.weakness
        begins_s = max(loop.time(), client.free_at_s)
        if self._chance.random() < weakness.loss or begins_s - loop.time() > LONGEST_QUEUE_S:
            self.dropped += 1
            return
        self.passed_bytes += len(data)
        if weakness.most_bps is None:
            client.hear(data)
        else:
            client.free_at_s = begins_s + 8 * (len(data) + HEADERS_BYTES) / weakness.most_bps
            loop.call_at(client.free_at_s, client.hear, data)


class _Ear(asyncio.DatagramProtocol):
    def __init__(self, hear: Callable[[bytes, Address], None]) -> None:
        self._hear = hear

    def datagram_received(self, data: bytes, addr: Address) -> None:
        self._hear(data, addr)


class _Client(asyncio.DatagramProtocol):
    """A client's own socket towards the server; `free_at_s`: when what came back has gone through."""

    def __init__(
        self,
        address: Address,
        front: asyncio.DatagramTransport,
        come_back: Callable[[_Client, bytes], None],
    ) -> None:
        self.free_at_s = 0.0
        self._address = address
        self._front = front
        self._come_back = come_back
        self._socket: asyncio.DatagramTransport | None = None
        self._early: list[bytes] = []

    def connection_made(self, transport: asyncio.DatagramTransport) -> None:  # type: ignore[override]  # a datagram's is one
        self._socket = transport
        for data in self._early:
            transport.sendto(data)

    def datagram_received(self, data: bytes, addr: Address) -> None:
        self._come_back(self, data)

    def send(self, data: bytes) -> None:
        if self._socket is None:
            self._early.append(data)
        else:
            self._socket.sendto(data)

    def hear(self, data: bytes) -> None:
        if not self._front.is_closing():
            self._front.sendto(data, self._address)

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
