"""A reviewer's desk in a headless Chromium: the very page, which opens its links by itself.

What came is asked of the browser's own peer connections (W3C WebRTC statistics), so it was really received.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Final

from dashboards.terminal.demo.alone.chromium import open_chromium
from dashboards.terminal.demo.alone.desk import Received
from dashboards.terminal.demo.people import PersonError

if TYPE_CHECKING:
    from playwright.async_api import Page

PATIENCE_MS: Final = 60_000
_REMEMBER_PEERS: Final = """
    window.peers = [];
    window.RTCPeerConnection = class extends RTCPeerConnection {
        constructor(...settings) { super(...settings); window.peers.push(this); }
    };
"""
_RECEIVED: Final = """async () => {
    let [frames, heard] = [0, 0];
    for (const peer of window.peers.filter((each) => each.connectionState !== "closed")) {
        const coming = [...(await peer.getStats()).values()].filter((each) => each.type === "inbound-rtp");
        const voices = coming.filter((each) => each.kind === "audio");
        for (const each of voices) if (each.totalAudioEnergy > 0) heard += each.totalSamplesDuration;
        if (voices.length) continue;
        for (const each of coming) frames += each.framesDecoded;
    }
    return [frames, Math.round(1000 * heard)];
}"""


class BrowserDesk:
    """The desk's page, logged in."""

    what = "its page in a headless Chromium"

    def __init__(self, page: Page) -> None:
        self._page = page

    async def watches(self, case: str) -> None:
        """As the port says; the page opens the link as soon as the case is this person's."""
        with _patiently():
            await self._page.locator(f'.bench[data-case="{case}"]').wait_for()
            await self._page.locator('[data-panel=live] [data-fresh="live"]').wait_for()

    async def received(self) -> Received:
        """As the port says."""
        with _patiently():
            frames, heard_ms = await self._page.evaluate(_RECEIVED)
        return Received(frames, heard_ms)

    async def is_asked(self, case: str) -> None:
        """As the port says."""
        with _patiently():
            await self._page.locator(f'.bench[data-case="{case}"] [data-talk=asked]').wait_for()

    async def talks(self, case: str) -> None:
        """As the port says."""
        with _patiently():
            await self._page.locator(f'.bench[data-case="{case}"] [data-press=talk]').click()

    async def hangs_up(self, case: str) -> None:
        """As the port says."""
        with _patiently():
            await self._page.locator(f'.bench[data-case="{case}"] [data-press=hang-up]').click()


@asynccontextmanager
async def open_browser_desk(url: str, person: str, password: str) -> AsyncIterator[BrowserDesk]:
    """The desk's page of this person, open and logged in for the length of the block.

    Raises:
        ChromiumAbsentError: there is no browser here.
        PersonError: the page did not let them in.
    """
    async with open_chromium() as chromium:
        context = await chromium.new_context(locale="zh-CN", viewport={"width": 1920, "height": 1080})
        context.set_default_timeout(PATIENCE_MS)
        await context.grant_permissions(["microphone", "camera"], origin=url)
        await context.add_init_script(_REMEMBER_PEERS)
        page = await context.new_page()
        with _patiently():
            await page.goto(f"{url}/desk.html")
            await page.locator('input[autocomplete="username"]').fill(person)
            await page.locator('input[autocomplete="current-password"]').fill(password)
            async with page.expect_websocket(lambda socket: socket.url.endswith("/api/desk")):
                await page.locator('button[type="submit"]').click()
        yield BrowserDesk(page)


@contextmanager
def _patiently() -> Iterator[None]:
    """What the browser could not do in time, told as a person would."""
    from playwright.async_api import Error  # noqa: PLC0415  whoever comes here has it

    try:
        yield
    except Error as error:
        raise PersonError(f"the desk's page: {error.message.splitlines()[0]}") from error
