"""A customer before a kiosk's page: they touch what it shows, one page after another."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final

from playwright.async_api import Browser, Route

from tests.browser.looking import LYING, UPRIGHT, look
from tests.browser.window import Window, open_window

HAS_VOICES: Final = """
window.said = [];
const voice = (lang) => ({ lang, localService: true, name: lang, default: false, voiceURI: lang });
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => [voice("zh-CN"), voice("en-GB")],
  speak: ({ lang, text }) => said.push(`${lang}: ${text}`),
  cancel() {}, addEventListener() {}, removeEventListener() {},
} });
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""
"""A machine that can speak both languages: a browser without a window has no voice."""


class ScreenKiosk:
    """The kiosk's own page, in Chinese."""

    def __init__(self, window: Window, *, looks: bool) -> None:
        self.window = window
        self._looks = looks

    async def touches(self, what: str) -> None:
        """Touch a button."""
        await self.window.page.locator(f'[data-press="{what}"]:visible').first.click()

    async def is_asked(self, *asks: str) -> None:
        """Wait for one of these pages; it is looked at, where that is what the visit is for."""
        await self.window.until_asked(*asks)
        if self._looks:
            await self.window.page.wait_for_timeout(300)
            await look(self.window, f"kiosk-{asks[0]}", (UPRIGHT, LYING))

    async def shows(self, name: str) -> None:
        """Look at the page as it stands, upright."""
        await look(self.window, f"kiosk-{name}", (UPRIGHT,))

    @asynccontextmanager
    async def is_told(self, change: Callable[[dict[str, Any]], None]) -> AsyncIterator[None]:
        """What the agent tells the page is changed so, for the length of the block."""

        async def tell(route: Route) -> None:
            answer = await route.fetch()
            state = await answer.json()
            change(state)
            await route.fulfill(json=state)

        page = self.window.page
        await page.route("**/api/kiosk?*", tell)
        await page.reload()
        try:
            yield
        finally:
            await page.unroute_all(behavior="ignoreErrors")
            await page.reload()

    async def begins(self, procedure: str) -> None:
        """Choose the business, and agree to what it takes."""
        await self.is_asked("welcome")
        await self.touches(f"begin {procedure}")
        await self.is_asked("ask-video")
        await self.touches("yes")
        if procedure == "apply-for-card":
            await self.is_asked("ask-face")
            await self.touches("yes")

    async def case(self) -> str:
        """The number of their case."""
        state = await self.window.page.evaluate("fetch('/api/kiosk').then((told) => told.json())")
        return str(state["current"]["case"]["case"])

    async def is_photographed(self) -> None:
        """Look into the camera."""
        await self.is_asked("photo")
        await self.touches("take")
        await self.is_asked("good")
        await self.touches("good")

    async def shows_card(self) -> None:
        """Lay the ID card on the scanner."""
        await self.is_asked("paper")
        await self.touches("scan")
        await self.window.until_asked("good")
        await self.touches("good")

    async def fills_in(self, application: Mapping[str, str]) -> None:
        """What the card says is right; the rest is typed on the screen's keys."""
        page = self.window.page
        for name, value in application.items():
            await page.locator(f"#field-{name}").wait_for()
            if await self._says(name) != value:
                if await page.locator('[data-press="change"]').count():
                    await self.touches("change")
                    for _ in await self._says(name):
                        await page.locator(".key").last.click()
                await page.locator(f"#field-{name}").fill(value[:-1])
                if value[-1].isdigit():
                    await page.locator(".key", has_text=value[-1]).click()
                else:
                    await page.locator(f"#field-{name}").fill(value)
            await self.is_asked("field")
            await self.touches("right")

    async def signs(self) -> None:
        """Sign on the screen."""
        await self.is_asked("sign")
        await self.touches("yes")
        await self.is_asked("pad")
        box = await self.window.page.locator("canvas").bounding_box()
        assert box is not None
        mouse = self.window.page.mouse
        await mouse.move(box["x"] + 80, box["y"] + 200)
        await mouse.down()
        for step in range(40):
            await mouse.move(box["x"] + 80 + 12 * step, box["y"] + 200 - 60 * (step % 3))
        await mouse.up()
        await self.touches("signed")

    async def signs_on_paper(self) -> None:
        """Have the form printed, and lay it, signed, on the scanner."""
        await self.window.until_asked("sign")
        await self.touches("no")
        await self.is_asked("print")
        await self.touches("print")
        await self.is_asked("paper")
        await self.touches("scan")
        await self.window.until_asked("good")
        await self.touches("good")

    async def _says(self, name: str) -> str:
        return await self.window.page.locator(f"#field-{name}").input_value()


@asynccontextmanager
async def open_kiosk(
    chromium: Browser, url: str, *, looks: bool = False, script: str = ""
) -> AsyncIterator[ScreenKiosk]:
    """The kiosk's screen, which its own address opens; `script` runs before the page's own."""
    async with open_window(chromium, UPRIGHT, touch=True) as window:
        await window.page.context.grant_permissions(["microphone"], origin=url)
        await window.page.context.add_init_script(script)
        await window.page.goto(url)
        await window.page.locator("main:not([data-asks=wait])").wait_for()
        yield ScreenKiosk(window, looks=looks)
