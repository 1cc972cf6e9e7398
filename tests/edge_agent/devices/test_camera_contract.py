"""What every camera promises. A new driver adds a subclass below."""

from __future__ import annotations

import asyncio
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from edge_agent.devices.camera import Camera
from edge_agent.devices.errors import NoPictureError
from edge_agent.devices.opencv_camera import OpenCvCamera
from edge_agent.devices.simulated.camera import SimulatedCamera
from edge_agent.devices.video_source import VideoSource
from tests.edge_agent.devices.videos import video


async def _trouble(camera: Camera, after: int) -> str:
    with pytest.raises(NoPictureError) as told:
        await camera.newest(after)
    return str(told.value)


NEVER = 10**9
"""The number of no picture."""


class CameraContract:
    """A subclass has a fixture `camera`, not yet entered, that has pictures to give."""

    async def test_pictures_come_and_their_numbers_and_times_go_up(self, camera: Camera) -> None:
        async with camera:
            first = await camera.newest()
            second = await camera.newest(first.number)
            assert second.number > first.number >= 1
            assert second.at_s > first.at_s
            assert first.image.shape == second.image.shape
            assert first.image.ndim == 3
            assert first.image.dtype == np.uint8

    async def test_who_is_late_gets_the_newest_and_nothing_older(self, camera: Camera) -> None:
        async with camera:
            third = await camera.newest((await camera.newest(1)).number)
            again = await camera.newest()
            assert again.number >= third.number

    async def test_a_still_is_taken_from_now_on_and_is_no_smaller(self, camera: Camera) -> None:
        async with camera:
            watched = await camera.newest()
            asked_s = time.monotonic()
            still = await camera.still()
            assert still.at_s >= asked_s
            assert still.image.shape >= watched.image.shape
            assert (await camera.newest(watched.number)).image.shape == watched.image.shape

    async def test_two_who_wait_both_get_a_picture(self, camera: Camera) -> None:
        async with camera, asyncio.TaskGroup() as both:
            waiting = [both.create_task(camera.newest()) for _ in range(2)]
        assert all(waited.result().number for waited in waiting)

    async def test_who_gives_up_waiting_leaves_the_camera_working(self, camera: Camera) -> None:
        async with camera:
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0):
                    await camera.newest(after=NEVER)
            assert (await camera.newest()).number

    async def test_its_state_follows_what_it_does(self, camera: Camera) -> None:
        states = [camera.state]
        async with camera:
            await camera.newest()
            states.append(camera.state)
        states.append(camera.state)
        assert [state.sight for state in states] == ["opening", "showing", "closed"]
        assert all(camera.name in state.says for state in states)

    async def test_it_leaves_no_thread_behind(self, camera: Camera) -> None:
        async with camera:
            await camera.newest()
            assert camera.name in [thread.name for thread in threading.enumerate()]
        assert camera.name not in [thread.name for thread in threading.enumerate()]

    async def test_closed_it_gives_nothing_and_keeps_nobody_waiting(self, camera: Camera) -> None:
        async with asyncio.timeout(10), camera, asyncio.TaskGroup() as others:
            await camera.newest()
            waiting = others.create_task(_trouble(camera, after=1_000_000))
            await asyncio.sleep(0)
            await camera.__aexit__(None, None, None)
        assert "closed" in waiting.result()
        assert "closed" in await _trouble(camera, after=0)


class TestOpenCvCamera(CameraContract):
    @pytest.fixture
    def camera(self, tmp_path: Path) -> Camera:
        file = video(tmp_path / "lobby.avi", pictures=40, fps=40)
        return OpenCvCamera(VideoSource("file", str(file)), patience_s=30)


class TestSimulatedCamera(CameraContract):
    @pytest.fixture
    def camera(self) -> Camera:
        return SimulatedCamera(seed=1, story=(("empty", 1.0), ("standing", 1.0)), patience_s=30)
