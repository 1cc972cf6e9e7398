"""A counter without a disk or a screen: speaks the contract cheaply, so that the hub is what is measured.

Numbers what it says and gives a receipt for what it hears, in order. It trusts the hub: nothing is
validated here that the product's own agent would validate.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Callable
from typing import Any, Final

from device_profiles.contract import topics
from device_profiles.contract.chunks import ChunkLabel
from device_profiles.contract.codec import encode
from device_profiles.contract.envelope import Body, Envelope, stream_up
from device_profiles.contract.ids import DeviceAddress, case_id
from device_profiles.contract.messages.catalogue import channel_of
from device_profiles.contract.messages.health import Offline, Online
from device_profiles.contract.messages.receipt import Receipt, UploadReceipt
from device_profiles.contract.topics import Channel
from device_profiles.delivery.client import BrokerAddress
from device_profiles.delivery.clock import Ids, SystemClock
from device_profiles.delivery.session import Arrival, Presence, Session, Statement
from edge_agent.settings import Credential
from tests.bench.bank import BankError

Json = Any
PATIENCE_S: Final = 60.0


class LightCounter:
    """Says and hears for a device. `on_message(type, body)` gets the hub's numbered messages, each once."""

    def __init__(self, mine: Credential, on_message: Callable[[str, Json], None]) -> None:
        self.address: DeviceAddress = mine.address
        self._ids = Ids(SystemClock())
        self._stream, self._seq = stream_up(mine.address, self._ids.epoch()), 0
        self._settling: dict[int, asyncio.Future[None]] = {}
        self._uploading: dict[str, asyncio.Future[None]] = {}
        self._heard: dict[str, int] = {}
        self._on_message = on_message
        boot = self._ids.message_id()
        self._session = Session(
            BrokerAddress(mine.host, mine.port, mine.username, mine.password),
            mine.username,
            topics.device_subscriptions(mine.address),
            Presence(
                birth=lambda: self._state(Online(boot=boot, software="a light counter")),
                death=lambda: self._state(Offline(boot=boot)),
            ),
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

    def new_case(self) -> str:
        """A name for a case that is filed here."""
        return case_id(self.address.region, self._ids.message_id())

    async def say(self, body: Body) -> None:
        """Say something under the next number, and wait until the hub has applied it.

        Raises:
            BankError: the hub refused it.
        """
        self._seq += 1
        seq = self._seq
        settled = self._settling[seq] = asyncio.get_running_loop().create_future()
        message = self._message(body, self._stream, seq)
        await self._session.publish(topics.up(self.address, channel_of("up", type(body))), message)
        async with asyncio.timeout(PATIENCE_S):
            await settled

    async def upload(self, case: str, content: bytes) -> str:
        """Send a material of one piece, until the hub has stored it; its digest."""
        upload, digest = self._ids.message_id(), hashlib.sha256(content).hexdigest()
        label = ChunkLabel(case=case, size_bytes=len(content), sha256=digest, chunk_sha256=digest)
        stored = self._uploading[upload] = asyncio.get_running_loop().create_future()
        topic = topics.chunk(self.address, "up", upload, 0)
        await self._session.publish(topic, content, properties=label.properties())
        async with asyncio.timeout(PATIENCE_S):
            await stored
        return digest

    async def _listen(self) -> None:
        while True:
            arrival = await self._session.next_arrival()
            await self._hear(arrival)
            arrival.acknowledge()

    async def _hear(self, arrival: Arrival) -> None:
        channel, *rest = arrival.topic.split("/")[6:]
        if channel == "material":
            upload, size_bytes = rest[0], len(arrival.payload)
            if size_bytes != int(arrival.properties["size_bytes"]):
                raise BankError("a light counter takes materials of one piece")
            await self._answer(UploadReceipt(upload=upload, outcome="stored", received_bytes=size_bytes))
            return
        message = json.loads(arrival.payload)
        body = message["body"]
        match message["type"]:
            case Receipt.type_name:
                _resolve(self._settling.pop(body["seq"], None), body["outcome"] == "applied", body)
            case UploadReceipt.type_name:
                _resolve(self._uploading.pop(body["upload"], None), body["outcome"] == "stored", body)
            case kind:
                stream, seq = message["stream"], message["seq"]
                if seq > self._heard.get(stream, 0) + 1:
                    return  # ahead of its turn: without a receipt it comes again
                if seq == self._heard.get(stream, 0) + 1:
                    self._heard[stream] = seq
                    self._on_message(kind, body)
                await self._answer(Receipt(outcome="applied", stream=stream, seq=seq))

    def _state(self, body: Body) -> Statement:
        return Statement(topics.state(self.address), self._message(body, None, None))

    async def _answer(self, receipt: Receipt | UploadReceipt) -> None:
        await self._session.publish(
            topics.up(self.address, Channel.RECEIPT), self._message(receipt, None, None)
        )

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


def _resolve(waiting: asyncio.Future[None] | None, well: bool, answer: Json) -> None:  # noqa: FBT001
    if waiting is None or waiting.done():
        return
    if well:
        waiting.set_result(None)
    else:
        waiting.set_exception(BankError(f"the hub answered: {answer}"))
