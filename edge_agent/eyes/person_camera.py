"""The camera as what takes a customer's picture: they stand before it already, and it sees them.

Owns how the newest picture becomes a scan, which is then looked at as every scan is.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from edge_agent.devices.scanner import Scan, ScanRequest
from edge_agent.eyes.document_camera import DocumentCamera


@dataclass(frozen=True, slots=True)
class PersonCamera(DocumentCamera):
    """Takes the picture as the camera is watched: nobody must hold still while it changes its size."""

    @asynccontextmanager
    async def scan(self, request: ScanRequest) -> AsyncIterator[Scan]:
        """A JPEG of who is before the camera now.

        Raises:
            NoPictureError: it shows nothing.
        """
        picture = await self.eyes.snapshot()
        yield Scan(picture.jpeg, "image/jpeg", self.name)
