"""A counter that tells the hub who left, and the messages in which it does so."""

from __future__ import annotations

import json
from itertools import count

from device_profiles.contract import topics
from device_profiles.contract.codec import decode, encode
from device_profiles.contract.envelope import Body, Envelope, stream_up
from device_profiles.contract.ids import DeviceAddress, uuid7
from device_profiles.contract.messages.event import PersonLeft, Void
from device_profiles.contract.topics import Channel, Topic
from device_profiles.delivery.clock import Clock, Ids
from tests.fakes.standing_clock import NOON_MS

COUNTER = DeviceAddress(region="north", branch="b1", device="counter-1")
OTHER = DeviceAddress(region="north", branch="b1", device="counter-2")
STREAM = stream_up(COUNTER, "5f3a")
EVENTS = topics.up(COUNTER, Channel.EVENT)
EVENT_TOPIC = Topic(COUNTER, Channel.EVENT, "up")
_CHANCE = count(1)


def ids_at(clock: Clock) -> Ids:
    """Identifiers that are never alike and need no luck."""
    return Ids(clock, lambda length: next(_CHANCE).to_bytes(length, "big"))


def left(seq: int, person: str | None = None, stream: str | None = STREAM) -> bytes:
    """The message with that number: `person` left, by default one who is named after the number."""
    return _message(seq, PersonLeft(person=person or f"person-{seq}"), stream)


def void(seq: int) -> bytes:
    """The message that takes the place of one that could not be read."""
    return _message(seq, Void(reason="unreadable"), STREAM)


def incomprehensible(seq: int) -> bytes:
    """A message with a readable number, and something in its body that the contract does not know."""
    message = json.loads(left(seq))
    message["body"]["mood"] = "fine"
    return json.dumps(message).encode()


def who_left(payload: bytes) -> str:
    """Whom a message is about."""
    body = decode("up", Channel.EVENT, payload).body
    assert isinstance(body, PersonLeft)
    return body.person


def _message(seq: int, body: Body, stream: str | None) -> bytes:
    return encode(
        Envelope(
            id=uuid7(NOON_MS, seq.to_bytes(10, "big")),
            type=body.type_name,
            version=body.version,
            sent_at=NOON_MS,
            stream=stream,
            seq=None if stream is None else seq,
            body=body,
        )
    )
