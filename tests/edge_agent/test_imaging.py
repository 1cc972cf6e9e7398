"""The worker: what goes wrong in it costs one picture, and nothing of it is left when the agent ends."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable

import cv2
import numpy as np
import psutil
import pytest

from edge_agent.capture.examination import Expected
from edge_agent.imaging import (
    Imaging,
    NoPictureFileError,
    WorkerBusyError,
    WorkerCrashedError,
    WorkerHungError,
)
from tests.edge_agent.work import crash, find_no_picture, grow, grow_in_numpy, hang, image_libraries, whoami

GREY = cv2.imencode(".png", np.full((64, 64, 3), 128, np.uint8))[1].tobytes()


@pytest.fixture
async def imaging() -> AsyncIterator[Imaging]:
    async with Imaging(most_waiting=3) as imaging:
        yield imaging


async def test_a_picture_is_looked_at_in_another_process(imaging: Imaging) -> None:
    looked = await imaging.examine(GREY, "image/png", Expected())
    assert [finding.kind for finding in looked.findings] == ["page-not-found"]
    assert await imaging.run(whoami) != psutil.Process().pid


async def test_documents_are_set_and_signatures_drawn_without_their_libraries_in_the_agent() -> None:
    """What sets and draws is native code, and may crash."""
    agent = """
import asyncio, sys
from edge_agent.capture.drawn import drawn_signature
from edge_agent.capture.signature import Point, Signature
from edge_agent.forms.content import FormContent, Words
from edge_agent.forms.errands import set_form
from edge_agent.imaging import Imaging

async def main():
    async with Imaging() as imaging:
        words = Words("表", "Form")
        form = await imaging.run(set_form, FormContent("north-01", "form", words, words, ()))
        stroke = (Point(1, 1, 0.5, 0), Point(9, 9, 0.5, 9))
        drawn = await imaging.run(drawn_signature, Signature(100, 100, 80, (stroke,)), "png")
        print(form.pdf[:5], drawn[1:4], sorted({"cv2", "typst"} & set(sys.modules)))

if __name__ == "__main__":
    asyncio.run(main())
"""
    ran = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", agent], capture_output=True, text=True, check=False
    )
    assert (ran.stdout, ran.stderr) == ("b'%PDF-' b'PNG' []\n", "")


async def test_the_process_begins_with_the_first_picture_and_loads_no_library_before_it_must() -> None:
    before = set(psutil.Process().children())
    async with Imaging() as imaging:
        assert set(psutil.Process().children()) == before
        assert await imaging.run(image_libraries) == []
        await imaging.examine(GREY, "image/png", Expected())
        assert await imaging.run(image_libraries) == ["cv2", "zxingcpp"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (GREY[:-20], "cut short"),
        (b"Dear bank", "neither"),
        (GREY[:16] + 2 * (20_000).to_bytes(4, "big") + GREY[24:], "20000 × 20000 pixels"),
    ],
    ids=["cut short", "a letter", "a bomb"],
)
async def test_what_is_no_picture_is_said_to_be_none(imaging: Imaging, content: bytes, reason: str) -> None:
    with pytest.raises(NoPictureFileError, match=reason):
        await imaging.examine(content, "image/png", Expected())


async def test_a_reason_comes_through_as_it_was_given(imaging: Imaging) -> None:
    with pytest.raises(NoPictureFileError) as refused:
        await imaging.run(find_no_picture)
    assert refused.value.reason == "it is damaged"


async def test_a_crash_costs_one_picture(imaging: Imaging) -> None:
    async with asyncio.TaskGroup() as tasks:
        crashing = tasks.create_task(_crashes(imaging))
        await asyncio.sleep(0)
        behind = tasks.create_task(imaging.run(whoami))
    assert crashing.done()
    assert psutil.pid_exists(behind.result())


async def test_a_worker_that_dies_with_nothing_to_do_costs_nothing(imaging: Imaging) -> None:
    for noticed_within_s in (0, 0.5):
        worker = psutil.Process(await imaging.run(whoami))
        worker.send_signal(signal.SIGSEGV)
        await asyncio.sleep(noticed_within_s)
        assert await imaging.run(whoami) != worker.pid


async def test_a_hang_is_ended_and_the_next_picture_is_looked_at() -> None:
    async with Imaging(longest_s=0.5) as imaging:
        before = await imaging.run(whoami)
        with pytest.raises(WorkerHungError, match=r"longer than 0\.5 s"):
            await imaging.run(hang)
        assert not psutil.pid_exists(before)
        assert await imaging.run(whoami) != before


@pytest.mark.parametrize("work", [grow, grow_in_numpy])
async def test_a_picture_that_asks_for_all_memory_is_given_up(work: Callable[[], None]) -> None:
    async with Imaging(largest_bytes=512 * 1024**2) as imaging:
        with pytest.raises(WorkerCrashedError, match=r"memory|died over it"):
            await imaging.run(work)
        assert await imaging.run(whoami)


async def test_a_full_queue_refuses_at_once_and_takes_again_when_there_is_room() -> None:
    async with Imaging(most_waiting=2, longest_s=1) as imaging:
        async with asyncio.TaskGroup() as tasks:
            for _ in range(2):
                tasks.create_task(_hangs(imaging))
            await asyncio.sleep(0)
            with pytest.raises(WorkerBusyError, match="2 pictures wait"):
                await imaging.examine(GREY, "image/png", Expected())
        assert await imaging.run(whoami)


async def test_whoever_gives_up_leaves_room(imaging: Imaging) -> None:
    for _ in range(4):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await imaging.run(hang)
    assert await imaging.run(whoami)


async def test_the_end_leaves_no_worker_and_nobody_waiting() -> None:
    async with asyncio.TaskGroup() as tasks:
        async with Imaging() as imaging:
            worker = await imaging.run(whoami)
            waiting = tasks.create_task(imaging.run(hang))
            await asyncio.sleep(0.05)
        with pytest.raises(asyncio.CancelledError):
            await waiting
    assert not psutil.pid_exists(worker)


def test_an_agent_that_is_killed_takes_its_worker_along() -> None:
    program = (
        "import asyncio\n"
        "from edge_agent.imaging import Imaging\n"
        "from tests.edge_agent.work import hang, whoami\n"
        "async def main():\n"
        "    async with Imaging() as imaging:\n"
        "        print(await imaging.run(whoami), flush=True)\n"
        "        await imaging.run(hang)\n"
        "if __name__ == '__main__':\n"
        "    asyncio.run(main())\n"
    )
    agent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert agent.stdout is not None
    worker = psutil.Process(int(agent.stdout.readline()))
    assert agent.stdout.readline() == "hanging\n"
    agent.send_signal(signal.SIGKILL)
    agent.wait(10)
    agent.stdout.close()
    _until_gone(worker)


async def _crashes(imaging: Imaging) -> None:
    with pytest.raises(WorkerCrashedError, match="died over it"):
        await imaging.run(crash)


async def _hangs(imaging: Imaging) -> None:
    with pytest.raises(WorkerHungError):
        await imaging.run(hang)


def _until_gone(process: psutil.Process) -> None:
    """Whoever adopts the orphan may be slow to bury it: a process that is only a name is gone."""
    deadline_s = time.monotonic() + 10
    while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < deadline_s, "the worker outlived its agent"
        time.sleep(0.01)
