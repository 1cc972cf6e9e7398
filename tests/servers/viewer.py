"""A page in Chromium that looks at a call: it answers an offer and counts the pictures that it shows."""

from __future__ import annotations

import base64
from typing import Any, Final

from playwright.async_api import Browser, Page

_ANSWER: Final = """
async offer => {
  const connection = new RTCPeerConnection();
  const video = document.createElement('video');
  Object.assign(video, { muted: true, autoplay: true, playsInline: true });
  document.body.replaceChildren(video);
  window.viewer?.connection.close();
  const viewer = window.viewer = { connection, shown: 0 };
  viewer.first = new Promise(shown => {
    const count = (_, frame) => {
      viewer.shown += 1;
      viewer.size = [frame.width, frame.height];
      shown();
      video.requestVideoFrameCallback(count);
    };
    video.requestVideoFrameCallback(count);
  });
  connection.ontrack = event => { video.srcObject = new MediaStream([event.track]); };
  await connection.setRemoteDescription({ type: 'offer', sdp: offer });
  const gathered = new Promise(done => {
    connection.onicegatheringstatechange = () => connection.iceGatheringState === 'complete' && done();
  });
  await connection.setLocalDescription(await connection.createAnswer());
  await gathered;
  return connection.localDescription.sdp;
}
"""


_PLAY: Final = """
async ([parts, begins]) => {
  const video = document.createElement('video');
  video.muted = true;
  document.body.replaceChildren(video);
  const source = new MediaSource();
  video.src = URL.createObjectURL(source);
  await new Promise(open => { source.onsourceopen = open; });
  const buffer = source.addSourceBuffer('video/mp4; codecs="avc1.42c01f"');
  for (const [number, part] of parts.entries()) {
    buffer.timestampOffset = begins[number];
    buffer.appendBuffer(Uint8Array.from(atob(part), character => character.charCodeAt(0)));
    await new Promise((done, failed) => { buffer.onupdateend = done; buffer.onerror = failed; });
  }
  source.endOfStream();
  const pieces = video.buffered.length;
  const end = video.buffered.end(pieces - 1);
  video.currentTime = end - 0.05;
  await new Promise((done, failed) => { video.onseeked = done; video.onerror = failed; });
  return [pieces, end];
}
"""


class Viewer:
    """One page, which looks at one call after the other."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @classmethod
    async def open(cls, browser: Browser) -> Viewer:
        """A new page."""
        return cls(await browser.new_page())

    async def answer(self, sdp: str) -> str:
        """The SDP that answers this offer, with all addresses in it."""
        answer: str = await self.page.evaluate(_ANSWER, sdp)
        return answer

    async def first_picture(self) -> None:
        """Wait until the first picture is shown."""
        await self.page.evaluate("window.viewer.first")

    async def pictures(self, count: int) -> None:
        """Wait until so many were shown."""
        await self.page.wait_for_function(f"window.viewer.shown >= {count}")

    async def now(self) -> dict[str, Any]:
        """What the page knows: shown, size."""
        found: dict[str, Any] = await self.page.evaluate(
            "({ shown: window.viewer.shown, size: window.viewer.size })"
        )
        return found

    async def play(self, parts: list[bytes], begins_s: list[float]) -> tuple[int, float]:
        """Play the parts of a recording as one, each from where it began: in how many pieces, until when.

        As a page does it: MediaSource, and `timestampOffset` for each part. A hole divides pieces.
        """
        encoded = [base64.b64encode(part).decode() for part in parts]
        pieces, end_s = await self.page.evaluate(_PLAY, [encoded, begins_s])
        return pieces, end_s
