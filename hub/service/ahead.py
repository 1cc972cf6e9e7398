"""Pieces of a material go on to the handling counter while the rest of it is still coming (ADR 32).

Without it the counter would wait until the hub has the whole, has heard of it, and reads it again. It is no
promise: whatever does not go smoothly is given up here. `relay` always asks the counter how far it has the
material, brings the rest, and alone writes the record, when the counter has said that all is stored.
A material of one piece has no rest that could still be coming: it is `relay`'s alone.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from device_profiles.contract.chunks import CHUNK_BYTES
from device_profiles.contract.messages.receipt import UploadReceipt
from device_profiles.delivery.clock import Ids
from device_profiles.delivery.errors import DeliveryError
from device_profiles.delivery.uploads import SILENCE_S, WINDOW_CHUNKS, Piece
from hub.domain.words import CaseId, DeviceName
from hub.ports.link import DeviceLink

AT_ONCE: Final = 32
"""So many materials are on their way at most; the one begun first is given up for another."""
MOST_HELD: Final = 16
"""So many pieces of one wait here while the counter takes what is on its way to it, 4 MB."""

_Which = tuple[DeviceName, CaseId, str]
"""A counter, a case, and a material's SHA-256."""


@dataclass(slots=True)
class _Upload:
    """One material on its way to one counter; `ended` once it is there, or was given up."""

    name: str
    size_bytes: int
    sent_bytes: int = 0
    confirmed_bytes: int = 0
    held: int = 0
    moved: asyncio.Event = field(default_factory=asyncio.Event)
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    def end(self) -> None:
        """It is there, or given up."""
        self.ended.set()
        self.move()

    def move(self) -> None:
        """Let those that are held look again."""
        self.moved.set()
        self.moved = asyncio.Event()

    def must_wait(self, piece: Piece) -> bool:
        """Whether another piece comes first, or the counter has not taken enough of what went before."""
        too_far = (
            piece.offset_bytes + len(piece.content) - self.confirmed_bytes > WINDOW_CHUNKS * CHUNK_BYTES
        )
        return piece.offset_bytes > self.sent_bytes or (piece.offset_bytes == self.sent_bytes and too_far)


class Ahead:
    """Sends on what arrives, in order, no further ahead of the counter than any upload goes."""

    def __init__(self, link: DeviceLink, ids: Ids) -> None:
        self._link = link
        self._ids = ids
        self._uploads: OrderedDict[_Which, _Upload] = OrderedDict()

    async def pass_on(self, counter: DeviceName, piece: Piece, *, is_whole: bool) -> None:
        """Send a piece that the hub has kept; `is_whole`: it needs no more of this material."""
        upload = self._upload(counter, piece)
        ends = piece.offset_bytes + len(piece.content)
        if upload is None or upload.ended.is_set() or ends <= upload.sent_bytes:
            return
        if is_whole and ends < upload.size_bytes:
            upload.end()
        if not await _may_go(upload, piece):
            return
        upload.sent_bytes = ends
        upload.move()
        try:
            label, content = piece.label, piece.content
            await self._link.publish_chunk(counter, upload.name, piece.offset_bytes, content, label)
        except DeliveryError:
            upload.end()

    def take_receipt(self, receipt: UploadReceipt) -> None:
        """A counter tells how far an upload has come; others than these are not ours."""
        for upload in self._uploads.values():
            if upload.name == receipt.upload:
                upload.confirmed_bytes = max(upload.confirmed_bytes, receipt.received_bytes)
                upload.move()
                if receipt.outcome != "partial" or receipt.refusal is not None:
                    upload.end()

    async def settled(self, counter: DeviceName, case: CaseId, sha256: str) -> bool:
        """Wait until what went ahead has come, or was given up; whether anything went."""
        which = counter, case, sha256
        upload = self._uploads.get(which)
        if upload is None:
            return False
        with suppress(TimeoutError):
            if upload.sent_bytes + upload.held * CHUNK_BYTES >= upload.size_bytes:
                async with asyncio.timeout(SILENCE_S):
                    await upload.ended.wait()
        upload.end()
        self._uploads.pop(which, None)
        return True

    def _upload(self, counter: DeviceName, piece: Piece) -> _Upload | None:
        which = (counter, piece.label.case, piece.label.sha256)
        begins = piece.offset_bytes == 0 and piece.label.size_bytes > len(piece.content)
        if begins and which not in self._uploads:
            if len(self._uploads) >= AT_ONCE:
                self._uploads.popitem(last=False)[1].end()
            self._uploads[which] = _Upload(self._ids.message_id(), piece.label.size_bytes)
        return self._uploads.get(which)


async def _may_go(upload: _Upload, piece: Piece) -> bool:
    """Wait until it is the piece's turn; False when it went meanwhile, or the material is given up.

    It is when too much waits, a piece is missing, or the counter is silent.
    """
    if upload.held == MOST_HELD or piece.offset_bytes > upload.sent_bytes + upload.held * CHUNK_BYTES:
        upload.end()
    upload.held += 1
    try:
        async with asyncio.timeout(SILENCE_S):
            while not upload.ended.is_set() and upload.must_wait(piece):
                await upload.moved.wait()
    except TimeoutError:
        upload.end()
    finally:
        upload.held -= 1
    return piece.offset_bytes == upload.sent_bytes and not upload.ended.is_set()
