"""The camera as a document scanner: a photograph of what is held before it.

Owns how a picture becomes a scan. It is then looked at as every scan is: straightened, read, compared.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from edge_agent.devices.errors import NoPictureError
from edge_agent.devices.peripheral import PeripheralState
from edge_agent.devices.scanner import Scan, ScanRequest
from edge_agent.eyes.port import Eyes


@dataclass(frozen=True, slots=True)
class DocumentCamera:
    """Photographs, with the agent's eyes, as large as they can."""

    eyes: Eyes

    @property
    def name(self) -> str:
        """As the camera is known."""
        return self.eyes.name

    async def look(self) -> PeripheralState:
        """Whether it shows anything now."""
        try:
            await self.eyes.snapshot()
        except NoPictureError as error:
            return PeripheralState("failed", str(error))
        return PeripheralState("ready", "It works.")

    @asynccontextmanager
    async def scan(self, request: ScanRequest) -> AsyncIterator[Scan]:
        """A JPEG of what is before the camera now.

        Raises:
            NoPictureError: it shows nothing.
        """
        picture = await self.eyes.document()
        yield Scan(picture.jpeg, "image/jpeg", self.name)
