"""`route`: from a filed case to the offer on the teller's screen, committed durably, at light load.

Ours: this process is the filing device (a light MQTT client that speaks the contract through
`device_profiles.delivery`) and the teller's screen (a WebSocket client of `/api/feed`); hub, broker and
the teller's counter B are processes of their own. The clock runs from the publish of the numbered
`case.file` to the arrival of the text that says `offered`; what the device itself keeps on its disk
before is not in it. One case at a time: the next is filed when the receipt of the one before is in.
Li's capacity has no end here, so offers stay open; answering them would be other work on the same disk.

Peer: a question and its answer, bare MQTT with QoS 1 through the same broker, one fdatasync of 4 KB before
the answer. Compared is p99.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Final

import websockets

from device_profiles.contract import topics
from device_profiles.contract.codec import decode, encode
from device_profiles.contract.envelope import HUB, Body, Envelope, stream_up
from device_profiles.contract.ids import case_id
from device_profiles.contract.messages.case import FileCase
from device_profiles.contract.messages.receipt import Receipt
from device_profiles.contract.topics import DURABLE_CHANNELS, Channel
from device_profiles.delivery.clock import Ids, SystemClock
from device_profiles.delivery.inbox import read_parcel
from device_profiles.delivery.session import Arrival, BrokerAddress, Session
from edge_agent.settings import Credential, read_credential
from tests.bench.bank import (
    APPLICATION,
    BRANCH_B,
    COUNTER_A,
    PROCEDURE,
    Bank,
    BankError,
    credential,
    open_bank,
)
from tests.bench.harness import Benchmark, Measured, Say, Sides, percentile
from tests.bench.raw_mqtt import open_near

CASES: Final = 200
PATIENCE_S: Final = 30.0


class FilingDevice:
    """Counter A without a disk: files cases, hears the receipts, and gives receipts for what it is told."""

    def __init__(self, mine: Credential) -> None:
        self._ids = Ids(SystemClock())
        self._stream, self._seq = stream_up(mine.address, self._ids.epoch()), 0
        self._settled: asyncio.Queue[Receipt] = asyncio.Queue()
        self._session = Session(
            BrokerAddress(mine.host, mine.port, mine.username, mine.password),
            mine.username,
            topics.device_subscriptions(mine.address),
        )

    async def run(self) -> None:
        """Be connected until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._session.run())
            tasks.create_task(self._listen())

    async def connected(self) -> None:
        """Return once the link is up."""
        async with asyncio.timeout(PATIENCE_S):
            await self._session.wait_connected()

    def new_case(self) -> tuple[str, bytes]:
        """A case's id, and its filing as a numbered message, ready to be published."""
        case = case_id(COUNTER_A.region, self._ids.message_id())
        self._seq += 1
        body = FileCase(case=case, target=BRANCH_B, procedure=PROCEDURE, application=APPLICATION)
        return case, self._message(body, self._stream, self._seq)

    async def say(self, channel: Channel, message: bytes) -> None:
        """Publish a message."""
        await self._session.publish(topics.up(COUNTER_A, channel), message)

    async def settled(self) -> None:
        """Wait for the receipt of the last message.

        Raises:
            BankError: the hub refused it.
        """
        async with asyncio.timeout(PATIENCE_S):
            receipt = await self._settled.get()
        if receipt.outcome != "applied" or receipt.seq != self._seq:
            raise BankError(f"the hub answered: {receipt}")

    async def _listen(self) -> None:
        while True:
            arrival = await self._session.next_arrival()
            await self._hear(arrival)
            arrival.acknowledge()

    async def _hear(self, arrival: Arrival) -> None:
        topic = topics.parse(arrival.topic)
        if topic.channel in DURABLE_CHANNELS:
            parcel = read_parcel(topic, HUB, arrival.payload)
            receipt = Receipt(outcome="applied", stream=parcel.stream, seq=parcel.seq)
            await self.say(Channel.RECEIPT, self._message(receipt, None, None))
        elif isinstance(body := decode("down", topic.channel, arrival.payload).body, Receipt):
            self._settled.put_nowait(body)

    def _message(self, body: Body, stream: str | None, seq: int | None) -> bytes:
        return encode(
            Envelope(
                id=self._ids.message_id(),
                type=body.type_name,
                version=body.version,
                sent_at=self._ids.clock.now_ms(),
                stream=stream,
                seq=seq,
                body=body,
            )
        )


async def _file_one_ms(device: FilingDevice, screen: websockets.ClientConnection) -> float:
    case, message = device.new_case()
    started = time.perf_counter_ns()
    await device.say(Channel.CASE, message)
    async with asyncio.timeout(PATIENCE_S):
        told = json.loads(await screen.recv())
        while (told.get("case"), told.get("change")) != (case, "offered"):
            told = json.loads(await screen.recv())
    elapsed_ns = time.perf_counter_ns() - started
    await device.settled()
    return elapsed_ns / 1e6


async def _measured(one_ms: Callable[[], Awaitable[float]]) -> Measured:
    times_ms = [await one_ms() for _ in range(CASES)]
    p50_ms, p99_ms = (percentile(times_ms, share) for share in (0.5, 0.99))
    return Measured(p99_ms, {"p50_ms": p50_ms, "p99_ms": p99_ms, "max_ms": max(times_ms)})


@asynccontextmanager
async def _screen(bank: Bank) -> AsyncIterator[websockets.ClientConnection]:
    """The feed of Li's screen."""
    async with websockets.connect(bank.hub_url.replace("http://", "ws://", 1) + "/api/feed") as socket:
        await socket.send(json.dumps({"token": bank.li_token}))
        yield socket


@asynccontextmanager
async def _open(say: Say) -> AsyncIterator[Sides]:
    async with open_bank(say, agents=("b",)) as bank, asyncio.TaskGroup() as tasks:
        device = FilingDevice(read_credential(credential(bank.folder, "a")))
        running = tasks.create_task(device.run())
        await device.connected()
        async with open_near(bank.guest, "answer", bank.folder) as near, _screen(bank) as screen:
            yield Sides(
                ours=lambda: _measured(lambda: _file_one_ms(device, screen)),
                peer=lambda: _measured(near.ask_ms),
            )
        running.cancel()


ROUTE: Final = Benchmark(
    name="route",
    unit="ms p99",
    peer="raw MQTT QoS 1 request/response through the same broker, and one fdatasync of 4 KB",
    most_ratio=3,
    open=_open,
)
