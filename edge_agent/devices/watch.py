"""Watching for a customer through a camera: what happens before it, as events.

Owns when a picture is asked for and that looking at it happens in a thread. It starts nothing else.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

from edge_agent.capture.faces.watcher import PresenceWatcher
from edge_agent.devices.camera import Camera
from edge_agent.devices.errors import NoPictureError
from edge_agent.devices.happenings import Happening, PictureBack, PictureLost

# Ten looks a second are plenty for people; a camera of thirty would cost three times as much.
_EVERY_S = 0.1


class Watch:
    """One camera's events: `async for happening in watch.happenings(): …` while the camera is entered."""

    def __init__(self, camera: Camera, watcher: PresenceWatcher | None = None) -> None:
        self._camera = camera
        self._watcher = watcher or PresenceWatcher()

    async def happenings(self) -> AsyncIterator[Happening]:
        """Yield what happens, for as long as it is listened to. Times are those of the frames."""
        number = 0
        shows: bool | None = None  # nobody knows yet
        while True:
            try:
                frame = await self._camera.newest(number)
            except NoPictureError as error:
                if shows is not False:
                    shows = False
                    for event in self._watcher.lose_sight(time.monotonic()):
                        yield event
                    yield PictureLost(str(error))
                continue
            if not shows:
                shows = True
                yield PictureBack()
            sight = await asyncio.to_thread(self._watcher.see, frame.image, frame.at_s)
            for event in sight.events:
                yield event
            number = frame.number
            await asyncio.sleep(max(0.0, frame.at_s + _EVERY_S - time.monotonic()))
