"""Debian's Chromium, without a window, for tests and benchmarks that look at the screens."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from playwright.async_api import Browser, async_playwright

FLAGS: Final = (
    *("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"),
    # A microphone and a camera that give a tone and a picture of the browser's own.
    "--use-fake-device-for-media-stream",
    # As many windows as people: none of them is the one in front, and all go on working.
    *("--disable-background-timer-throttling", "--disable-renderer-backgrounding"),
)


class ChromiumAbsentError(Exception):
    """There is no Chromium on this machine: `make test` installs Debian's."""


@asynccontextmanager
async def open_chromium() -> AsyncIterator[Browser]:
    """A browser with nothing in it, ended at the exit.

    Raises:
        ChromiumAbsentError: there is none.
    """
    program = shutil.which("chromium")
    if program is None:
        raise ChromiumAbsentError("there is no program called chromium: apt-get install chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=program, args=list(FLAGS), chromium_sandbox=False
        )
        try:
            yield browser
        finally:
            await browser.close()
