"""The hub's way to one counter, which keeps the bytes it gets and answers as an agent does."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from device_profiles.contract.chunks import ChunkLabel
from device_profiles.contract.errors import Refusal, RefusalCode
from device_profiles.contract.messages.receipt import UploadReceipt
from device_profiles.delivery.errors import LinkDownError, PublishRefusedError
from device_profiles.delivery.sealed_files import SealedFiles
from device_profiles.delivery.uploads import Piece, Receiving


class CounterLink:
    """Implements the `DeviceLink` port. `up`, `refused_by_broker`, `refuses`: the next piece's fate."""

    def __init__(self, folder: Path) -> None:
        self.files = SealedFiles(folder, bytes(32))
        self.up = True
        self.refused_by_broker = False
        self.refuses: RefusalCode | None = None
        self.answer: Callable[[UploadReceipt], None] = _to_nobody
        self.tried = asyncio.Semaphore(0)
        """One more for each piece that was tried."""
        self.pieces: list[tuple[str, int]] = []
        self._receiving = Receiving(self.files)

    async def publish_chunk(
        self, device: str, upload: str, offset_bytes: int, piece: bytes, label: ChunkLabel
    ) -> None:
        self.tried.release()
        if not self.up:
            msg = "the link is down"
            raise LinkDownError(msg)
        if self.refused_by_broker:
            raise PublishRefusedError(device, "Not authorized")
        self.pieces.append((device, offset_bytes))
        if self.refuses is not None:
            refusal = Refusal(code=self.refuses, says="not here")
            self.answer(UploadReceipt(upload=upload, outcome="refused", received_bytes=0, refusal=refusal))
        else:
            self.answer(self._receiving.take(Piece(upload, offset_bytes, piece, label)))


def _to_nobody(receipt: UploadReceipt) -> None:
    msg = f"nobody listens for {receipt.upload}"
    raise AssertionError(msg)
