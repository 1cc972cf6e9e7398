"""The simulated document scanner: answers every request with a photograph of made-up paper.

Owns how often which paper was taken. What is on it, `simulated.scanner` draws; that loads OpenCV, so it is
imported with the first scan: a device that scans nothing must start fast.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from edge_agent.capture.media_type import MediaType
from edge_agent.devices.peripheral import PeripheralState
from edge_agent.devices.scanner import Scan, ScanRequest


class SimulatedScanner:
    """Draws and photographs what it is asked for."""

    name = "simulated"

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._taken: Counter[tuple[str, str]] = Counter()

    async def look(self) -> PeripheralState:
        """It is always there."""
        return PeripheralState("ready", "It works.")

    @asynccontextmanager
    async def scan(self, request: ScanRequest) -> AsyncIterator[Scan]:
        """A JPEG of the requested paper, or a PDF where it has several pages.

        Drawn in a thread, in about half a second a page.

        Raises:
            FontMissingError: Noto Sans CJK is not installed.
        """
        paper = (request.case, request.material)
        content, media_type = await asyncio.to_thread(_scanned, request, self._seed, self._taken[paper])
        self._taken[paper] += 1
        yield Scan(content, media_type, self.name)


def _scanned(request: ScanRequest, seed: int, taken: int) -> tuple[bytes, MediaType]:
    from edge_agent.devices.simulated.scanner import scan_of  # noqa: PLC0415  it loads OpenCV

    return scan_of(request, seed, taken)
