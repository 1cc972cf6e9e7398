"""Pieces of materials in memory. When `full`, half a piece gets there, then a DiskFullError."""

from __future__ import annotations

import hashlib

from device_profiles.delivery.errors import DiskFullError


class MemoryChunkStore:
    """Implements the `ChunkStore` port."""

    def __init__(self, chunk_bytes: int) -> None:
        self._chunk_bytes = chunk_bytes
        self.arriving: dict[tuple[str, str], bytes] = {}
        self.stored: dict[tuple[str, str], bytes] = {}
        self.full = False

    def has(self, case: str, sha256: str) -> bool:
        return (case, sha256) in self.stored

    def received_bytes(self, case: str, sha256: str) -> int:
        return len(self.arriving.get((case, sha256), b"")) // self._chunk_bytes * self._chunk_bytes

    def append(self, case: str, sha256: str, offset_bytes: int, piece: bytes) -> None:
        before = self.arriving.get((case, sha256), b"")[:offset_bytes]
        assert len(before) == offset_bytes, "a piece was put behind a gap"
        self.arriving[case, sha256] = before + (piece[: len(piece) // 2] if self.full else piece)
        self._check_room()

    def finish(self, case: str, sha256: str, size_bytes: int) -> bool:
        self._check_room()
        content = self.arriving.pop((case, sha256))
        if hashlib.sha256(content).hexdigest() != sha256 or len(content) != size_bytes:
            return False
        self.stored[case, sha256] = content
        return True

    def _check_room(self) -> None:
        if self.full:
            msg = "no space left on device"
            raise DiskFullError(msg)
