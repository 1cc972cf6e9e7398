"""`first_load`: the counter's and the handset's page in Chromium with a cold cache.

Ours: from the navigation until the page's first action can be pressed, of the slower of the two pages,
which a real agent and a real hub serve. Beside it, in `detail`: the script that each page fetched, gzipped,
in KB of 1,000 bytes (goal ≤ 300). Peer: an empty page with one button of the same library, built the same
way (`dashboards/web/bench/empty`) and served by the same code.
"""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from fastapi import FastAPI
from playwright.async_api import Browser, Response

from dashboards.terminal.demo.alone.chromium import open_chromium
from device_profiles.pages import Pages
from device_profiles.serving import listen, serve
from tests.bench.bank import COUNTER_A, Hub, free_ports, open_hub, program, until_up
from tests.bench.harness import Benchmark, Goal, Measured, Say, Sides
from tests.bench.machine import ROOT

FIRST_ACTION: Final = "main button:not([disabled]), main input:not([disabled]), [data-first]"
LONGEST_S: Final = 60.0
# Asked on every frame, because a look now and again would add its own pause to the figure.
WATCH: Final = f"""
    const look = () => {{
        const found = document.querySelector({FIRST_ACTION!r});
        if (found?.checkVisibility()) window.firstAction(performance.now());
        else requestAnimationFrame(look);
    }};
    requestAnimationFrame(look);
"""


async def _load(chromium: Browser, url: str) -> tuple[float, float]:
    """Milliseconds until the first action, and KB of gzipped script."""
    scripts: list[Response] = []
    first_ms: asyncio.Future[float] = asyncio.get_running_loop().create_future()

    def arrived(ms: float) -> None:  # Playwright takes no method of a built-in class
        first_ms.set_result(ms)

    context = await chromium.new_context()  # a profile of its own: nothing is cached
    try:
        page = await context.new_page()
        page.on("response", lambda response: scripts.append(response) if _is_script(response) else None)
        await page.expose_function("firstAction", arrived)
        await page.add_init_script(WATCH)
        await page.goto(url)
        async with asyncio.timeout(LONGEST_S):
            await first_ms
        bodies = [await script.body() for script in scripts]
    finally:
        await context.close()
    return first_ms.result(), sum(len(gzip.compress(body, 6)) for body in bodies) / 1000


def _is_script(response: Response) -> bool:
    return response.request.resource_type == "script"


async def _ours(chromium: Browser, pages: dict[str, str]) -> Measured:
    found = {name: await _load(chromium, url) for name, url in pages.items()}
    detail = {f"{name}_script_kb": script_kb for name, (_, script_kb) in found.items()}
    detail |= {f"{name}_ms": first_ms for name, (first_ms, _) in found.items()}
    return Measured(max(first_ms for first_ms, _ in found.values()), detail)


async def _peer(chromium: Browser, url: str) -> Measured:
    first_ms, script_kb = await _load(chromium, url)
    return Measured(first_ms, {"script_kb": script_kb})


@asynccontextmanager
async def _counter(hub: Hub) -> AsyncIterator[str]:
    (port,) = free_ports(1)
    url = f"http://127.0.0.1:{port}"
    own = {
        **hub.environment,
        "TONGBAN_AGENT_CREDENTIAL": str(hub.credential(COUNTER_A)),
        "TONGBAN_AGENT_FOLDER": str(hub.folder / "agent"),
        "TONGBAN_AGENT_SCREEN_PORT": str(port),
        "TONGBAN_AGENT_SCANNERS": "simulated",
    }
    async with program("agent", ["dashboards.terminal", "agent", "run"], hub.folder, own) as agent:
        await until_up(f"{url}/api/state", "agent", agent, hub.folder)
        yield url


@asynccontextmanager
async def _empty_page(folder: Path) -> AsyncIterator[str]:
    build = await asyncio.create_subprocess_exec(
        *(ROOT / "deploy" / "setup" / "web.sh", "npm", "run", "--silent", "build:empty", "--", folder),
        stdout=asyncio.subprocess.DEVNULL,
    )
    assert await build.wait() == 0, "the empty page was not built"
    (port,) = free_ports(1)
    listener, app = listen("127.0.0.1", port, "port"), FastAPI()
    app.mount("/", Pages(folder))
    async with asyncio.TaskGroup() as tasks:
        serving = tasks.create_task(serve(app, listener))
        yield f"http://127.0.0.1:{port}/index.html"
        serving.cancel()


@asynccontextmanager
async def _open(say: Say) -> AsyncIterator[Sides]:
    async with open_hub(say, [COUNTER_A], []) as hub, _counter(hub) as counter_url:
        say("building the empty page …")
        async with _empty_page(hub.folder / "empty") as empty_url, open_chromium() as chromium:
            pages = {"counter": f"{counter_url}/counter.html", "handset": f"{hub.url}/handset.html"}
            yield Sides(ours=lambda: _ours(chromium, pages), peer=lambda: _peer(chromium, empty_url))


FIRST_LOAD: Final = Benchmark(
    name="first_load",
    unit="ms to the first action",
    peer="an empty page of Vue and Naive UI",
    goal=Goal(most_ratio=2, most_of={"counter_script_kb": 300, "handset_script_kb": 300}),
    open=_open,
)
