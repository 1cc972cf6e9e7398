"""What the agent may ask for of its camera's film, and what it is told: the port.

Owns the words only. Film is H.264, encoded once while a call or a recording wants it: the packets that go
over a call's connection are those that are recorded.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Final, Literal, Protocol

SEGMENT_S: Final = 10.0
"""A part of a recording lasts as long, give or take a second: each begins with a whole picture."""

LinkState = Literal["offered", "connecting", "up", "ended"]
"""offered: nobody has answered yet. connecting: the answer was taken. ended: for good."""


class FilmError(Exception):
    """The root: `str(error)` is one sentence for a person.

    FilmError
    ├── NoFilmError        nobody films just now, or too many look on: again in a moment, with a new epoch
    └── LinkRefusedError   this answer is not for that connection, or no answer at all; nothing was changed
    """


class NoFilmError(FilmError):
    """No connection can be offered just now."""


class LinkRefusedError(FilmError):
    """The answer cannot be taken."""


@dataclass(frozen=True, slots=True)
class IceServer:
    """A STUN or TURN server, as WebRTC's RTCIceServer. One that cannot be reached costs an offer 5 s."""

    urls: tuple[str, ...]
    username: str = ""
    credential: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class LinkNow:
    """How a call's connection is, in a sentence; how many pictures went, and at most how many bit/s may.

    `starved`: the way there does not carry even the least that film takes, so it will stall.
    """

    call: str
    epoch: int
    state: LinkState
    says: str
    frames_sent: int = 0
    bitrate_bps: int = 0
    starved: bool = False


@dataclass(frozen=True, slots=True)
class FilmSegment:
    """A part of a recording: a fragmented MP4 file with its own beginning, and from when to when (Unix ms).

    Numbers are dense. Where one part does not begin within some milliseconds of the end of the one before,
    nothing was recorded.
    """

    recording: str
    number: int
    mp4: bytes = field(repr=False)
    started_at: int
    ended_at: int
    frames: int


class Film(Protocol):
    """The camera's film, for as long as the agent runs."""

    async def offer(self, call: str, epoch: int, ice: tuple[IceServer, ...] = ()) -> str:
        """The SDP that offers a new connection; an earlier one of this call ends without a word.

        Raises:
            NoFilmError: none can be made now.
        """

    async def answer(self, call: str, epoch: int, sdp: str) -> None:
        """The other end answers so; what becomes of it shows in `link`.

        Raises:
            LinkRefusedError: it is not an answer to this epoch's offer, or nobody can connect by it.
            NoFilmError: the connection is gone.
        """

    async def hang_up(self, call: str) -> None:
        """The call is over; one that is not there is over already."""

    def link(self, call: str) -> LinkNow | None:
        """How its newest connection is; None where none was offered, or it was hung up."""

    def links(self) -> AbstractContextManager[AsyncIterator[LinkNow]]:
        """Each change of a state or of `starved` from now on. Who lags misses the oldest."""

    async def record(self, recording: str, *, first: int = 1, segment_s: float = SEGMENT_S) -> None:
        """Record from now on, numbered from `first`; through the end of the child, with a gap.

        Raises:
            RuntimeError: another recording has not been stopped.
        """

    async def stop_recording(self) -> int:
        """Record no more; the number of the last part, which `segments` has by now; 0: there is none."""

    def segments(self) -> AbstractContextManager[AsyncIterator[FilmSegment]]:
        """The parts as they come, for one listener. Six wait for one who lags; further ones are lost."""
