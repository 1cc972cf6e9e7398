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
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

Json = Any
PATIENCE_S = 20.0
AGAIN_AFTER_S = 2.0
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
        self._turned_away = ""
        self.acknowledged: set[str] = set()
        """The reasons with which the broker acknowledged what was published."""
        self.shown: dict[str, bytes] = {}
        """The materials that came to this counter, by digest."""
        self._arriving: dict[str, bytearray] = {}
        self._news = asyncio.Event()
        self._client = self._new_client()

    # -- Connecting

    def _new_client(self) -> mqtt.Client:
        client = mqtt.Client(
            CallbackAPIVersion.VERSION2,
            client_id="{region}.{branch}.{device}".format(**self._place),
            protocol=mqtt.MQTTv5,
        )
        client.username_pw_set(self._credential["username"], self._credential["password"])
        will = self.message("state.offline", {"boot": self._boot})
        client.will_set(self.topic("state"), encoded(will), qos=1, retain=True)
        client.on_connect = self._on_connect
        client.on_publish = self._on_publish
        client.on_message = self._on_message
        client.on_subscribe = self._on_subscribe
        client.reconnect_delay_set(min_delay=1, max_delay=2)
        return client

    async def __aenter__(self) -> Stranger:
        self._loop = asyncio.get_running_loop()
        self._client.connect_async(self._credential["host"], self._port, keepalive=20)
        self._client.loop_start()
        await self.until(lambda: self.connections > 0 or bool(self._turned_away), "the broker's answer")
        if self._turned_away:
            await asyncio.to_thread(self._client.loop_stop)
            raise PermissionError(self._turned_away)
        return self

    async def __aexit__(self, *_: object) -> None:
        self.publish("state", self.message("state.offline", {"boot": self._boot}), retain=True)
        self._client.disconnect()
        await asyncio.to_thread(self._client.loop_stop)

    # paho calls these from its own thread; what follows happens in the event loop's.

    def _on_connect(
        self, _client: object, _userdata: object, _flags: object, reason: ReasonCode, _properties: object
    ) -> None:
        if reason.is_failure:
            self._turned_away = str(reason)
            self._loop.call_soon_threadsafe(self._wake)
            return
        sock: Any = self._client.socket()
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._client.subscribe("tongban/1/{region}/{branch}/{device}/down/#".format(**self._place), qos=1)

    def _on_subscribe(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._connected)

    def _on_message(self, _client: object, _userdata: object, message: mqtt.MQTTMessage) -> None:
        self._loop.call_soon_threadsafe(self._receive, message)

    def _on_publish(
        self, _client: object, _userdata: object, _mid: int, reason: ReasonCode, _properties: object
    ) -> None:
        self.acknowledged.add(str(reason))
        self._loop.call_soon_threadsafe(self._wake)

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

    def say(self, kind: str, body: Json, /, **instead: object) -> int:
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

    async def until(
        self, so: Callable[[], bool], what: str, again: Callable[[], object] | None = None
    ) -> None:
        """Wait until something is so, and meanwhile do now and then again what may have been lost."""
        try:
            async with asyncio.timeout(PATIENCE_S):
                while not so():
                    try:
                        async with asyncio.timeout(AGAIN_AFTER_S):
                            await self._news.wait()
                    except TimeoutError:
                        (again or self._send_unsettled)()
        except TimeoutError:
            said = "\n".join(json.dumps(message, ensure_ascii=False)[:300] for message in self.heard)
            message = f"{self.address} waited {PATIENCE_S:.0f} s for {what}; it has heard:\n{said}"
            raise AssertionError(message) from None

    def _send_unsettled(self) -> None:
        for topic, payload in self._unsettled.values():
            self.publish_bytes(topic, payload)

    def _settle(self, receipt: Json) -> None:
        if receipt["outcome"] != "unreadable":
            self._unsettled.pop(receipt["seq"], None)
            return
        for seq, (topic, payload) in self._unsettled.items():
            ours = hashlib.sha256(payload).hexdigest() == receipt["sha256"]
            if ours and json.loads(payload)["type"] != "void":
                reason = {"reason": receipt["refusal"]["says"][:300]}
                void = self.message("void", reason, stream=self.stream, seq=seq)
                self._unsettled[seq] = (topic, encoded(void))
                self.publish_bytes(*self._unsettled[seq])

    # -- Numbered messages and receipts: what a device receives

    def _receive(self, arrived: mqtt.MQTTMessage) -> None:
        channel, *rest = arrived.topic.split("/")[6:]
        if channel == "material":
            pairs: Any = getattr(arrived.properties, "UserProperty", ())
            self._keep_chunk(rest[0], int(rest[1]), bytes(arrived.payload), dict(pairs))
            return
        message = json.loads(arrived.payload)
        if "stream" in message:
            self._take_in_turn(message)
        else:
            self.heard.append(message)
            if message["type"] == "receipt.message":
                self._settle(message["body"])
        self._wake()

    def _take_in_turn(self, message: Json) -> None:
        stream, seq = message["stream"], message["seq"]
        expected = self._expected.get(stream, 1)
        if seq > expected:
            return
        if seq == expected:
            self.heard.append(message)
            self._expected[stream] = expected + 1
        settled = {"outcome": "applied", "stream": stream, "seq": seq}
        self.publish("up-receipt", self.message("receipt.message", settled))

    def _wake(self) -> None:
        self._news.set()
        self._news = asyncio.Event()

    # -- Materials

    async def upload(self, case: str, content: bytes) -> str:
        """Send a material's bytes until the hub has stored them; their digest."""
        upload, offset = uuid7(), 0
        while (answer := await self.send_chunk(case, content, upload, offset))["outcome"] == "partial":
            offset = answer["received_bytes"]
        assert answer["outcome"] == "stored", answer
        return hashlib.sha256(content).hexdigest()

    async def send_chunk(
        self, case: str, content: bytes, upload: str, offset: int, *, spoilt: bool = False
    ) -> Json:
        """Send one chunk, or other bytes in its place; the answer to it."""
        chunk = content[offset : offset + CHUNK_BYTES]
        label = Properties(PacketTypes.PUBLISH)  # type: ignore[no-untyped-call]  # paho leaves it untyped
        label.UserProperty = [
            ("case", case),
            ("size_bytes", str(len(content))),
            ("sha256", hashlib.sha256(content).hexdigest()),
            ("chunk_sha256", hashlib.sha256(chunk).hexdigest()),
        ]
        topic = self.topic("up-material", upload=upload, offset=offset)
        sent = chunk[::-1] if spoilt else chunk
        before = len(self.heard)

        def send() -> None:
            self._client.publish(topic, sent, qos=1, properties=label)

        def answers() -> list[Json]:
            bodies = [message["body"] for message in self.heard[before:]]
            return [body for body in bodies if body.get("upload") == upload]

        send()
        await self.until(lambda: bool(answers()), "an answer to a chunk", again=send)
        return answers()[0]

    def _keep_chunk(self, upload: str, offset: int, chunk: bytes, label: dict[str, str]) -> None:
        whole = self._arriving.setdefault(label["sha256"], bytearray())
        if hashlib.sha256(chunk).hexdigest() == label["chunk_sha256"] and offset == len(whole):
            whole += chunk
        answer = {"upload": upload, "outcome": "partial", "received_bytes": len(whole)}
        if len(whole) == int(label["size_bytes"]):
            assert hashlib.sha256(whole).hexdigest() == label["sha256"]
            self.shown[label["sha256"]] = bytes(whole)
            answer["outcome"] = "stored"
        self.publish("up-receipt", self.message("receipt.upload", answer))


def new_case(region: str) -> str:
    """A name for a case of a region."""
    return f"{region}-{uuid7().replace('-', '')}"


def uuid7() -> str:
    """A UUID version 7 (RFC 9562, section 5.7)."""
    number = (time.time_ns() // 1_000_000) << 80 | secrets.randbits(80)
    number = number & ~(0xF << 76) | 0x7 << 76
    return str(uuid.UUID(int=number & ~(0x3 << 62) | 0x2 << 62))


def encoded(message: Json) -> bytes:
    """A message as it travels."""
    return json.dumps(message, ensure_ascii=False).encode()
