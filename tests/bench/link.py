"""`link`: what a video link costs, at 720p and 15 pictures a second, as a share of one core.

Ours: the agent's own child, which decodes the camera's video, watches for a customer, encodes once, sends
that to a viewer and records it; its CPU time by the operating system, once the picture is up.
`first_frame_p95_s` is from asking for an offer until Chromium shows the first picture, `first_ever_s` the
same for a child's first call, with which it loads aiortc.

Peer: a process that decodes and watches the same video, and leaves the encoding to aiortc (its own H.264
encoder, as it comes); nothing is recorded. The viewer is the same.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import psutil

from dashboards.terminal.demo.alone.chromium import open_chromium
from device_profiles.delivery.clock import SystemClock
from edge_agent.capture.faces.presence import Event
from edge_agent.devices.attendance import Attendance
from edge_agent.devices.camera_setting import CameraSetting
from edge_agent.eyes.film_port import Film
from edge_agent.eyes.supervised import SupervisedEyes
from tests.bench.harness import Benchmark, Goal, Measured, Say, Sides, percentile
from tests.bench.machine import ROOT
from tests.servers.viewer import Viewer

SIZE_PX: Final = (1280, 720)
FPS: Final = 15
VIDEO_S: Final = 8.0
MEASURED_S: Final = 10.0
SETTLES_S: Final = 3.0
OFFERS: Final = 10
STARTS_WITHIN_S: Final = 60.0


def write_lobby(file: Path) -> None:
    """Somebody stands before the camera, at 720p."""
    import cv2
    import numpy as np

    from edge_agent.devices.simulated.customer import Visit

    visit = Visit(1, (("standing", VIDEO_S * 2),))
    writer = cv2.VideoWriter(str(file), cv2.VideoWriter.fourcc(*"MJPG"), FPS, SIZE_PX)
    chance = np.random.default_rng(1)
    noise = [np.rint(chance.normal(0, 2, (SIZE_PX[1], SIZE_PX[0], 1))).astype(np.int16) for _ in range(7)]
    for number in range(round(VIDEO_S * FPS)):
        small = visit.picture(number)[60:420]  # 16:9
        large = cv2.resize(small, SIZE_PX, interpolation=cv2.INTER_CUBIC).astype(np.int16)
        writer.write(np.clip(large + noise[number % 7], 0, 255).astype(np.uint8))
    writer.release()


async def first_frame_s(film: Film, viewer: Viewer, epoch: int) -> float:
    """How long it takes until the viewer shows something."""
    began_s = time.monotonic()
    await film.answer("bench", epoch, await viewer.answer(await film.offer("bench", epoch)))
    await viewer.first_picture()
    return time.monotonic() - began_s


async def _percent(process: psutil.Process, viewer: Viewer) -> tuple[float, float]:
    """The process's share of a core, in percent, and how many pictures a second the viewer showed."""
    await asyncio.sleep(SETTLES_S)
    before, began_s, shown = process.cpu_times(), time.monotonic(), (await viewer.now())["shown"]
    await asyncio.sleep(MEASURED_S)
    after, lasted_s = process.cpu_times(), time.monotonic() - began_s
    used_s = after.user + after.system - before.user - before.system
    return 100 * used_s / lasted_s, ((await viewer.now())["shown"] - shown) / lasted_s


async def _ours(video: Path, viewer: Viewer) -> Measured:
    eyes = SupervisedEyes(CameraSetting(f"file:{video}"), Attendance(), SystemClock(), lambda: None)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(eyes.run())
        async with asyncio.timeout(STARTS_WITHIN_S):
            with eyes.listen() as happenings:
                async for happening in happenings:
                    if isinstance(happening, Event):
                        break  # its models are loaded now
        first_ever_s = await first_frame_s(eyes.film, viewer, 1)
        first_s = [await first_frame_s(eyes.film, viewer, 2 + number) for number in range(OFFERS)]
        with eyes.film.segments() as segments:
            await eyes.film.record("bench")
            percent, fps = await _percent(psutil.Process(eyes.pid), viewer)
            await eyes.film.stop_recording()
            part = await anext(segments)
        running.cancel()
    detail = {
        "first_frame_p95_s": percentile(first_s, 0.95),
        "first_ever_s": first_ever_s,
        "fps": fps,
        "recorded_kbit_s": 8 * len(part.mp4) / (part.ended_at - part.started_at),
    }
    return Measured(percent, detail)


async def _peer(video: Path, viewer: Viewer) -> Measured:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.bench.link", str(video)),
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        async with asyncio.timeout(STARTS_WITHIN_S):
            offer = await process.stdout.readline()
            answer = await viewer.answer(_sdp(offer.decode()))
            process.stdin.write(_line(answer).encode())
            await viewer.first_picture()
        percent, fps = await _percent(psutil.Process(process.pid), viewer)
    finally:
        process.stdin.close()
        await process.wait()
    return Measured(percent, {"fps": fps})


@asynccontextmanager
async def _open(say: Say) -> AsyncIterator[Sides]:
    with tempfile.TemporaryDirectory() as folder:
        video = Path(folder) / "lobby.avi"
        say("drawing the lobby …")
        await asyncio.to_thread(write_lobby, video)
        async with open_chromium() as chromium:
            viewer = await Viewer.open(chromium)
            yield Sides(ours=lambda: _ours(video, viewer), peer=lambda: _peer(video, viewer))


async def _encode_by_aiortc(video: str) -> None:
    """The peer's process: an offer on standard output, the answer on standard input; ends with that."""
    import av
    from aiortc import (
        RTCPeerConnection,
        RTCRtpSender,
        RTCSessionDescription,
        VideoStreamTrack,
    )

    from edge_agent.devices.watch import Watch
    from edge_agent.eyes.film.peer import without_hidden_addresses

    class Pictures(VideoStreamTrack):
        number = 0

        async def recv(self) -> av.VideoFrame:
            frame = await camera.newest(self.number)
            self.number = frame.number
            picture = av.VideoFrame.from_ndarray(frame.image, format="bgr24")
            picture.pts, picture.time_base = await self.next_timestamp()
            return picture

    async def watch() -> None:
        async for _ in Watch(camera).happenings():
            pass

    async with CameraSetting(f"file:{video}").make() as camera, asyncio.TaskGroup() as tasks:
        watching = tasks.create_task(watch())
        connection = RTCPeerConnection()
        transceiver = connection.addTransceiver(Pictures(), direction="sendonly")
        codecs = RTCRtpSender.getCapabilities("video").codecs
        transceiver.setCodecPreferences([codec for codec in codecs if codec.mimeType == "video/H264"])
        await connection.setLocalDescription(await connection.createOffer())
        print(_line(connection.localDescription.sdp), end="", flush=True)
        answer = await asyncio.to_thread(sys.stdin.readline)
        sdp = without_hidden_addresses(_sdp(answer))
        await connection.setRemoteDescription(RTCSessionDescription(sdp, "answer"))
        await asyncio.to_thread(sys.stdin.readline)
        await connection.close()
        watching.cancel()


def _line(sdp: str) -> str:
    return sdp.replace("\r\n", "|") + "\n"


def _sdp(line: str) -> str:
    return line.rstrip("\n").replace("|", "\r\n")


LINK: Final = Benchmark(
    name="link",
    unit="% of a core",
    peer="aiortc's own H.264 encoder, without a recording",
    goal=Goal(most_ratio=1, most_of={"first_frame_p95_s": 1}),
    open=_open,
)

if __name__ == "__main__":
    asyncio.run(_encode_by_aiortc(sys.argv[1]))
