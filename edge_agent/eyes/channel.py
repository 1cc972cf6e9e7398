"""How words go between the agent and the process of its camera, over a socket pair.

Owns the framing: two lengths, a JSON object, bytes. Nothing is unpickled: what a broken process sends is
refused, and cannot do anything here.
"""

from __future__ import annotations

import asyncio
import socket
import struct
from typing import Final, Generic, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

LARGEST_WORD_BYTES: Final = 65_536
LARGEST_CONTENT_BYTES: Final = 32 * 2**20
"""As large as a scan may be; ten seconds of film have two megabytes."""
_LENGTHS: Final = struct.Struct("!II")


class GarbledError(Exception):
    """What came is none of our words: the other side is broken."""


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
        if word_bytes > LARGEST_WORD_BYTES or content_bytes > LARGEST_CONTENT_BYTES:
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
