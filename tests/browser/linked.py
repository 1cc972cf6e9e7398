"""A reviewer's page before a real hub, broker, kiosk and TURN server, and a watch on what the page shows.

The watch is a script in the page, beside the desk's own: it looks ten times a second whether what is shown
moves, and notes whenever something that stood still for too long was called live.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Any, Final

import httpx
import psutil
from playwright.async_api import Browser, BrowserContext

from tests.browser.desk import DESK, ScreenDesk
from tests.browser.handset import log_in
from tests.browser.window import Window, open_window
from tests.fakes.customer import Customer
from tests.servers.hub import PASSWORD
from tests.servers.kiosk_bank import KioskBank
from tests.servers.weak_way import WeakWay

PATIENCE_S: Final = 30.0
HANGS_UP_WITHIN_S: Final = 5.0
PROCEDURE: Final = "talk-to-a-person"
DIRECTLY: Final = "configuration"
RELAYED: Final = "{ ...configuration, iceTransportPolicy: 'relay' }"
"""Only by the TURN server."""
NOT_AT_ALL: Final = "{ ...configuration, iceServers: [], iceTransportPolicy: 'relay' }"
"""By a server that there is not."""

# A picture that stands still is stale after 3 s; the page's clock ticks four times a second.
_WATCH: Final = """
window.connections = [];
window.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(configuration) {
    super(WAY);
    connections.push(this);
  }
};
window.skipped = 0;
const clock = Date.now.bind(Date);
Date.now = () => clock() + skipped;
window.watched = { pictures: 0, lies: [] };
let shown = null;
let movedAt = performance.now();
let lookedAt = movedAt;
setInterval(() => {
  const now = performance.now();
  const late = now - lookedAt > 500; // the machine was busy: the page had no chance either
  lookedAt = now;
  const live = document.querySelector("[data-panel=live] .live");
  if (!live) return;
  const picture = live.querySelector("img");
  const video = live.querySelector("video");
  const drawn = video?.getVideoPlaybackQuality().totalVideoFrames;
  const is = picture ? picture.src : `${drawn} ${video?.srcObject?.id}`;
  if (is !== shown) {
    [shown, movedAt] = [is, now];
    watched.pictures += 1;
  } else if (!late && live.dataset.fresh === "live" && now - movedAt > 3600) {
    watched.lies.push(`called live, and stood still for ${Math.round(now - movedAt)} ms`);
  }
}, 100);
"""

_PATH: Final = """async () => {
  const report = await connections.at(-1).getStats();
  const pairs = [...report.values()].filter((each) => each.type === "candidate-pair");
  const used = pairs.find((each) => each.nominated && each.state === "succeeded");
  return report.get(used.localCandidateId).candidateType;
}"""


class LinkedDesk(ScreenDesk):
    """A reviewer who looks whether the picture tells the truth."""

    async def is_away(self) -> None:
        """The page says that words do not reach the hub."""
        await self.panel("live").locator(".away", has_text="与枢纽的信令中断").wait_for()

    async def is_back(self) -> None:
        """They do again."""
        await self.panel("live").locator(".away").wait_for(state="detached")

    async def sees_single_pictures(self) -> None:
        """Single pictures come, are called so, and have an age."""
        live = self.panel("live").locator('[data-phase="pictures"][data-fresh="live"]')
        await live.get_by_text("逐张画面（非视频）").wait_for()
        await live.locator("[data-age]", has_text="秒").wait_for()
        await live.locator("img").wait_for()

    async def is_told_why(self) -> None:
        """The page says that the way is too narrow for film."""
        await self.panel("live").locator("[data-narrow]", has_text="线路太弱").wait_for()

    async def sees_film_again(self) -> None:
        """Film is shown again, once it was trusted, and the way is not called narrow."""
        live = self.panel("live")
        await live.locator('[data-phase="up"][data-fresh="live"]').wait_for()
        await live.locator("video").wait_for()
        await live.locator("[data-narrow]").wait_for(state="detached")
        await live.locator("img").wait_for(state="detached")

    async def waits_for_next_try(self) -> None:
        """The page's clock goes on until film is tried again, which takes 45 s."""
        await self.page.evaluate("skipped += 46_000")

    async def stays_live(self, seconds: float) -> None:
        """Single pictures come for so long, and none is ever old."""
        live = self.panel("live").locator(".live")
        before, until_s = await self.pictures(), monotonic() + seconds
        while monotonic() < until_s:
            is_now = await live.get_attribute("data-phase"), await live.get_attribute("data-fresh")
            assert is_now == ("pictures", "live")
            await asyncio.sleep(0.1)
        assert await self.pictures() >= before + seconds

    async def pictures(self) -> int:
        """How many different pictures were shown so far, looking ten times a second."""
        return int((await self._watched())["pictures"])

    async def shows(self, more: int) -> None:
        """Wait until so many more were shown."""
        wanted = await self.pictures() + more
        async with asyncio.timeout(PATIENCE_S):
            while True:
                if await self.pictures() >= wanted:
                    return
                await asyncio.sleep(0.1)

    async def connections(self) -> int:
        """How many peer connections the page has made."""
        return int(await self.page.evaluate("connections.length"))

    async def path(self) -> str:
        """Of which kind the page's own end of its newest connection is, as `host` or `relay`."""
        return str(await self.page.evaluate(_PATH))

    async def was_honest(self) -> None:
        """Nothing that stood still was ever called live."""
        assert (await self._watched())["lies"] == []

    async def _watched(self) -> Any:
        return await self.page.evaluate("watched")


@dataclass(frozen=True, slots=True)
class LinkedBank:
    """The bank, and the way to its TURN server."""

    bank: KioskBank
    way: WeakWay
    chromium: Browser
    http: httpx.AsyncClient

    @property
    def customer(self) -> Customer:
        """Somebody before the kiosk."""
        return Customer(self.bank.kiosk.url, self.http)

    @asynccontextmanager
    async def sees_customer(self, way: str = DIRECTLY) -> AsyncIterator[LinkedDesk]:
        """Rui's desk with a case at which a customer stands; they are gone at the exit."""
        async with open_window(self.chromium, DESK) as window:
            await window.page.context.add_init_script(_WATCH.replace("WAY", way))
            await log_in(window, f"{self.bank.hub.url}/desk.html", "rui", PASSWORD)
            desk = LinkedDesk(window, "rui")
            await window.until_asked("off-duty", "ready")
            if await window.page.locator('main[data-asks="off-duty"]').count():
                await desk.begins_duty()
            case = await self.customer.begins(PROCEDURE)
            try:
                await desk.accepts(case)
                yield desk
                if not window.page.is_closed():
                    await desk.was_honest()
            finally:
                # A test that failed leaves them to the next as they were.
                await asyncio.to_thread(self.bank.hub.start_if_down)
                if not self.bank.kiosk.running:
                    await asyncio.to_thread(self.bank.kiosk.start)
                await self.customer.goes()

    async def opens_again(self, context: BrowserContext) -> LinkedDesk:
        """Rui opens her desk anew, and is still logged in."""
        window = Window(await context.new_page())
        await window.page.goto(f"{self.bank.hub.url}/desk.html")
        await window.page.locator(".bench").wait_for()
        return LinkedDesk(window, "rui")

    async def sends(self, *, pictures: bool) -> None:
        """The kiosk says that single pictures go out, or that film does."""
        await self.customer.until(
            "single pictures" if pictures else "film",
            lambda state: [call["pictures"] for call in state["calls"]] == [pictures],
        )

    def eyes(self) -> psutil.Process:
        """The kiosk's child that has the camera, and the links."""
        children = psutil.Process(self.bank.kiosk.pid).children()
        return next(child for child in children if "edge_agent.eyes" in child.cmdline())

    def udp_sockets(self) -> int:
        """How many the kiosk's child has open: those of a link that was hung up are closed."""
        return len(self.eyes().net_connections("udp"))

    async def has_hung_up(self, most_sockets: int) -> None:
        """Wait until the kiosk's child has no more sockets than that; silence alone would take longer."""
        async with asyncio.timeout(HANGS_UP_WITHIN_S):
            while True:
                if self.udp_sockets() <= most_sockets:
                    return
                await asyncio.sleep(0.1)
