"""A viewer in the test's own process: aiortc answers an offer, and decodes what comes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import av
from aiortc import MediaStreamTrack, RTCPeerConnection, RTCSessionDescription


class LookingOn:
    """One connection's other end."""

    def __init__(self) -> None:
        self.connection = RTCPeerConnection()
        self._tracks: list[MediaStreamTrack] = []
        self.connection.on("track", self._tracks.append)

    async def answer(self, offer: str) -> str:
        """The SDP that answers it."""
        await self.connection.setRemoteDescription(RTCSessionDescription(offer, "offer"))
        await self.connection.setLocalDescription(await self.connection.createAnswer())
        return self.connection.localDescription.sdp

    async def see(self, count: int) -> list[av.VideoFrame]:
        """The next pictures."""
        (track,) = self._tracks
        seen = []
        for _ in range(count):
            frame = await track.recv()
            assert isinstance(frame, av.VideoFrame)
            seen.append(frame)
        return seen


@asynccontextmanager
async def looking_on() -> AsyncIterator[LookingOn]:
    """Somebody who looks on, and has hung up at the exit."""
    viewer = LookingOn()
    try:
        yield viewer
    finally:
        await viewer.connection.close()
