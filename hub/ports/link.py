"""The way to the devices, for what cannot go through the outbox: the bytes of materials."""

from __future__ import annotations

from typing import Protocol

from device_profiles.contract.chunks import ChunkLabel
from hub.domain.words import DeviceName


class DeviceLink(Protocol):
    """Speaks to devices now, or not at all."""

    async def publish_chunk(
        self, device: DeviceName, upload: str, offset_bytes: int, piece: bytes, label: ChunkLabel
    ) -> None:
        """Send one piece of a material to a device.

        Raises:
            LinkDownError: it could not be sent now.
        """
        ...
