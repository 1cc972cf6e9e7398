"""The process that looks: what becomes of it when it dies, hangs, speaks nonsense, or loses its agent."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from edge_agent.capture.faces.presence import Event
from edge_agent.devices.attendance import Attendance
from edge_agent.devices.errors import NoPictureError
from edge_agent.devices.happenings import Happening, PictureBack, PictureLost
from edge_agent.eyes.supervised import SupervisedEyes
from tests.edge_agent.eyes.running import looking_at

BOUND_S = 60


async def until(so: Callable[[], bool]) -> None:
    async with asyncio.timeout(BOUND_S):
        while True:
            if so():
                return
            await asyncio.sleep(0.01)


async def until_picture(eyes: SupervisedEyes) -> None:
    async with asyncio.timeout(BOUND_S):
        while True:
            try:
                await eyes.snapshot()
            except NoPictureError:
                await asyncio.sleep(0.02)
            else:
                return


def condition(attendance: Attendance) -> str | None:
    state = attendance.states.get("camera")
    return None if state is None else state.condition


async def test_a_child_that_is_killed_is_told_and_another_one_looks(visit: Path) -> None:
    async with looking_at(visit) as (eyes, attendance):
        happened: list[Happening] = []

        async def hear() -> None:
            with eyes.listen() as happenings:
                async for happening in happenings:
                    happened.append(happening)  # noqa: PERF401  whoever extends sees nothing until the end

        async with asyncio.TaskGroup() as tasks:
            hearing = tasks.create_task(hear())
            await until(lambda: eyes.presence.what == "one" and condition(attendance) == "ready")
            await until(lambda: eyes.fps > 5)
            first = eyes.pid
            assert first is not None
            waiting = tasks.create_task(trouble(eyes, after=1_000_000))
            await asyncio.sleep(0)
            os.kill(first, signal.SIGSEGV)
            assert "signal 11" in await waiting

            assert (condition(attendance), eyes.presence.what, eyes.fps) == ("failed", "unseen", 0)
            assert "started again" in eyes.presence.says
            await until(lambda: len(happened) >= 4)
            left, lost = happened[2:4]
            assert isinstance(left, Event)
            assert left.kind == "left"
            assert isinstance(lost, PictureLost)

            await until_picture(eyes)
            await until(lambda: condition(attendance) == "ready")
            assert eyes.pid not in {None, first}
            assert PictureBack() in happened[4:]
            hearing.cancel()
        last = eyes.pid
    assert last is not None
    assert not psutil.pid_exists(last)


async def test_a_child_that_hangs_is_ended_and_another_one_looks(visit: Path) -> None:
    async with looking_at(visit, longest_silence_s=1.5) as (eyes, attendance):
        await until_picture(eyes)
        first = eyes.pid
        assert first is not None
        os.kill(first, signal.SIGSTOP)
        await until(lambda: condition(attendance) == "failed")
        assert "silent for 1.5 s" in attendance.states["camera"].says
        await until(lambda: not psutil.pid_exists(first))
        await until_picture(eyes)


async def test_a_camera_that_is_not_there_is_unplugged_and_found_when_it_is(
    visit: Path, tmp_path: Path
) -> None:
    async with looking_at(tmp_path / "later.avi") as (eyes, attendance):
        await until(lambda: condition(attendance) == "unplugged")
        assert "later.avi" in attendance.states["camera"].says
        (tmp_path / "later.avi").symlink_to(visit)
        await until_picture(eyes)
        await until(lambda: condition(attendance) == "ready")


def test_an_agent_that_is_killed_takes_its_child_along(visit: Path) -> None:
    program = (
        "import asyncio, pathlib, sys\n"
        "from tests.edge_agent.eyes.running import looking_at\n"
        "async def main():\n"
        "    async with looking_at(pathlib.Path(sys.argv[1])) as (eyes, _):\n"
        "        while eyes.fps == 0:\n"
        "            await asyncio.sleep(0.01)\n"
        "        print(eyes.pid, 'cv2' in sys.modules, 'dlib' in sys.modules, flush=True)\n"
        "        await asyncio.sleep(3600)\n"
        "asyncio.run(main())\n"
    )
    agent = subprocess.Popen([sys.executable, "-c", program, str(visit)], stdout=subprocess.PIPE, text=True)
    assert agent.stdout is not None
    pid, *loaded = agent.stdout.readline().split()
    assert loaded == ["False", "False"]
    child = psutil.Process(int(pid))
    agent.send_signal(signal.SIGKILL)
    agent.wait(10)
    agent.stdout.close()
    deadline_s = time.monotonic() + 10
    while child.is_running() and child.status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < deadline_s, "the child outlived its agent"
        time.sleep(0.01)


async def trouble(eyes: SupervisedEyes, after: int) -> str:
    with pytest.raises(NoPictureError) as told:
        await eyes.preview(after)
    return str(told.value)
