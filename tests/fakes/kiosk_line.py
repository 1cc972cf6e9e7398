"""The hub's way to kiosks for signals: it keeps what they hear."""

from __future__ import annotations

import asyncio

from device_profiles.contract.envelope import Body
from device_profiles.contract.ids import DeviceAddress
from device_profiles.delivery.errors import LinkDownError


class KioskLine:
    """Implements the `SignalLink` port. `up`: the broker is there; `listening`: the device is."""

    def __init__(self) -> None:
        self.up = True
        self.listening = True
        self.said: list[tuple[str, Body]] = []
        self._came: asyncio.Queue[Body] = asyncio.Queue()

    async def publish_signal(self, device: DeviceAddress, body: Body) -> bool:
        if not self.up:
            msg = "the link is down"
            raise LinkDownError(msg)
        if self.listening:
            self.said.append((str(device), body))
            self._came.put_nowait(body)
        return self.listening

    async def heard(self) -> Body:
        """The next that a device hears."""
        async with asyncio.timeout(10):
            return await self._came.get()
