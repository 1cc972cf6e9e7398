"""The agent's side of the film: what it asks of the camera's child, and what became of it.

Owns the questions that are open, what is known of each call's connection, and which recording goes on; not
the child, which `supervised` starts again: its connections are over, and its recording goes on in the next.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, replace
from typing import Final

import structlog

from edge_agent.eyes.channel import Channel
from edge_agent.eyes.film_port import (
    SEGMENT_S,
    FilmError,
    FilmSegment,
    IceServer,
    LinkNow,
    LinkRefusedError,
    NoFilmError,
)
from edge_agent.eyes.listeners import Listeners
from edge_agent.eyes.words import (
    Answered,
    ChildWord,
    FilmNews,
    HangUp,
    Linked,
    MakeOffer,
    NotLinked,
    Offered,
    Record,
    Recorded,
    RecordingStopped,
    Relay,
    StopRecording,
    TakeAnswer,
)

LONGEST_OFFER_S: Final = 20.0
"""Loading the library takes a slow device some seconds, a server that cannot be reached five."""
LONGEST_STOP_S: Final = 5.0
MOST_UNHEARD: Final = 64
MOST_SEGMENTS: Final = 6
"""Twelve megabytes, a minute."""
_AWAY: Final = "Nobody films just now."

_log = structlog.get_logger()


@dataclass(slots=True)
class _Recording:
    name: str
    segment_s: float
    last: int
    stopped: asyncio.Event


class ChildFilm:
    """Implements `Film` by whichever child is attached. Belongs to one event loop.

    `unix_ms` tells a time of `time.monotonic` as Unix ms.
    """

    def __init__(self, unix_ms: Callable[[float], int]) -> None:
        self._unix_ms = unix_ms
        self._child: Channel[ChildWord] | None = None
        self._numbers = itertools.count(1)
        self._asked: dict[int, asyncio.Future[str]] = {}
        self._links: dict[str, LinkNow] = {}
        self._link_listeners: Listeners[LinkNow] = Listeners(MOST_UNHEARD)
        self._recording: _Recording | None = None
        self._segments: asyncio.Queue[FilmSegment] = asyncio.Queue(MOST_SEGMENTS)

    # --- what `supervised` tells --------------------------------------------------------------

    async def attach(self, child: Channel[ChildWord]) -> None:
        """This child films from now on.

        Raises:
            ConnectionError: it has ended already.
        """
        self._child = child
        if self._recording is not None:
            await child.say(_record(self._recording))

    def take(self, word: FilmNews, content: bytes) -> None:
        """The child says so."""
        match word:
            case Offered():
                self._answer(word.ask, word.sdp)
            case Answered():
                self._answer(word.ask, "")
            case NotLinked():
                self._answer(
                    word.ask, LinkRefusedError(word.says) if word.refused else NoFilmError(word.says)
                )
            case Linked():
                self._note(_link(word))
            case Recorded():
                self._keep(word, content)
            case RecordingStopped():
                if self._recording is not None and self._recording.name == word.recording:
                    self._recording.stopped.set()

    def lose(self, says: str) -> None:
        """The child is gone, and its connections with it."""
        self._child = None
        for ask in list(self._asked):
            self._answer(ask, NoFilmError(says))
        for link in list(self._links.values()):
            if link.state != "ended":
                self._note(replace(link, state="ended", says=says))
        if self._recording is not None:
            self._recording.stopped.set()

    # --- the port -----------------------------------------------------------------------------

    async def offer(self, call: str, epoch: int, ice: tuple[IceServer, ...] = ()) -> str:
        """As the port says."""
        relays = tuple(
            Relay(urls=server.urls, username=server.username, credential=server.credential)
            for server in ice
        )
        self._links[call] = LinkNow(call, epoch, "offered", "It is being offered.")
        ask = next(self._numbers)
        try:
            return await self._ask(ask, MakeOffer(ask=ask, call=call, epoch=epoch, ice=relays))
        except FilmError as error:
            self._note(LinkNow(call, epoch, "ended", str(error)))
            raise

    async def answer(self, call: str, epoch: int, sdp: str) -> None:
        """As the port says."""
        ask = next(self._numbers)
        await self._ask(ask, TakeAnswer(ask=ask, call=call, epoch=epoch, sdp=sdp))

    async def hang_up(self, call: str) -> None:
        """As the port says."""
        link = self._links.pop(call, None)
        if link is not None and self._child is not None:
            with suppress(ConnectionError):
                await self._child.say(HangUp(call=call))

    def link(self, call: str) -> LinkNow | None:
        """As the port says."""
        return self._links.get(call)

    def links(self) -> AbstractContextManager[AsyncIterator[LinkNow]]:
        """As the port says."""
        return self._link_listeners.listen()

    async def record(self, recording: str, *, first: int = 1, segment_s: float = SEGMENT_S) -> None:
        """As the port says."""
        if self._recording is not None:
            msg = f"recording {self._recording.name} has not been stopped"
            raise RuntimeError(msg)
        self._recording = _Recording(recording, segment_s, first - 1, asyncio.Event())
        if self._child is not None:
            with suppress(ConnectionError):
                await self._child.say(_record(self._recording))

    async def stop_recording(self) -> int:
        """As the port says."""
        recording = self._recording
        if recording is None:
            return 0
        recording.stopped.clear()
        if self._child is not None:
            with suppress(ConnectionError, TimeoutError):
                async with asyncio.timeout(LONGEST_STOP_S):
                    await self._child.say(StopRecording())
                    await recording.stopped.wait()
        self._recording = None
        return recording.last

    @contextmanager
    def segments(self) -> Iterator[AsyncIterator[FilmSegment]]:
        """As the port says."""
        yield self._given()

    # --- within -------------------------------------------------------------------------------

    async def _given(self) -> AsyncIterator[FilmSegment]:
        while True:
            yield await self._segments.get()

    async def _ask(self, ask: int, order: MakeOffer | TakeAnswer) -> str:
        if self._child is None:
            raise NoFilmError(_AWAY)
        asked = self._asked[ask] = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(LONGEST_OFFER_S):
                await self._child.say(order)
                answered: str = await asked
        except TimeoutError as error:
            raise NoFilmError(f"No connection was made ready in {LONGEST_OFFER_S:g} s.") from error
        except ConnectionError as error:
            raise NoFilmError(_AWAY) from error
        finally:
            self._asked.pop(ask, None)
        return answered

    def _answer(self, ask: int, answer: str | FilmError) -> None:
        asked = self._asked.get(ask)
        if asked is None or asked.done():
            return  # nobody waits for it any more
        if isinstance(answer, str):
            asked.set_result(answer)
        else:
            asked.set_exception(answer)

    def _note(self, link: LinkNow) -> None:
        known = self._links.get(link.call)
        if known is None or known.epoch != link.epoch:
            return  # it was hung up, or offered anew, since
        self._links[link.call] = link
        if (known.state, known.starved) != (link.state, link.starved):
            self._link_listeners.tell(link)

    def _keep(self, word: Recorded, content: bytes) -> None:
        recording = self._recording
        if recording is None or recording.name != word.recording:
            return  # nobody waited for it any more
        if self._segments.full():
            _log.warning("film lost", recording=word.recording, frames=word.frames)
            return
        recording.last += 1
        began, ended = self._unix_ms(word.began_s), self._unix_ms(word.ended_s)
        self._segments.put_nowait(
            FilmSegment(word.recording, recording.last, content, began, ended, word.frames)
        )


def _record(recording: _Recording) -> Record:
    return Record(recording=recording.name, segment_s=recording.segment_s)


def _link(word: Linked) -> LinkNow:
    return LinkNow(
        word.call, word.epoch, word.state, word.says, word.frames_sent, word.bitrate_bps, word.starved
    )
