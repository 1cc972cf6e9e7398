"""Film that shows nothing, with viewers that do as a test says. It keeps the promises of the port."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace

from device_profiles.delivery.clock import Clock
from edge_agent.eyes.film_port import (
    SEGMENT_S,
    FilmSegment,
    IceServer,
    LinkNow,
    LinkRefusedError,
    NoFilmError,
)
from edge_agent.eyes.listeners import Listeners


class FakeFilm:
    """Offers are `offer CALL EPOCH`; every answer is taken that begins as an SDP does."""

    def __init__(self, clock: Clock) -> None:
        self.away = False
        """Whether nobody films just now."""
        self.offered: list[tuple[str, int, tuple[IceServer, ...]]] = []
        self.answered: list[tuple[str, int, str]] = []
        self.recording: str | None = None
        self._clock = clock
        self._links: dict[str, LinkNow] = {}
        self._listeners: Listeners[LinkNow] = Listeners(64)
        self._last = 0
        self._began = 0
        self._segments: asyncio.Queue[FilmSegment] = asyncio.Queue()
        self._open: tuple[bytes, float] | None = None

    # --- what a test says ---------------------------------------------------------------------

    def connects(self, call: str) -> None:
        """The viewer sees the picture."""
        self._become(replace(self._links[call], state="up", says="The picture goes out."))

    def sends(self, call: str, frames: int, *, starved: bool = False) -> None:
        """So many pictures have gone."""
        self._become(replace(self._links[call], frames_sent=frames, bitrate_bps=800_000, starved=starved))

    def breaks(self, call: str, says: str = "The viewer has ended the connection.") -> None:
        """The connection has ended."""
        self._become(replace(self._links[call], state="ended", says=says))

    def dies(self) -> None:
        """The child is gone, and with it every connection; nobody films until `away` is False."""
        self.away = True
        for call, link in self._links.items():
            if link.state != "ended":
                self.breaks(call, "The program that looks has ended.")

    def cuts(self, mp4: bytes = b"film", *, lasts_s: float = SEGMENT_S) -> FilmSegment:
        """Another part of the recording is there; it goes on where the one before ended."""
        assert self.recording is not None
        self._last += 1
        ended = self._began + round(1000 * lasts_s)
        segment = FilmSegment(self.recording, self._last, mp4, self._began, ended, round(15 * lasts_s))
        self._began = ended
        self._segments.put_nowait(segment)
        return segment

    def begins_another(self, mp4: bytes, *, lasts_s: float) -> None:
        """A further part has begun, and will be no longer than that when the recording is stopped."""
        self._open = mp4, lasts_s

    def misses(self, seconds: float) -> None:
        """For so long nothing could be recorded."""
        self._began += round(1000 * seconds)

    # --- the port -----------------------------------------------------------------------------

    async def offer(self, call: str, epoch: int, ice: tuple[IceServer, ...] = ()) -> str:
        if self.away:
            self._links[call] = LinkNow(call, epoch, "ended", "Nobody films just now.")
            raise NoFilmError("Nobody films just now.")
        self.offered.append((call, epoch, ice))
        self._links[call] = LinkNow(call, epoch, "offered", "Nobody has answered yet.")
        return f"offer {call} {epoch}"

    async def answer(self, call: str, epoch: int, sdp: str) -> None:
        link = self._links.get(call)
        if self.away:
            raise NoFilmError("Nobody films just now.")
        if link is None or (link.epoch, link.state) != (epoch, "offered") or not sdp.startswith("v=0"):
            raise LinkRefusedError("Nobody is waiting for this answer.")
        self.answered.append((call, epoch, sdp))
        self._become(replace(link, state="connecting", says="The connection is being made."))

    async def hang_up(self, call: str) -> None:
        self._links.pop(call, None)

    def link(self, call: str) -> LinkNow | None:
        return self._links.get(call)

    def links(self) -> AbstractContextManager[AsyncIterator[LinkNow]]:
        return self._listeners.listen()

    async def record(self, recording: str, *, first: int = 1, segment_s: float = SEGMENT_S) -> None:
        if self.recording is not None:
            msg = f"recording {self.recording} has not been stopped"
            raise RuntimeError(msg)
        self.recording, self._last, self._began = recording, first - 1, self._clock.now_ms()

    async def stop_recording(self) -> int:
        if self.recording is None:
            return 0
        if self._open is not None:
            mp4, lasts_s = self._open
            self.cuts(mp4, lasts_s=lasts_s)
            self._open = None
        self.recording = None
        return self._last

    @contextmanager
    def segments(self) -> Iterator[AsyncIterator[FilmSegment]]:
        yield self._given()

    async def _given(self) -> AsyncIterator[FilmSegment]:
        while True:
            yield await self._segments.get()

    def _become(self, link: LinkNow) -> None:
        before = self._links[link.call]
        self._links[link.call] = link
        if (before.state, before.starved) != (link.state, link.starved):
            self._listeners.tell(link)
