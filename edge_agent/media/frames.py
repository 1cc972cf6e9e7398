"""Single pictures of calls for which no peer connection comes about: a few a second, never two at once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Final

from device_profiles.contract.frames import MOST_FRAMES_PER_S, FrameLabel
from edge_agent.devices.errors import PeripheralError
from edge_agent.eyes.port import Eyes, Picture
from edge_agent.media.ledger import Ledger
from edge_agent.media.line import SignalLine

EVERY_S: Final = 1 / MOST_FRAMES_PER_S
LOOK_AGAIN_S: Final = 0.5


class Frames:
    """Sends what the eyes see."""

    def __init__(self, eyes: Eyes, ledger: Ledger, line: SignalLine) -> None:
        self._eyes = eyes
        self._ledger = ledger
        self._line = line
        self._sending: set[str] = set()

    async def send(self, name: str) -> None:
        """Send each new picture for as long as the call wants it; what is not taken is not kept."""
        if name in self._sending:
            return
        self._sending.add(name)
        try:
            await self._send(name)
        finally:
            self._sending.discard(name)

    async def _send(self, name: str) -> None:
        now_s = asyncio.get_running_loop().time
        seen = 0
        while self._wants(name):
            begun_s = now_s()
            try:
                picture = await self._eyes.preview(seen)
            except PeripheralError:
                await asyncio.sleep(LOOK_AGAIN_S)
                continue
            seen = picture.number
            taken = await self._show(name, picture)
            await asyncio.sleep(max(0.0, begun_s + EVERY_S - now_s()) if taken else LOOK_AGAIN_S)

    def _wants(self, name: str) -> bool:
        call = self._ledger.get(name)
        return call is not None and call.pictures

    async def _show(self, name: str, picture: Picture) -> bool:
        call = self._ledger.get(name)
        if call is None or not call.pictures:
            return False
        number, at = call.pictured + 1, picture.captured_at
        self._ledger.keep_quietly(replace(call, pictured=number))
        label = FrameLabel(case=call.case, epoch=call.epoch, number=number, captured_at=at)
        return await self._line.show(name, label, picture.jpeg)
