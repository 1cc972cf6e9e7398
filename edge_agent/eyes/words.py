"""What goes between the agent and the process of its camera, over a socket pair.

Owns the words and how they are framed: two lengths, a JSON object, bytes. Nothing is unpickled: what a
broken process sends is refused, and cannot do anything here.
"""

from __future__ import annotations

import asyncio
import socket
import struct
from typing import Annotated, Final, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, TypeAdapter, ValidationError

from edge_agent.capture.faces.presence import EventKind
from edge_agent.devices.camera import Sight
from edge_agent.eyes.port import Size

LARGEST_WORD_BYTES: Final = 65_536
LARGEST_PICTURE_BYTES: Final = 32 * 2**20
"""As large as a scan may be."""
_LENGTHS: Final = struct.Struct("!II")


class GarbledError(Exception):
    """What came is none of our words: the other side is broken."""


class _Word(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Begin(_Word):
    """Agent: this camera; first of all, and once."""

    kind: Literal["begin"] = "begin"
    source: str
    seed: int


class Ask(_Word):
    """Agent: the newest picture above this number, or one taken now where it is the largest."""

    kind: Literal["ask"] = "ask"
    ask: int
    size: Size
    after: int


class Condition(_Word):
    """Child: how the camera is; said again and again, so that silence means that the child hangs."""

    kind: Literal["condition"] = "condition"
    sight: Sight
    says: str
    fps: FiniteFloat


class Seen(_Word):
    """Child: something changed before the camera, at this time (`time.monotonic`, one for the machine)."""

    kind: Literal["seen"] = "seen"
    what: EventKind
    at_s: FiniteFloat


class Lost(_Word):
    """Child: the camera shows nothing."""

    kind: Literal["lost"] = "lost"
    says: str


class Back(_Word):
    """Child: the camera shows pictures, for the first time or again."""

    kind: Literal["back"] = "back"


class Taken(_Word):
    """Child: the picture that was asked for; the JPEG file follows."""

    kind: Literal["taken"] = "taken"
    ask: int
    number: int
    at_s: FiniteFloat
    width_px: int = Field(ge=1)
    height_px: int = Field(ge=1)


class NoneTaken(_Word):
    """Child: there is no such picture."""

    kind: Literal["none-taken"] = "none-taken"
    ask: int
    says: str


FromAgent = Annotated[Begin | Ask, Field(discriminator="kind")]
FromChild = Annotated[Condition | Seen | Lost | Back | Taken | NoneTaken, Field(discriminator="kind")]

FROM_AGENT: Final[TypeAdapter[Begin | Ask]] = TypeAdapter(FromAgent)
FROM_CHILD: Final[TypeAdapter[Condition | Seen | Lost | Back | Taken | NoneTaken]] = TypeAdapter(FromChild)

HeardT = TypeVar("HeardT")


class Channel(Generic[HeardT]):
    """One side of the socket pair; `hears` are the other side's words."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, hears: TypeAdapter[HeardT]
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._hears = hears

    @classmethod
    async def over(cls, link: socket.socket, hears: TypeAdapter[HeardT]) -> Channel[HeardT]:
        """The channel over this end, which it closes."""
        return cls(*await asyncio.open_connection(sock=link), hears)

    async def hear(self) -> tuple[HeardT, bytes]:
        """The next word, and the bytes that follow it.

        Raises:
            EOFError: the other side has ended.
            ConnectionError: as above.
            GarbledError: what came is none of its words.
        """
        lengths = await self._reader.readexactly(_LENGTHS.size)
        word_bytes, content_bytes = _LENGTHS.unpack(lengths)
        if word_bytes > LARGEST_WORD_BYTES or content_bytes > LARGEST_PICTURE_BYTES:
            raise GarbledError(f"{word_bytes} and {content_bytes} bytes are more than anybody says")
        said = await self._reader.readexactly(word_bytes)
        content = await self._reader.readexactly(content_bytes)
        try:
            return self._hears.validate_json(said), content
        except ValidationError as error:
            raise GarbledError(f"not understood: {error.errors(include_input=False)[0]['msg']}") from error

    async def say(self, word: BaseModel, content: bytes = b"") -> None:
        """Say it, and wait while the other side is slow to take it.

        Raises:
            ConnectionError: the other side has ended.
        """
        said = word.model_dump_json().encode()
        self._writer.writelines((_LENGTHS.pack(len(said), len(content)), said, content))
        await self._writer.drain()

    def close(self) -> None:
        """End it, whatever is still to be said; the other side hears the end."""
        self._writer.transport.abort()
