"""The process that films: what becomes of calls and recordings when it dies; and a browser looks on."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from dashboards.terminal.demo.alone.chromium import ChromiumAbsentError, open_chromium
from edge_agent.eyes.film_port import NoFilmError
from tests.edge_agent.eyes.film.looking_on import looking_on
from tests.edge_agent.eyes.film.scene import played
from tests.edge_agent.eyes.running import looking_at, somebody_seen
from tests.servers.viewer import Viewer

BOUND_S = 60


async def test_a_child_that_dies_ends_its_calls_and_its_recording_goes_on_with_a_gap(visit: Path) -> None:
    async with asyncio.timeout(BOUND_S), looking_at(visit) as (eyes, _):
        await somebody_seen(eyes)
        film = eyes.film
        with film.segments() as segments, film.links() as links:
            await film.record("r-1", segment_s=1.0)
            async with looking_on() as viewer:
                await film.answer("c-1", 1, await viewer.answer(await film.offer("c-1", 1)))
                await viewer.see(3)
                before = await anext(segments)
                assert eyes.pid is not None
                os.kill(eyes.pid, signal.SIGKILL)
                async for link in links:
                    if link.state == "ended":
                        break
                assert "started again" in link.says
                assert film.link("c-1") == link
                with pytest.raises(NoFilmError):
                    await film.offer("c-1", 2)
            while (after := await anext(segments)).started_at - before.ended_at < 100:
                before = after
            last = await film.stop_recording()
            while after.number < last:
                after = await anext(segments)
            assert after.number == last
            assert len(played(after.mp4)) == after.frames
        async with looking_on() as viewer:
            await film.answer("c-1", 3, await viewer.answer(await film.offer("c-1", 3)))
            assert await viewer.see(1)


async def test_a_browser_sees_the_picture_go_on_and_what_was_recorded_plays_in_it(visit: Path) -> None:
    try:
        async with open_chromium() as chromium, asyncio.timeout(BOUND_S), looking_at(visit) as (eyes, _):
            await somebody_seen(eyes)
            film = eyes.film
            with film.segments() as segments:
                await film.record("r-1", segment_s=2.0)
                viewer = await Viewer.open(chromium)
                await film.answer("c-1", 1, await viewer.answer(await film.offer("c-1", 1)))
                await viewer.pictures(30)
                assert (await viewer.now())["size"] == [640, 480]
                link = film.link("c-1")
                assert link is not None
                assert (link.state, link.frames_sent >= 15, link.starved) == ("up", True, False)
                parts = [await anext(segments), await anext(segments)]
                await film.stop_recording()
            begins_s = [(part.started_at - parts[0].started_at) / 1000 for part in parts]
            pieces, end_s = await viewer.play([part.mp4 for part in parts], begins_s)
            # On a busy machine the camera itself may have paused between the two.
            assert pieces == (1 if parts[1].started_at - parts[0].ended_at < 100 else 2)
            assert end_s == pytest.approx((parts[1].ended_at - parts[0].started_at) / 1000, abs=0.02)
    except ChromiumAbsentError as error:
        pytest.skip(f"NO BROWSER LOOKS ON: {error}")


def test_the_agent_itself_loads_no_film() -> None:
    program = (
        "import sys\nimport edge_agent.eyes.supervised\nprint(*{'av', 'aiortc', 'cv2'} & set(sys.modules))"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == ""
