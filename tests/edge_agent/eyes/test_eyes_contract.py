"""What the agent's eyes promise, whether a test paints what they see or a process looks."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import cv2
import numpy as np
import pytest

from device_profiles.delivery.clock import SystemClock
from edge_agent.capture.faces.presence import Event
from edge_agent.devices.errors import NoPictureError, StalePictureError
from edge_agent.devices.happenings import Happening, PictureBack
from edge_agent.eyes.port import PREVIEW_PX, Eyes, Picture
from tests.edge_agent.devices.videos import video
from tests.edge_agent.eyes.running import looking_at
from tests.fakes.eyes import FakeEyes

BOUND_S = 60
"""Generous on a busy machine: a process starts and loads its libraries."""


class EyesContract:
    """A subclass has fixtures: `eyes` sees somebody come, `late` what is too old, `dark` nothing."""

    def begin(self, eyes: Eyes) -> None:
        """Somebody may come now; a camera waits for nobody."""

    async def test_who_comes_is_told_and_is_what_is_so_now(self, eyes: Eyes) -> None:
        happened: list[Happening] = []
        async with asyncio.timeout(BOUND_S):
            with eyes.listen() as happenings:
                self.begin(eyes)
                async for happening in happenings:
                    happened.append(happening)
                    if isinstance(happening, Event):
                        break
        first, arrival = happened
        assert first == PictureBack()
        assert isinstance(arrival, Event)
        assert arrival.kind == "arrived"
        now = eyes.presence
        assert (now.what, now.says) == ("one", arrival.says)
        assert abs(now.since - SystemClock().now_ms()) < 5_000

    async def test_pictures_are_jpeg_files_of_now(self, eyes: Eyes) -> None:
        self.begin(eyes)
        snapshot = await given(eyes.snapshot)
        assert size_of(snapshot) == (480, 640)
        assert time.monotonic() - snapshot.at_s < 3
        assert abs(snapshot.captured_at - SystemClock().now_ms()) < 3_000
        small = await given(eyes.preview)
        assert max(size_of(small)) == PREVIEW_PX
        newer = await given(partial(eyes.preview, small.number))
        assert newer.number > small.number
        assert newer.at_s > small.at_s
        assert size_of(await given(eyes.document)) >= size_of(snapshot)

    async def test_what_is_too_old_is_not_shown(self, late: Eyes) -> None:
        async with asyncio.timeout(BOUND_S):
            while not isinstance(refused := await trouble_of(late), StalePictureError):
                pass  # it is still opening, or the picture has just come
        assert "old" in str(refused)

    async def test_without_a_picture_it_says_why(self, dark: Eyes) -> None:
        with pytest.raises(NoPictureError):
            await dark.snapshot()
        with pytest.raises(NoPictureError):
            await dark.document()


class TestFakeEyes(EyesContract):
    @pytest.fixture
    async def eyes(self) -> AsyncIterator[Eyes]:
        eyes = FakeEyes(SystemClock())
        async with showing(eyes):
            yield eyes

    def begin(self, eyes: Eyes) -> None:
        assert isinstance(eyes, FakeEyes)
        eyes.happens(PictureBack())
        eyes.happens(Event("arrived", time.monotonic()))

    @pytest.fixture
    def late(self) -> Eyes:
        eyes = FakeEyes(SystemClock())
        eyes.shows(age_s=3.1)
        return eyes

    @pytest.fixture
    def dark(self) -> Eyes:
        eyes = FakeEyes(SystemClock())
        eyes.patience_s = 0.01
        return eyes


class TestSupervisedEyes(EyesContract):
    @pytest.fixture
    async def eyes(self, visit: Path) -> AsyncIterator[Eyes]:
        async with looking_at(visit) as (eyes, _):
            yield eyes

    @pytest.fixture
    async def late(self, tmp_path: Path) -> AsyncIterator[Eyes]:
        """A picture a second is, for somebody who wants them this fresh, mostly none."""
        file = video(tmp_path / "slow.avi", pictures=5, fps=1)
        async with looking_at(file, oldest_s=0.1) as (eyes, _):
            yield eyes

    @pytest.fixture
    async def dark(self, tmp_path: Path) -> AsyncIterator[Eyes]:
        async with looking_at(tmp_path / "nowhere.avi") as (eyes, _):
            yield eyes


@asynccontextmanager
async def showing(eyes: FakeEyes) -> AsyncIterator[None]:
    """A picture comes every few milliseconds."""

    async def show() -> None:
        while True:
            eyes.shows()
            await asyncio.sleep(0.005)

    async with asyncio.TaskGroup() as tasks:
        shower = tasks.create_task(show())
        yield
        shower.cancel()


async def given(ask: Callable[[], Awaitable[Picture]]) -> Picture:
    """Ask until it is given: it may be opening still, or the machine busy with something else."""
    async with asyncio.timeout(BOUND_S):
        while True:
            try:
                return await ask()
            except NoPictureError:
                await asyncio.sleep(0.05)


async def trouble_of(eyes: Eyes) -> NoPictureError | None:
    await asyncio.sleep(0.02)
    try:
        await eyes.snapshot()
    except NoPictureError as error:
        return error
    return None


def size_of(picture: Picture) -> tuple[int, int]:
    """Height and width of what the file really holds."""
    image = cv2.imdecode(np.frombuffer(picture.jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert image is not None
    assert image.shape[:2] == (picture.height_px, picture.width_px)
    return image.shape[0], image.shape[1]
