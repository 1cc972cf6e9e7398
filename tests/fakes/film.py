"""Film that nobody shot: it notes what it was asked, and is up as soon as it is answered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from edge_agent.eyes.film_port import IceServer, LinkNow, LinkRefusedError, NoFilmError

if TYPE_CHECKING:
    from collections.abc import Sequence

SDP = "v=0\r\ns=film\r\n"


class FakeFilm:
    """The part of the film's port that calls use. `torn`: no connection can be made."""

    def __init__(self) -> None:
        self.torn = False
        self.asked: list[str] = []
        self.ice: Sequence[IceServer] = ()
        self._links: dict[str, LinkNow] = {}

    async def offer(self, call: str, epoch: int, ice: tuple[IceServer, ...] = ()) -> str:
        self.asked.append(f"offer {epoch}")
        self.ice = ice
        if self.torn:
            raise NoFilmError("The film is torn.")
        self._links[call] = LinkNow(call, epoch, "offered", "Nobody has answered yet.")
        return SDP

    async def answer(self, call: str, epoch: int, sdp: str) -> None:
        self.asked.append(f"answer {epoch}")
        link = self._links.get(call)
        if link is None or link.epoch != epoch or "unreadable" in sdp:
            raise LinkRefusedError("That is no answer.")
        self._links[call] = replace(link, state="up", frames_sent=15)

    async def hang_up(self, call: str) -> None:
        self.asked.append("hang up")
        self._links.pop(call, None)

    def link(self, call: str) -> LinkNow | None:
        return self._links.get(call)
