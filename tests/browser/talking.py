"""Both ends of a consultation, each in a Chromium of its own, and what each hears and sees of the other.

Chromium's own microphone gives a beep a second, and its camera a picture that turns.
"""

from __future__ import annotations

from typing import Final

from playwright.async_api import Page

from tests.browser.window import Window

KEEPS_CONNECTIONS: Final = """
window.connections = [];
window.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(configuration) {
    super(configuration);
    connections.push(this);
  }
};
"""

SILENT_UNTIL_TOUCHED: Final = """
const play = HTMLMediaElement.prototype.play;
let touched = false; // what drives the browser counts as somebody who is there: touches alone do not
addEventListener("pointerdown", () => (touched = true), true);
HTMLMediaElement.prototype.play = function () {
  if (this.muted || touched) return play.call(this);
  return Promise.reject(new DOMException("nobody has touched this page", "NotAllowedError"));
};
"""
"""A browser that was started without the flag by which a page that nobody has touched may make a sound."""

# Of the newest connection with sound: how loud it was, how many pictures came, and whether they are played.
_HEARD: Final = """async (shows) => {
  const video = document.querySelector(shows);
  if (!video || video.paused || video.muted || !video.currentTime) return false;
  let [energy, frames] = [0, 0];
  const open = connections.filter((each) => each.connectionState === "connected");
  const talking = open.filter((each) => each.getReceivers().some((end) => end.track.kind === "audio"));
  for (const each of (await talking.at(-1)?.getStats())?.values() ?? []) {
    if (each.type !== "inbound-rtp") continue;
    if (each.kind === "audio") energy = each.totalAudioEnergy ?? 0;
    else frames = each.framesDecoded ?? 0;
  }
  return energy > 0 && frames >= 5;
}"""


class Talking:
    """One end: a page, the part of it that shows the other person, and its button to hang up."""

    def __init__(self, window: Window, shows: str) -> None:
        self.window = window
        self._video = f"{shows} video"
        self._hang_up = f"{shows} [data-press=hang-up]"

    @property
    def page(self) -> Page:
        """Its page."""
        return self.window.page

    async def hears_and_sees(self) -> None:
        """The other's voice is not silence, and their picture moves, on the connection that is up now."""
        await self.page.locator(self._video).wait_for()
        await self.page.wait_for_function(_HEARD, arg=self._video)

    async def hangs_up(self) -> None:
        """Press the button."""
        await self.page.locator(self._hang_up).click()
        await self.is_alone()

    async def is_alone(self) -> None:
        """Nobody is shown any more, and no connection is left open that has sound."""
        await self.page.locator(self._video).wait_for(state="detached")
        await self.page.wait_for_function(
            "!connections.some((each) => each.connectionState !== 'closed'"
            " && each.getReceivers().some((end) => end.track.kind === 'audio'))"
        )
