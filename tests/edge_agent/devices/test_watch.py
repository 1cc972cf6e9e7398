"""A camera watched: what happens before it, and that it went dark."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from types import TracebackType
from typing import Self

import numpy as np

from edge_agent.capture.faces.presence import Event
from edge_agent.capture.faces.watcher import PresenceWatcher
from edge_agent.devices.camera import CameraState, Frame
from edge_agent.devices.errors import NoPictureError
from edge_agent.devices.happenings import Happening, PictureBack, PictureLost
from edge_agent.devices.simulated.customer import FPS, Visit
from edge_agent.devices.watch import Watch


class ScriptedCamera:
    """Gives the pictures of a visit, and goes dark where the script has None."""

    name = "scripted"
    state = CameraState("showing", "The scripted camera shows pictures.")

    def __init__(self, script: list[Frame | None]) -> None:
        self._script = script

    async def newest(self, after: int = 0) -> Frame:
        await asyncio.sleep(0)
        frame = self._script.pop(0) if self._script else None
        if frame is None:
            raise NoPictureError("The scripted camera gives no pictures.")
        return replace(frame, number=after + 1)

    async def still(self) -> Frame:
        return await self.newest()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        return


def standing(seconds: float) -> list[Frame | None]:
    """Somebody stands there from the first picture on, at times long past: nobody has to wait."""
    visit = Visit(1, (("standing", seconds),))
    return [Frame(visit.picture(number), number / FPS, number + 1) for number in range(visit.frames)]


async def happened(camera: ScriptedCamera, count: int) -> list[Happening]:
    found: list[Happening] = []
    async with asyncio.timeout(30), camera:
        async for happening in Watch(camera).happenings():
            found.append(happening)
            if len(found) == count:
                break
    return found


async def test_who_arrives_is_told() -> None:
    shown, arrival = await happened(ScriptedCamera(standing(2)), 2)
    assert shown == PictureBack()
    assert isinstance(arrival, Event)
    assert arrival.kind == "arrived"


async def test_a_dark_camera_vouches_for_nobody_and_is_told_once() -> None:
    script = [*standing(2), None, None, None, *standing(2)]
    happenings = await happened(ScriptedCamera(script), 6)
    kinds = [found.kind if isinstance(found, Event) else type(found) for found in happenings]
    assert kinds == [PictureBack, "arrived", "left", PictureLost, PictureBack, "arrived"]
    lost = happenings[3]
    assert isinstance(lost, PictureLost)
    assert "no pictures" in lost.says


async def test_an_empty_lobby_says_nothing() -> None:
    wall = np.full((480, 640, 3), 128, np.uint8)
    script: list[Frame | None] = [Frame(wall, number / 10, number) for number in range(1, 50)]
    _, then = await happened(ScriptedCamera([*script, None]), 2)
    assert isinstance(then, PictureLost)


async def test_a_camera_that_never_shows_anything_is_told_too() -> None:
    (only,) = await happened(ScriptedCamera([]), 1)
    assert isinstance(only, PictureLost)


async def test_a_watcher_that_is_given_is_used() -> None:
    watcher = PresenceWatcher()
    async with asyncio.timeout(30):
        async for happening in Watch(ScriptedCamera(standing(2)), watcher).happenings():
            if isinstance(happening, Event):
                break
    assert watcher.presence.state == "one"
