"""Who stands before the kiosk's simulated camera: a rendered visit as a video file, which the agent plays.

The camera plays a file again and again, and opens it anew each time: another file there is another scene.
"""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from edge_agent.devices.simulated.customer import Scene

_SEED: Final = 7
_SCENES: Final[dict[str, tuple[tuple[Scene, float], ...]]] = {
    "nobody": (("empty", 1.0),),
    "stands": (("standing", 3.0),),
    "leaves": (("leaving", 1.5), ("empty", 6.0)),
}


class Visitor:
    """One customer, drawn once; `video` is what the camera plays."""

    def __init__(self, folder: Path) -> None:
        self.video = folder / "visit.avi"
        self._folder = folder

    async def is_drawn(self) -> None:
        """Draw every scene, in about a second. Nobody is there yet: the camera learns the empty room."""
        await asyncio.to_thread(self._draw)
        await self.show("nobody")

    async def show(self, scene: str) -> None:
        """Let the camera see this from its file's next beginning on: `nobody`, `stands` or `leaves`."""
        fresh = self.video.with_suffix(".new")
        await asyncio.to_thread(shutil.copyfile, self._folder / f"{scene}.avi", fresh)
        fresh.replace(self.video)

    def _draw(self) -> None:
        from edge_agent.devices.simulated.camera import write_visit  # noqa: PLC0415  it loads OpenCV
        from edge_agent.devices.simulated.customer import Visit  # noqa: PLC0415  with the first that is drawn

        for scene, story in _SCENES.items():
            write_visit(Visit(_SEED, story), self._folder / f"{scene}.avi")
