"""Eyes of a process, for as long as a test looks through them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from device_profiles.delivery.clock import SystemClock
from edge_agent.capture.faces.presence import Event
from edge_agent.devices.attendance import Attendance
from edge_agent.devices.camera_setting import CameraSetting
from edge_agent.eyes.port import OLDEST_S
from edge_agent.eyes.supervised import LONGEST_SILENCE_S, SupervisedEyes


async def somebody_seen(eyes: SupervisedEyes) -> None:
    """Wait until somebody is there: the process has loaded what it needs, and keeps pace from now on."""
    with eyes.listen() as happenings:
        async for happening in happenings:
            if isinstance(happening, Event):
                return


@asynccontextmanager
async def looking_at(
    video: Path, *, oldest_s: float = OLDEST_S, longest_silence_s: float = LONGEST_SILENCE_S
) -> AsyncIterator[tuple[SupervisedEyes, Attendance]]:
    """A process looks at the video, again and again."""
    attendance = Attendance()
    eyes = SupervisedEyes(
        CameraSetting(f"file:{video}"),
        attendance,
        SystemClock(),
        on_change=lambda: None,
        oldest_s=oldest_s,
        longest_silence_s=longest_silence_s,
        first_pause_s=0.05,
    )
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(eyes.run())
        yield eyes, attendance
        running.cancel()
