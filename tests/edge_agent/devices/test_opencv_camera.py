"""A camera that is not there, says nothing or is garbage: told, in bounded time, and tried again."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest

from edge_agent.devices import opencv_camera
from edge_agent.devices.errors import NoPictureError
from edge_agent.devices.opencv_camera import OpenCvCamera
from edge_agent.devices.video_source import VideoSource, video_source
from tests.edge_agent.devices.videos import video

PATIENCE_S = 1.0
BOUND_S = 6.0
"""Generous on a busy machine; a hang would last for ever."""


def file_camera(file: Path) -> OpenCvCamera:
    return OpenCvCamera(VideoSource("file", str(file)), patience_s=PATIENCE_S)


async def trouble_of(camera: OpenCvCamera) -> str:
    """Wait for a picture that does not come, end the camera, and return what it said."""
    async with asyncio.timeout(BOUND_S):
        async with camera:
            with pytest.raises(NoPictureError) as told:
                await camera.newest()
        assert camera.name not in [thread.name for thread in threading.enumerate()]
    return str(told.value)


async def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert "cannot be opened" in await trouble_of(file_camera(tmp_path / "nowhere.avi"))


async def test_a_camera_that_is_not_plugged_in() -> None:
    assert "plugged in" in await trouble_of(
        OpenCvCamera(VideoSource("device", "99"), patience_s=PATIENCE_S)
    )


@pytest.mark.parametrize("content", [b"", b"not a video", np.random.default_rng(1).bytes(200_000)])
async def test_a_stream_of_garbage(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "garbage.avi").write_bytes(content)
    assert "garbage.avi" in await trouble_of(file_camera(tmp_path / "garbage.avi"))


async def test_a_video_whose_pictures_are_garbage(tmp_path: Path) -> None:
    whole = video(tmp_path / "lobby.avi", pictures=20, fps=20).read_bytes()
    start = whole.index(b"movi") + 4
    (tmp_path / "lobby.avi").write_bytes(whole[:start] + bytes(len(whole) - start))
    assert "lobby.avi" in await trouble_of(file_camera(tmp_path / "lobby.avi"))


@asynccontextmanager
async def speechless_server() -> AsyncIterator[int]:
    """Accepts whoever calls, and says nothing; yields its port."""
    ended = asyncio.Event()

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await ended.wait()
        writer.close()

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]
        ended.set()


async def test_a_network_camera_that_does_not_answer_is_given_up_in_time() -> None:
    async with speechless_server() as port:
        source = video_source(f"rtsp://guard:secret@127.0.0.1:{port}/lobby")
        said = await trouble_of(OpenCvCamera(source, patience_s=PATIENCE_S))
    assert "secret" not in said
    assert "127.0.0.1" in said


async def test_a_camera_that_is_plugged_in_later_is_found(tmp_path: Path) -> None:
    camera = file_camera(tmp_path / "lobby.avi")
    async with asyncio.timeout(BOUND_S), camera:
        with pytest.raises(NoPictureError):
            await camera.newest()
        video(tmp_path / "later.avi", pictures=20, fps=20).rename(tmp_path / "lobby.avi")
        while camera.state.sight != "showing":
            try:
                await camera.newest()
            except NoPictureError:
                continue


async def test_a_camera_that_stops_in_the_middle_is_silent(tmp_path: Path) -> None:
    """One picture a second is, for somebody with a fifth of that patience, mostly none."""
    file = video(tmp_path / "slow.avi", pictures=5, fps=1)
    camera = OpenCvCamera(VideoSource("file", str(file)), patience_s=0.2)
    async with asyncio.timeout(BOUND_S), camera:
        while True:
            try:
                frame = await camera.newest()
            except NoPictureError:
                continue  # still opening
            break
        with pytest.raises(NoPictureError, match="no pictures"):
            await camera.newest(frame.number)
        assert camera.state.sight == "silent"


async def test_a_video_is_played_at_its_pace_and_again(tmp_path: Path) -> None:
    camera = file_camera(video(tmp_path / "short.avi", pictures=6, fps=20))
    async with asyncio.timeout(BOUND_S), camera:
        began_s = time.monotonic()
        frame = await camera.newest()
        light = [int(frame.image.mean())]
        while frame.number < 12:
            frame = await camera.newest(frame.number)
            light.append(int(frame.image.mean()))
        assert time.monotonic() - began_s > 0.4  # 11 pictures later, at 20 a second
    assert any(after < before for before, after in pairwise(light))


class TwoSizes:
    """A webcam as V4L2 shows it: asked for more than it has it gives its most, and needs a moment then."""

    MOST_PX = (1920, 1080)

    def __init__(self) -> None:
        self.size_px = [640, 480]
        self.sizes: list[tuple[int, int]] = []
        self._dark = 0

    def get(self, what: int) -> float:
        return self.size_px[0 if what == cv2.CAP_PROP_FRAME_WIDTH else 1]

    def set(self, what: int, value: float) -> bool:
        which = 0 if what == cv2.CAP_PROP_FRAME_WIDTH else 1
        self.size_px[which] = min(int(value), self.MOST_PX[which])
        self._dark = 2
        return True

    def read(self) -> tuple[bool, np.ndarray[tuple[int, ...], np.dtype[np.uint8]]]:
        time.sleep(0.005)
        width, height = self.size_px
        self.sizes.append((width, height))
        self._dark = max(0, self._dark - 1)
        return True, np.full((height, width, 3), 0 if self._dark else 120, np.uint8)

    def release(self) -> None:
        return


async def test_a_document_is_photographed_as_large_as_a_webcam_can_and_watching_goes_on_small(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    webcam = TwoSizes()
    monkeypatch.setattr(opencv_camera, "open_video", lambda *_: webcam)
    async with OpenCvCamera(VideoSource("device", "0")) as camera:
        watched = await camera.newest()
        still = await camera.still()
        assert still.image.shape == (1080, 1920, 3)
        assert still.image.mean() == 120  # its exposure has settled
        after = await camera.newest(watched.number + 2)
        assert after.image.shape == watched.image.shape == (480, 640, 3)
    assert webcam.sizes.count(webcam.MOST_PX) == opencv_camera._SETTLING


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("device:0", "device", "camera 0"),
        ("rtsp://guard:secret@lobby.example:554/1", "rtsp", "camera lobby.example"),
        ("file:/srv/videos/lobby.avi", "file", "video lobby.avi"),
    ],
)
def test_a_source_is_named_without_its_secrets(text: str, kind: str, name: str) -> None:
    source = video_source(text)
    assert (source.kind, source.name) == (kind, name)


@pytest.mark.parametrize("text", ["", "device:", "device:x", "device:-1", "file:", "http://x", "rtsp:x"])
def test_what_is_no_source_is_refused_with_what_is(text: str) -> None:
    with pytest.raises(ValueError, match="device:NUMBER"):
        video_source(text)
