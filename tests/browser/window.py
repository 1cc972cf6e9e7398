"""A person's window in the browser: it works as theirs does, and remembers what it should not have done."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final
from urllib.parse import urlsplit

from playwright.async_api import Browser, ConsoleMessage, Locator, Page, Request

PATIENCE_MS: Final = 60_000
"""A person waits longer on a busy machine, but not for ever."""
TABLET: Final = (1280, 800)
PHONE: Final = (390, 844)
DESKTOP: Final = (1440, 900)


class Window:
    """One page in a profile of its own.

    `faults`: requests to other hosts, scripts' errors, and what a policy forbade.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.reloads = False
        """Whether the person reloads the page before everything they do."""
        self.faults: list[str] = []
        page.on("request", self._requested)
        page.on("pageerror", lambda error: self.faults.append(f"a script failed: {error}"))
        page.on("console", self._said)

    def button(self, name: str) -> Locator:
        """The button of this name."""
        return self.page.get_by_role("button", name=name, exact=True)

    async def press(self, name: str) -> None:
        """Press a button, once it can be pressed."""
        await self.button(name).click()

    async def begin(self) -> None:
        """Before an act: a person who reloads does so now, and waits until the page knows again."""
        if self.reloads:
            await self.page.reload()
            await self.page.locator("main:not([data-asks=wait]):not([data-asks=hub])").wait_for()

    async def sleep(self) -> None:
        """The phone is put away: nothing on the page runs, and its feed falls silent."""
        await self._live("frozen")

    async def wake(self) -> None:
        """The phone is taken in the hand."""
        await self._live("active")

    async def _live(self, state: str) -> None:
        session = await self.page.context.new_cdp_session(self.page)
        await session.send("Page.setWebLifecycleState", {"state": state})
        await session.detach()

    async def until_asked(self, *asks: str) -> None:
        """Wait until the page asks one of these of the person."""
        wanted = ", ".join(f'main[data-asks="{each}"]' for each in asks)
        await self.page.wait_for_selector(wanted)

    @property
    def asks(self) -> Locator:
        """The page below the line at the top."""
        return self.page.locator("main[data-asks]")

    def _requested(self, request: Request) -> None:
        asked, here = urlsplit(request.url), urlsplit(self.page.url)
        if here.netloc and asked.netloc and asked.netloc != here.netloc:
            self.faults.append(f"another host was asked: {request.url}")

    def _said(self, message: ConsoleMessage) -> None:
        # That a request is refused or not answered is everyday life: what the page makes of it matters.
        everyday = ("Failed to load resource", "WebSocket")
        if message.type == "error" and not message.text.startswith(everyday):
            self.faults.append(f"the console says: {message.text}")


@asynccontextmanager
async def open_window(
    chromium: Browser, size: tuple[int, int], *, language: str = "zh", touch: bool = False
) -> AsyncIterator[Window]:
    """A window of this size; at its end it must have done nothing that it should not."""
    width, height = size
    context = await chromium.new_context(
        viewport={"width": width, "height": height},
        has_touch=touch,
        locale="zh-CN" if language == "zh" else "en-GB",
        timezone_id="Asia/Shanghai",
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE_MS)
    try:
        own = "location.protocol !== 'about:'"  # an empty page may keep nothing
        await context.add_init_script(f"if ({own}) localStorage['tongban-language'] ??= '{language}'")
        window = Window(await context.new_page())
        yield window
        assert not window.faults, window.faults
    finally:
        await context.close()
