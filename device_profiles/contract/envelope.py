"""The envelope around every JSON message.

`stream` and `seq` number the messages of a durable stream: one per sender and receiver, 1, 2, 3, …
without a gap. A message outside any stream (a receipt, a state) leaves both out.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field, SerializeAsAny, StringConstraints

from device_profiles.contract.ids import DeviceAddress, EpochMs, MessageId

STREAM_PATTERN = r"^[a-z0-9/-]{1,200}>[a-z0-9/-]{1,200}#[a-z0-9]{1,32}$"
StreamId = Annotated[str, StringConstraints(pattern=STREAM_PATTERN)]
"""`sender>receiver#epoch`, such as `north/b1/counter-1>hub#5f3a`. An epoch is minted with the
sender's outbox: a device whose disk was replaced begins a new stream, and is not taken for a repeater."""

HUB = "hub"
"""How streams name the hub."""


class Body(BaseModel):
    """What a message says. Subclasses carry their type's name and version."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    type_name: ClassVar[str]
    version: ClassVar[int] = 1

    def __init_subclass__(cls, *, type: str) -> None:  # noqa: A002  reads as it is sent
        """Take the type's name from the class statement: `class FileCase(Body, type="case.file")`."""
        super().__init_subclass__()
        cls.type_name = type


class Header(BaseModel):
    """The part of an envelope that does not depend on what it carries."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: MessageId
    type: Annotated[str, StringConstraints(max_length=80)]
    version: int
    sent_at: EpochMs = Field(ge=0, le=2**48)
    stream: StreamId | None = None
    seq: int | None = Field(default=None, ge=1, le=2**53)


class Envelope(BaseModel):
    """One message on the wire. The codec narrows `type` and `body` for each message of the catalogue.

    `sent_at` is the sender's clock, Unix milliseconds UTC; `re` is the id of the message answered.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: MessageId
    type: str
    version: int
    sent_at: EpochMs = Field(ge=0, le=2**48)
    stream: StreamId | None = None
    seq: int | None = Field(default=None, ge=1, le=2**53)
    re: MessageId | None = None
    body: SerializeAsAny[Body]


def stream_up(device: DeviceAddress, epoch: str) -> str:
    """The stream of all that a device tells the hub."""
    return f"{device}>{HUB}#{epoch}"


def stream_down(device: DeviceAddress, epoch: str) -> str:
    """The stream of all that the hub tells a device."""
    return f"{HUB}>{device}#{epoch}"


def sender_of(stream: str) -> str:
    """Who writes a stream: `hub`, or a device's `region/branch/device`."""
    return stream.partition(">")[0]


def receiver_of(stream: str) -> str:
    """For whom a stream is written: `hub`, or a device's `region/branch/device`."""
    return stream.partition(">")[2].partition("#")[0]
