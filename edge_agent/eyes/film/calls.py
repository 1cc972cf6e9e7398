"""The connections of the calls: one a call, with the number of its epoch.

Owns which answer belongs to which offer, and how many look on at a time. It knows no case and no person.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from edge_agent.eyes.film.studio import Studio
from edge_agent.eyes.film.way import Way
from edge_agent.eyes.film_port import LinkRefusedError, NoFilmError
from edge_agent.eyes.words import HangUp, Linked, MakeOffer, TakeAnswer

if TYPE_CHECKING:
    from edge_agent.eyes.film.peer import Peer  # it loads aiortc

MOST_CALLS: Final = 4
"""Each costs a device some percent of a core and its share of the way out."""


@dataclass(frozen=True, slots=True)
class _Call:
    name: str
    epoch: int
    peer: Peer


class Calls:
    """The connections there are; `changed` is set with each change of one."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self._calls: dict[str, _Call] = {}
        self.changed = asyncio.Event()

    async def offer(self, order: MakeOffer) -> str:
        """The SDP of a new connection in place of an earlier one.

        Raises:
            NoFilmError: too many look on, or the call was hung up meanwhile.
        """
        new_peer = await asyncio.to_thread(_new_peer)
        if order.call not in self._calls and len(self._calls) >= MOST_CALLS:
            raise NoFilmError(f"{len(self._calls)} look on already.")
        try:
            before = self._calls.get(order.call)
            way = Way() if before is None else before.peer.way  # it is as wide as it was
            peer = new_peer(self._studio, order.ice, self.changed.set, way)
            self._calls[order.call] = _Call(order.call, order.epoch, peer)
            if before is not None:
                await before.peer.close()
            sdp = await peer.offer()
        except Exception as error:
            await self.hang_up(HangUp(call=order.call))
            raise NoFilmError(f"No connection can be offered ({type(error).__name__}).") from error
        self.changed.set()
        return sdp

    async def answer(self, order: TakeAnswer) -> None:
        """Take the other end's answer.

        Raises:
            LinkRefusedError: there is no such offer, or this is no answer to it.
        """
        call = self._calls.get(order.call)
        if call is None or call.epoch != order.epoch:
            raise LinkRefusedError("Nobody is waiting for this answer.")
        await call.peer.answer(order.sdp)

    async def hang_up(self, order: HangUp) -> None:
        """End the call's connection, if there is one."""
        call = self._calls.pop(order.call, None)
        if call is not None:
            await call.peer.close()

    def now(self) -> list[Linked]:
        """How each connection is."""
        return [
            Linked(
                call=call.name,
                epoch=call.epoch,
                state=call.peer.state,
                says=call.peer.says,
                frames_sent=call.peer.frames_sent,
                bitrate_bps=call.peer.bitrate_bps,
                starved=call.peer.starved,
            )
            for call in self._calls.values()
        ]

    async def forget(self, told: Linked) -> None:
        """Let go of a connection that has ended, as was told."""
        call = self._calls.get(told.call)
        if call is not None and call.epoch == told.epoch:
            await self.hang_up(HangUp(call=told.call))

    async def close(self) -> None:
        """End them all."""
        for name in list(self._calls):
            await self.hang_up(HangUp(call=name))


def _new_peer() -> type[Peer]:
    """Loading aiortc takes most of a second: in a thread, so that nothing else waits for it."""
    from edge_agent.eyes.film.peer import Peer  # noqa: PLC0415  as above

    return Peer
