"""A device's program by a stranger: written from `docs/contract/asyncapi.json`, knowing nothing of Tongban.

It may import paho and the standard library alone; topics, versions and what is numbered it takes from the
document. Sections of the document's guide are named where they are followed.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import secrets
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import paho.mqtt.client as mqtt

Json = Any
PATIENCE_S = 20.0
FIRST_RETRY_S = 2.0
CHUNK_BYTES = 262_144
DOCUMENT = json.loads((Path(__file__).parents[2] / "docs" / "contract" / "asyncapi.json").read_text())


class Stranger:
    """A counter that connects for the length of an `async with`. Each is a new store, so a new stream."""

    def __init__(self, credential: Path, port: int | None = None) -> None:
        self._credential = json.loads(credential.read_text())
        self._port = port or self._credential["port"]
        self._place: dict[str, str] = self._credential["address"]
        self.address = "{region}/{branch}/{device}".format(**self._place)
        self.stream = f"{self.address}>hub#{secrets.token_hex(6)}"
        self._boot = uuid7()
        self._seq = 0
        self._unsettled: dict[int, tuple[str, bytes]] = {}
        self._expected: dict[str, int] = {}
        self.heard: list[Json] = []
        """Every message that was received and kept, in order."""
        self.connections = 0
        self.shown: dict[str, bytes] = {}
        """The materials that came to this counter, by digest."""
        self._arriving: dict[str, bytearray] = {}
        self._news = asyncio.Condition()
        self._client = self._new_client()

    # -- Connecting

    def _new_client(self) -> mqtt.Client:
        client = mqtt.Client(
            mqtt.CallbackAPIVersion.VERSION2,
            client_id="{region}.{branch}.{device}".format(**self._place),
            protocol=mqtt.MQTTv5,
        )
        client.username_pw_set(self._credential["username"], self._credential["password"])
        will = self.message("state.offline", {"boot": self._boot})
        client.will_set(self.topic("state"), encoded(will), qos=1, retain=True)
        client.on_connect = lambda *_: self._on_connect()
        client.on_socket_open = lambda _client, _userdata, sock: sock.setsockopt(
            socket.IPPROTO_TCP, socket.TCP_NODELAY, 1
        )
        client.reconnect_delay_set(min_delay=1, max_delay=2)
        return client

    async def __aenter__(self) -> Stranger:
        loop = asyncio.get_running_loop()
        self._client.on_message = lambda _client, _userdata, message: loop.call_soon_threadsafe(
            self._receive, message
        )
        self._client.on_subscribe = lambda *_: loop.call_soon_threadsafe(self._connected)
        self._client.connect_async(self._credential["host"], self._port, keepalive=20)
        self._client.loop_start()
        await self.until(lambda: self.connections > 0, "the broker to let it in")
        return self

    async def __aexit__(self, *_: object) -> None:
        self.publish("state", self.message("state.offline", {"boot": self._boot}), retain=True)
        self._client.disconnect()
        await asyncio.to_thread(self._client.loop_stop)

    def _on_connect(self) -> None:
        self._client.subscribe("tongban/1/{region}/{branch}/{device}/down/#".format(**self._place), qos=1)

    def _connected(self) -> None:
        self.connections += 1
        online = {"boot": self._boot, "software": "a stranger's"}
        self.publish("state", self.message("state.online", online), retain=True)
        self._send_unsettled()
        self._wake()

    # -- Messages

    def topic(self, channel: str, **more: object) -> str:
        """The topic of a channel of the document, for this device."""
        address: str = DOCUMENT["channels"][channel]["address"]
        return address.format(**self._place, **more)

    def message(self, kind: str, body: Json, **numbered: object) -> Json:
        """An envelope around a body, in the version that the document gives."""
        schema = DOCUMENT["components"]["messages"][kind]["payload"]["$ref"].rpartition("/")[2]
        version = DOCUMENT["components"]["schemas"][schema]["properties"]["version"]["const"]
        now_ms = time.time_ns() // 1_000_000
        return {
            "id": uuid7(),
            "type": kind,
            "version": version,
            "sent_at": now_ms,
            **numbered,
            "body": body,
        }

    def publish(self, channel: str, message: Json, *, retain: bool = False) -> None:
        """Publish an envelope as it is."""
        self.publish_bytes(self.topic(channel), encoded(message), retain=retain)

    def publish_bytes(self, topic: str, payload: bytes, *, retain: bool = False) -> str:
        """Publish any bytes on any topic; their digest."""
        self._client.publish(topic, payload, qos=1, retain=retain)
        return hashlib.sha256(payload).hexdigest()

    # -- Numbered messages and receipts: what a device sends

    def say(self, kind: str, body: Json, **instead: object) -> int:
        """Send a numbered message on its channel; its number. `instead` replaces parts of the envelope."""
        operations = DOCUMENT["operations"].values()
        sent_on = [known["channel"]["$ref"] for known in operations if known["action"] == "send"]
        channels = [reference.rpartition("/")[2] for reference in sent_on]
        channel = next(name for name in channels if kind in DOCUMENT["channels"][name]["messages"])
        return self.say_on(channel, self.message(kind, body) | instead)

    def say_on(self, channel: str, message: Json) -> int:
        """Send an envelope on a channel under the next number, until its receipt comes; the number."""
        self._seq += 1
        numbered = {**message, "stream": self.stream, "seq": self._seq}
        self._unsettled[self._seq] = (self.topic(channel), encoded(numbered))
        self.publish_bytes(*self._unsettled[self._seq])
        return self._seq

    async def applied(self, seq: int) -> None:
        """Wait until the hub has applied the message of this number."""
        receipt = await self.receipt(seq)
        assert receipt["outcome"] == "applied", receipt

    async def refused(self, seq: int) -> Json:
        """Wait until the hub has refused the message of this number; the refusal."""
        receipt = await self.receipt(seq)
        assert receipt["outcome"] == "refused", receipt
        return receipt["refusal"]

    async def receipt(self, seq: int) -> Json:
        """Wait for the receipt of a number, and repeat meanwhile what has none."""
        return await self.hear("receipt.message", stream=self.stream, seq=seq)

    async def unreadable(self, digest: str) -> Json:
        """Wait until the hub says that it cannot read the bytes of this digest; the refusal."""
        receipt = await self.hear("receipt.message", outcome="unreadable", sha256=digest)
        return receipt["refusal"]

    async def hear(self, kind: str, **content: object) -> Json:
        """Wait for a message of this type with this content; its body."""

        def heard() -> Json:
            found = [message["body"] for message in self.heard if message["type"] == kind]
            return next((body for body in found if content.items() <= body.items()), None)

        await self.until(lambda: heard() is not None, f"{kind} {content}")
        return heard()

    async def until(self, so: Callable[[], bool], what: str) -> None:
        """Wait until something is so."""
        try:
            async with asyncio.timeout(PATIENCE_S), self._news:
                while not so():
                    try:
                        await asyncio.wait_for(self._news.wait(), FIRST_RETRY_S)
                    except TimeoutError:
                        self._send_unsettled()
        except TimeoutError:
            said = "\n".join(json.dumps(message, ensure_ascii=False)[:300] for message in self.heard)
            message = f"{self.address} waited {PATIENCE_S:.0f} s for {what}; it has heard:\n{said}"
            raise AssertionError(message) from None

    def _send_unsettled(self) -> None:
        for topic, payload in self._unsettled.values():
            self.publish_bytes(topic, payload)
