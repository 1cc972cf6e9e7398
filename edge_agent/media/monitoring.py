"""Monitoring: has film offered, connected and hung up, one thing at a time, for the call as it then is."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Final, Protocol

import structlog

from device_profiles.contract.messages.signal import AnswerLink, LinkState, OfferLink
from edge_agent.eyes.film_port import FilmError, IceServer, LinkNow
from edge_agent.media.call import Call, offered
from edge_agent.media.ledger import Ledger
from edge_agent.media.line import SignalLine

_STATES: Final[dict[str, LinkState]] = {
    "offered": "new",
    "connecting": "connecting",
    "up": "connected",
    "ended": "failed",
}

_log = structlog.get_logger()


class CallFilm(Protocol):
    """What a call needs of the film's port (`edge_agent.eyes.film_port.Film`)."""

    async def offer(self, call: str, epoch: int, ice: tuple[IceServer, ...] = ()) -> str:
        """The SDP that offers a new connection."""

    async def answer(self, call: str, epoch: int, sdp: str) -> None:
        """The other end answers so."""

    async def hang_up(self, call: str) -> None:
        """The call is over."""

    def link(self, call: str) -> LinkNow | None:
        """How its newest connection is."""


class Monitoring:
    """Without film nothing is offered: the viewer learns so from the beats, and may want pictures."""

    def __init__(self, film: CallFilm | None, ledger: Ledger, line: SignalLine) -> None:
        self._film = film
        self._ledger = ledger
        self._line = line
        self._turn = asyncio.Lock()

    async def offer(self, name: str) -> None:
        """Offer the epoch in which the call is."""
        async with self._turn:
            call = self._ledger.get(name)
            if call is None or call.phase != "offering":
                return
            sdp = await self._offered(call)
            if sdp is None:
                return
            now = self._ledger.at(name, call.epoch)
            after = None if now is None else offered(now, call.epoch, asyncio.get_running_loop().time())
            if not isinstance(after, Call):  # it ended meanwhile, or began again
                await self._hang_up(name)
                return
            self._ledger.keep(after)
        await self._line.say(
            OfferLink(case=call.case, call=name, epoch=call.epoch, kind=call.kind, sdp=sdp)
        )

    async def connect(self, body: AnswerLink) -> None:
        """Give the film the viewer's answer, which was accepted."""
        async with self._turn:
            if self._film is not None and self._ledger.at(body.call, body.epoch) is not None:
                try:
                    await self._film.answer(body.call, body.epoch, body.sdp)
                except FilmError as error:
                    self._give_up(body.call, body.epoch, error)

    async def end(self, name: str) -> None:
        """Hang up, unless the call has begun again meanwhile."""
        async with self._turn:
            call = self._ledger.get(name)
            if call is None or call.phase == "waiting":
                await self._hang_up(name)

    async def rest(self, name: str) -> None:
        """Film that does not get through takes from single pictures: none until it is asked for again."""
        async with self._turn:
            call = self._ledger.get(name)
            if call is not None and call.pictures and call.starved:
                await self._hang_up(name)

    def link_of(self, call: Call) -> Call:
        """The call with how its connection is, and how many pictures that has carried."""
        if self._film is None or call.phase in ("offering", "waiting"):
            return replace(call, starved=False)
        link = self._film.link(call.call)
        if link is None:
            return replace(call, state="failed", starved=False)
        return replace(call, state=_STATES[link.state], frames=link.frames_sent, starved=link.starved)

    async def _offered(self, call: Call) -> str | None:
        try:
            if self._film is None:
                raise FilmError("nothing films here")
            return await self._film.offer(call.call, call.epoch, _servers(call))
        except FilmError as error:
            self._give_up(call.call, call.epoch, error)
            return None

    async def _hang_up(self, name: str) -> None:
        if self._film is not None:
            await self._film.hang_up(name)

    def _give_up(self, name: str, epoch: int, error: FilmError) -> None:
        _log.warning("no film", call=name, reason=str(error))
        call = self._ledger.at(name, epoch)
        if call is not None:
            self._ledger.keep(replace(call, phase="waiting", state="failed"))


def _servers(call: Call) -> tuple[IceServer, ...]:
    return tuple(
        IceServer(server.urls, server.username or "", server.credential or "") for server in call.ice
    )
