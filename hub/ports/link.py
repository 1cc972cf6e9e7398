"""The way to the devices, for what does not go through the outbox: bytes of materials, and signals."""

from __future__ import annotations

from typing import Protocol

from device_profiles.contract.chunks import ChunkLabel
from device_profiles.contract.envelope import Body
from device_profiles.contract.ids import DeviceAddress
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


class SignalLink(Protocol):
    """Says a signal to a device now, or not at all."""

    async def publish_signal(self, device: DeviceAddress, body: Body) -> bool:
        """Say it; False when the device is not there to hear it.

        Raises:
            DeliveryError: it could not be sent now.
        """
        ...
