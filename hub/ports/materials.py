"""The bytes of materials, encrypted at rest with a key per case."""

from __future__ import annotations

from typing import Protocol

from device_profiles.delivery.uploads import ChunkStore
from hub.domain.words import CaseId


class MaterialStore(ChunkStore, Protocol):
    """Keeps each material once, by case and SHA-256. Its methods block: call them off the event loop."""

    def read(self, case: CaseId, sha256: str) -> bytes:
        """The material's bytes, decrypted.

        Raises:
            SealedFileError: it is not here, was altered, or its key was destroyed.
        """
        ...

    def forget(self, case: CaseId) -> None:
        """Destroy the case's key, and so all its materials."""
        ...
