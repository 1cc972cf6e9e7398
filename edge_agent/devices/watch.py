"""Watching for a customer through a camera: what happens before it, as events.

Owns when a picture is asked for and that looking at it happens in a thread. It starts nothing else.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Final, Literal

from edge_agent.capture.faces.watcher import PresenceWatcher
from edge_agent.capture.live_picture import FROZEN_AFTER_S, PictureJudge
from edge_agent.devices.camera import Camera
from edge_agent.devices.errors import NoPictureError
from edge_agent.devices.happenings import Fault, Happening, PictureBack, PictureFaulty, PictureLost

# Ten looks a second are plenty for people; a camera of thirty would cost three times as much.
_EVERY_S = 0.1
_SAYS: Final[dict[Fault, str]] = {
    "frozen": "The camera shows the same picture all the time: it hangs, and nobody can be seen by it.",
    "black": "The camera's picture is black: look whether its lens is covered, and at the light.",
}
Wrong = Literal["lost"] | Fault


class Watch:
    """One camera's events: `async for happening in watch.happenings(): …` while the camera is entered."""

    def __init__(self, camera: Camera, watcher: PresenceWatcher | None = None) -> None:
        self._camera = camera
        self._watcher = watcher or PresenceWatcher()
        self._judge = PictureJudge()
        self._wrong: Wrong | Literal["unknown"] | None = "unknown"

    async def happenings(self) -> AsyncIterator[Happening]:
        """Yield what happens, for as long as it is listened to. Times are those of the frames."""
        number = 0
        while True:
            try:
                # Only while all is well: a camera that opens, or hangs, has its own patience.
                async with asyncio.timeout(FROZEN_AFTER_S if self._wrong is None else None):
                    frame = await self._camera.newest(number)
            except NoPictureError as error:
                for happening in self._go_wrong("lost", PictureLost(str(error))):
                    yield happening
                continue
            except TimeoutError:
                if self._camera.state.pictures > number:
                    continue  # it was this program that hung
                for happening in self._go_wrong("frozen", PictureFaulty("frozen", _SAYS["frozen"])):
                    yield happening
                continue
            number = frame.number
            fault = self._judge.see(frame.image, frame.at_s)
            if fault is not None:
                for happening in self._go_wrong(fault, PictureFaulty(fault, _SAYS[fault])):
                    yield happening
            else:
                if self._wrong is not None:
                    self._wrong = None
                    yield PictureBack()
                sight = await asyncio.to_thread(self._watcher.see, frame.image, frame.at_s)
                for event in sight.events:
                    yield event
            await asyncio.sleep(max(0.0, frame.at_s + _EVERY_S - time.monotonic()))

    def _go_wrong(self, wrong: Wrong, told: PictureLost | PictureFaulty) -> list[Happening]:
        """What is told when it begins: nobody can be vouched for any more."""
        if self._wrong == wrong:
            return []
        self._wrong = wrong
        return [*self._watcher.lose_sight(time.monotonic()), told]
