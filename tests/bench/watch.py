"""`watch`: what watching for a customer costs, on 640×480 at 10 frames a second, as a share of one core.

Ours: a process that decodes the video of a drawn visit and watches it, as fast as it can; its CPU time by
the operating system, start and models included, over the time the video would have taken. In the visit
somebody is there for two thirds of the time; `empty` in the detail is a lobby where nobody is, and `eyes`
what the agent's own child takes for the visit, at its pace and once it has started, decoding included.

Peer: the same process, which only decodes.
"""

from __future__ import annotations

import asyncio
import resource
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import psutil

from device_profiles.delivery.clock import SystemClock
from edge_agent.capture.faces.presence import Event
from edge_agent.devices.attendance import Attendance
from edge_agent.devices.camera_setting import CameraSetting
from edge_agent.devices.simulated.camera import write_visit
from edge_agent.devices.simulated.customer import FPS, STORY, Visit
from edge_agent.eyes.supervised import SupervisedEyes
from tests.bench.harness import Benchmark, Goal, Measured, Say, Sides
from tests.bench.machine import ROOT

ROUNDS: Final = 4
"""How often a run plays the video, so that half a second of loading models does not count for much."""
EMPTY_S: Final = 25.0
VISIT_S: Final = sum(lasts_s for _, lasts_s in STORY)
STARTS_WITHIN_S: Final = 60.0


def main(side: str, video: str) -> None:
    """Decode the video, and watch it unless this is the peer; print the CPU seconds of this process."""
    import cv2
    import numpy as np

    from edge_agent.capture.faces.watcher import PresenceWatcher

    watcher = PresenceWatcher() if side == "ours" else None
    number = told = 0
    for _ in range(ROUNDS):
        capture = cv2.VideoCapture(video, cv2.CAP_FFMPEG)
        while (read := capture.read())[0]:
            if watcher is not None:
                told += len(watcher.see(np.asarray(read[1], np.uint8), number / FPS).events)
            number += 1
        capture.release()
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(used.ru_utime + used.ru_stime, number, told)


async def _percent(side: str, video: Path) -> tuple[float, int]:
    """The side's share of a core on this video, in percent, and how many events it told."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.bench.watch", side, str(video)),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await child.communicate()
    cpu_s, pictures, told = said.split()
    return 100 * float(cpu_s) / (int(pictures) / FPS), int(told)


async def _eyes_percent(video: Path) -> float:
    """What the agent's child takes of a core, over one visit."""
    eyes = SupervisedEyes(CameraSetting(f"file:{video}"), Attendance(), SystemClock(), lambda: None)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(eyes.run())
        async with asyncio.timeout(STARTS_WITHIN_S):
            with eyes.listen() as happenings:
                async for happening in happenings:
                    if isinstance(happening, Event):
                        break  # its models are loaded now
        child = psutil.Process(eyes.pid)
        before = child.cpu_times()
        await asyncio.sleep(VISIT_S)
        after = child.cpu_times()
        running.cancel()
    return 100 * (after.user + after.system - before.user - before.system) / VISIT_S


async def _measure(side: str, visit: Path, empty: Path) -> Measured:
    busy, told = await _percent(side, visit)
    idle, _ = await _percent(side, empty)
    detail = {"empty": idle, "events": float(told)}
    if side == "ours":
        detail["eyes"] = await _eyes_percent(visit)
    return Measured(busy, detail)


@asynccontextmanager
async def _open(say: Say) -> AsyncIterator[Sides]:
    with tempfile.TemporaryDirectory() as folder:
        visit, empty = Path(folder) / "visit.avi", Path(folder) / "empty.avi"
        say("drawing the visit …")
        await asyncio.to_thread(write_visit, Visit(1), visit)
        await asyncio.to_thread(write_visit, Visit(1, (("empty", EMPTY_S),)), empty)
        yield Sides(
            ours=lambda: _measure("ours", visit, empty), peer=lambda: _measure("peer", visit, empty)
        )


WATCH: Final = Benchmark(
    name="watch",
    unit="% of a core",
    peer="decoding the same video alone",
    goal=Goal(most_beyond=6),
    open=_open,
)

if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
