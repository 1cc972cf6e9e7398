"""A camera watched: what happens before it, and that it went dark."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from types import TracebackType
from typing import Self

import numpy as np
import pytest

from edge_agent.capture.faces.presence import Event
from edge_agent.capture.faces.watcher import PresenceWatcher
from edge_agent.devices import watch
from edge_agent.devices.camera import CameraState, Frame
from edge_agent.devices.errors import NoPictureError
from edge_agent.devices.happenings import Happening, PictureBack, PictureFaulty, PictureLost
from edge_agent.devices.simulated.customer import FPS, Visit
from edge_agent.devices.watch import Watch

BLACK = "The camera's picture is black: look whether its lens is covered, and at the light."


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


class StuckCamera(ScriptedCamera):
    """Takes its time before it says that it gives no pictures."""

    async def newest(self, after: int = 0) -> Frame:
        if after:
            await asyncio.sleep(0.2)
        return await super().newest(after)


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
    lobby = Visit(1, (("empty", 5.0),))
    script: list[Frame | None] = [
        Frame(lobby.picture(number), number / FPS, number + 1) for number in range(lobby.frames)
    ]
    _, then = await happened(ScriptedCamera([*script, None]), 2)
    assert isinstance(then, PictureLost)


async def test_a_camera_that_never_shows_anything_is_told_too() -> None:
    (only,) = await happened(ScriptedCamera([]), 1)
    assert isinstance(only, PictureLost)


async def test_a_camera_that_hangs_vouches_for_nobody_until_its_picture_changes() -> None:
    before, after = standing(2), standing(2)
    last = before[-1]
    assert last is not None
    hung: list[Frame | None] = [replace(last, at_s=last.at_s + number / FPS) for number in range(40)]
    later = [None if frame is None else replace(frame, at_s=frame.at_s + 10) for frame in after]
    happenings = await happened(ScriptedCamera([*before, *hung, *later]), 6)
    kinds = [found.kind if isinstance(found, Event) else type(found) for found in happenings]
    assert kinds == [PictureBack, "arrived", "left", PictureFaulty, PictureBack, "arrived"]
    frozen = happenings[3]
    assert isinstance(frozen, PictureFaulty)
    assert frozen.what == "frozen"


async def test_a_lens_that_is_covered_is_told_and_that_it_shows_nothing_afterwards() -> None:
    black = np.full((480, 640, 3), 4, np.uint8)
    covered: list[Frame | None] = [Frame(black, 2 + number / FPS, number) for number in range(15)]
    happenings = await happened(ScriptedCamera([*standing(2), *covered, None]), 5)
    kinds = [found.kind if isinstance(found, Event) else type(found) for found in happenings]
    assert kinds == [PictureBack, "arrived", "left", PictureFaulty, PictureLost]
    assert happenings[3] == PictureFaulty("black", BLACK)


async def test_a_camera_that_gives_no_new_picture_is_told_before_it_is_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(watch, "FROZEN_AFTER_S", 0.05)
    camera = StuckCamera(standing(2)[:1])
    happenings = await happened(camera, 3)
    kinds = [type(found) for found in happenings]
    assert kinds == [PictureBack, PictureFaulty, PictureLost]


async def test_a_watcher_that_is_given_is_used() -> None:
    watcher = PresenceWatcher()
    async with asyncio.timeout(30):
        async for happening in Watch(ScriptedCamera(standing(2)), watcher).happenings():
            if isinstance(happening, Event):
                break
    assert watcher.presence.state == "one"
