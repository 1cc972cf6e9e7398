"""Debian's Chromium, without a window: for whoever looks at the screens and is no person.

Playwright, which drives it, is there where the tests are set up, and not where the demo alone is.
"""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from playwright.async_api import Browser

FLAGS: Final = (
    *("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"),
    # A microphone and a camera that give a tone and a picture of the browser's own.
    "--use-fake-device-for-media-stream",
    # As many windows as people: none of them is the one in front, and all go on working.
    *("--disable-background-timer-throttling", "--disable-renderer-backgrounding"),
)


class ChromiumAbsentError(Exception):
    """There is no Chromium on this machine, or nothing to drive it with: `make test` installs both."""


@asynccontextmanager
async def open_chromium() -> AsyncIterator[Browser]:
    """A browser with nothing in it, ended at the exit.

    Raises:
        ChromiumAbsentError: there is none.
    """
    program = shutil.which("chromium")
    if program is None:
        raise ChromiumAbsentError("there is no program called chromium: apt-get install chromium")
    try:
        from playwright.async_api import async_playwright  # noqa: PLC0415  the tests' set-up has it
    except ImportError as error:
        raise ChromiumAbsentError("Playwright is not installed: make test installs it") from error
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=program, args=list(FLAGS), chromium_sandbox=False
        )
        try:
            yield browser
        finally:
            await browser.close()
