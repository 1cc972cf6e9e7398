"""The bytes of a material, sent in pieces until the other side has them, verified, on its disk.

The sender alone decides when to send; the receiver answers each piece with how far it has come. So
either side may restart at any time: the first answer tells where to go on.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, Protocol

import structlog

from device_profiles.contract.chunks import ATTEMPTS, CHUNK_BYTES, ChunkLabel
from device_profiles.contract.errors import Refusal
from device_profiles.contract.messages.receipt import UploadReceipt
from device_profiles.delivery.errors import (
    DiskFullError,
    LinkDownError,
    PublishRefusedError,
    UploadRefusedError,
)
from device_profiles.delivery.stripes import Stripes

WINDOW_CHUNKS: Final = 8
SILENCE_S: Final = 5.0
"""After so long without an answer the sender starts again from what it knows to have arrived."""
MOST_SILENCES: Final = 3
"""After so many in a row it gives up for now: the receiver is not there."""

_log = structlog.get_logger()

PublishChunk = Callable[[int, bytes, ChunkLabel], Awaitable[None]]
"""Puts the piece at an offset on the wire; raises LinkDownError when that cannot be done now."""


class ChunkStore(Protocol):
    """Where a receiver puts the pieces. Its methods may block: they are called off the event loop.

    `append` and `finish` raise DiskFullError when there is no room; what was there before still is.
    """

    def has(self, case: str, sha256: str) -> bool:
        """Whether the material is stored, whole and verified."""
        ...

    def received_bytes(self, case: str, sha256: str) -> int:
        """How many bytes of a material that is still arriving are there, in whole pieces."""
        ...

    def append(self, case: str, sha256: str, offset_bytes: int, piece: bytes) -> None:
        """Put a piece at the end of what is there."""
        ...

    def finish(self, case: str, sha256: str, size_bytes: int) -> bool:
        """Verify the whole and keep it for good. False: its digest is wrong, and it was thrown away."""
        ...


class Sending:
    """The uploads that this side is sending, and the answers they wait for."""

    def __init__(self) -> None:
        self._waiting: dict[str, asyncio.Queue[UploadReceipt]] = {}

    def take_receipt(self, receipt: UploadReceipt) -> None:
        """Hand an answer to the upload that waits for it; others are stale."""
        if waiting := self._waiting.get(receipt.upload):
            waiting.put_nowait(receipt)

    async def send(
        self,
        publish: PublishChunk,
        upload: str,
        case: str,
        content: bytes,
        sha256: str,
        *,
        begun: bool = False,
    ) -> None:
        """Send `content` until the receiver has stored it.

        `begun`: it may have some or all of it already, so its first answer is waited for before more goes.

        Raises:
            UploadRefusedError: the receiver will not have it.
            LinkDownError: the connection or the receiver went away, the broker lets no piece pass, or the
                receiver has no room; call again later.
        """
        answers: asyncio.Queue[UploadReceipt] = asyncio.Queue()
        self._waiting[upload] = answers
        sent = confirmed = silences = 0
        window_chunks = 1 if begun else WINDOW_CHUNKS
        try:
            while True:
                while sent < len(content) and sent - confirmed < window_chunks * CHUNK_BYTES:
                    await _publish(publish, sent, *_labelled(case, content, sha256, sent))
                    sent += CHUNK_BYTES
                try:
                    answer = await _newest(answers)
                    silences, window_chunks = 0, WINDOW_CHUNKS
                except TimeoutError:
                    silences += 1
                    if silences == MOST_SILENCES:
                        msg = f"upload {upload}: no answer for {silences * SILENCE_S:.0f} s"
                        raise LinkDownError(msg) from None
                    sent = min(confirmed, (len(content) - 1) // CHUNK_BYTES * CHUNK_BYTES)
                    continue
                if answer.outcome == "stored":
                    return
                if answer.outcome == "refused":
                    raise UploadRefusedError(answer.refusal or Refusal(code="not_expected", says="refused"))
                if _wants_patience(answer):
                    msg = f"upload {upload}: the receiver has no room now"
                    raise LinkDownError(msg)
                confirmed = answer.received_bytes
                # A complaint asks for what was lost or broken; an answer ahead of us says what to skip.
                if answer.refusal is not None or confirmed > sent:
                    sent = confirmed
        finally:
            del self._waiting[upload]


@dataclass(frozen=True, slots=True)
class Piece:
    """One chunk as it arrived."""

    upload: str
    offset_bytes: int
    content: bytes
    label: ChunkLabel


class Receiving:
    """The uploads that this side is receiving."""

    def __init__(self, store: ChunkStore) -> None:
        self._store = store
        self._broken: dict[str, int] = {}
        self._one_at_a_time = Stripes()

    def take(self, piece: Piece) -> UploadReceipt:
        """Keep a piece and tell how far its upload has come. Blocks on the disk."""
        with self._one_at_a_time.of(piece.label.case):
            if self._store.has(piece.label.case, piece.label.sha256):
                return self._stored(piece)
            have = self._store.received_bytes(piece.label.case, piece.label.sha256)
            try:
                return self._settle(piece, have)
            except DiskFullError:
                no_room = Refusal(code="disk_full", says="there is no room for it now: send it again later")
                return _partial(piece, have, no_room)

    def _settle(self, piece: Piece, have: int) -> UploadReceipt:
        if have >= piece.label.size_bytes:  # all came, but what ended this program kept it from the end
            return self._finish(piece)
        if fault := _fault(piece):
            return self._complain(piece, fault, have)
        if piece.offset_bytes != have:
            return _partial(piece, have, _gap(piece, have))
        return self._keep(piece)

    def _keep(self, piece: Piece) -> UploadReceipt:
        label = piece.label
        self._store.append(label.case, label.sha256, piece.offset_bytes, piece.content)
        have = piece.offset_bytes + len(piece.content)
        if have < label.size_bytes:
            return _partial(piece, have)
        return self._finish(piece)

    def _finish(self, piece: Piece) -> UploadReceipt:
        label = piece.label
        if self._store.finish(label.case, label.sha256, label.size_bytes):
            return self._stored(piece)
        wrong = Refusal(code="wrong_digest", says="the whole does not have the digest on its label")
        return self._complain(piece, wrong, 0)

    def _stored(self, piece: Piece) -> UploadReceipt:
        self._broken.pop(piece.upload, None)
        return UploadReceipt(upload=piece.upload, outcome="stored", received_bytes=piece.label.size_bytes)

    def _complain(self, piece: Piece, fault: Refusal, have: int) -> UploadReceipt:
        broken = self._broken.get(piece.upload, 0) + 1
        self._broken[piece.upload] = broken
        if broken <= ATTEMPTS:
            return _partial(piece, have, fault)
        del self._broken[piece.upload]
        return UploadReceipt(upload=piece.upload, outcome="refused", received_bytes=have, refusal=fault)


def _labelled(case: str, content: bytes, sha256: str, offset_bytes: int) -> tuple[bytes, ChunkLabel]:
    piece = content[offset_bytes : offset_bytes + CHUNK_BYTES]
    digest = hashlib.sha256(piece).hexdigest()
    return piece, ChunkLabel(case=case, size_bytes=len(content), sha256=sha256, chunk_sha256=digest)


def _partial(piece: Piece, have: int, fault: Refusal | None = None) -> UploadReceipt:
    return UploadReceipt(upload=piece.upload, outcome="partial", received_bytes=have, refusal=fault)


def _gap(piece: Piece, have: int) -> Refusal | None:
    if piece.offset_bytes < have:
        return None  # a repetition
    return Refusal(code="invalid_chunk", says=f"the bytes from {have} on are missing")


def _fault(piece: Piece) -> Refusal | None:
    size_bytes, offset, got = piece.label.size_bytes, piece.offset_bytes, len(piece.content)
    due = min(CHUNK_BYTES, size_bytes - offset)
    if offset % CHUNK_BYTES or got != due:
        says = f"at {offset} of {size_bytes} a piece has {due} bytes, not {got}"
        return Refusal(code="invalid_chunk", says=says)
    if hashlib.sha256(piece.content).hexdigest() != piece.label.chunk_sha256:
        return Refusal(code="wrong_chunk_digest", says="the piece does not have the digest on its label")
    return None


async def _publish(publish: PublishChunk, offset_bytes: int, piece: bytes, label: ChunkLabel) -> None:
    try:
        await publish(offset_bytes, piece, label)
    except PublishRefusedError as error:
        # The rules of a broker can be mended while a material cannot be made again: later, not never.
        _log.error("pieces may not pass", case=label.case, reason=str(error))
        raise LinkDownError(str(error)) from error


def _wants_patience(answer: UploadReceipt) -> bool:
    return answer.outcome == "partial" and answer.refusal is not None and answer.refusal.code == "disk_full"


async def _newest(answers: asyncio.Queue[UploadReceipt]) -> UploadReceipt:
    """The answer that counts among those that wait: an end, no room, a complaint, or else the latest.

    Raises:
        TimeoutError: nobody answered.
    """
    async with asyncio.timeout(SILENCE_S):
        found = [await answers.get()]
    while not answers.empty():
        found.append(answers.get_nowait())
    for answer in found:
        if answer.outcome != "partial" or _wants_patience(answer):
            return answer
    complaints = [answer for answer in found if answer.refusal is not None]
    return (complaints or found)[-1]
