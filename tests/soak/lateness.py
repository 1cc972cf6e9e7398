"""How late an event loop is: a task sleeps again and again, and notes how much later than asked it woke.

`python -m tests.soak.lateness FILE` runs the agent with such a task beside it; with `--alone` there is the
task and nothing else, which tells what the machine itself costs. A line of FILE is a time (Unix s), and
the latenesses (ms) of the second before it. The product knows nothing of this.
"""

from __future__ import annotations

import asyncio
import json
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

from edge_agent.bootstrap import build
from edge_agent.settings import AgentSettings, read_credential

ASKED_S: Final = 0.02


async def note(file: Path) -> None:
    """Note until cancelled."""
    loop = asyncio.get_running_loop()
    with file.open("a", encoding="utf-8") as out:
        while True:
            late_ms, until_s = [], loop.time() + 1
            while (began_s := loop.time()) < until_s:
                await asyncio.sleep(ASKED_S)
                late_ms.append(round(1000 * (loop.time() - began_s - ASKED_S), 2))
            print(json.dumps([time.time(), late_ms]), file=out, flush=True)


def noted_since(file: Path, since_s: float) -> list[float]:
    """The latenesses, in ms, that were noted after a time (Unix s)."""
    lines = file.read_text(encoding="utf-8").splitlines()
    seconds = [json.loads(line) for line in lines]
    return [late_ms for at_s, all_ms in seconds if at_s - 1 >= since_s for late_ms in all_ms]


async def _run(file: Path, *, alone: bool) -> None:
    loop, main = asyncio.get_running_loop(), asyncio.current_task()
    assert main is not None
    loop.add_signal_handler(signal.SIGTERM, main.cancel)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(note(file))
        if not alone:
            settings = AgentSettings()
            async with build(settings, read_credential(settings.credential)) as agent:
                await agent.run()


if __name__ == "__main__":
    with suppress(asyncio.CancelledError):  # asked to stop
        asyncio.run(_run(Path(sys.argv[1]), alone="--alone" in sys.argv))
