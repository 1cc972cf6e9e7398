"""A kiosk's calls in virtual time: what the hub says to them, and what is heard of them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from itertools import count
from typing import Any, TypeAlias, TypeVar

from device_profiles.contract import topics
from device_profiles.contract.codec import decode
from device_profiles.contract.envelope import Body
from device_profiles.contract.frames import FrameLabel, read_frame
from device_profiles.contract.ids import parse_device
from device_profiles.contract.messages.signal import (
    AnswerLink,
    Beat,
    LinkAgain,
    LinkKind,
    OfferLink,
    OpenLink,
)
from device_profiles.contract.topics import Channel
from device_profiles.delivery.clock import Ids
from edge_agent.eyes.film_port import IceServer
from edge_agent.media.calls import Calls, Filming
from edge_agent.media.line import SignalLine
from tests.fakes.eyes import FakeEyes
from tests.fakes.film import FakeFilm
from tests.fakes.paper_session import PaperSession
from tests.fakes.standing_clock import StandingClock
from tests.fakes.virtual_time import run_virtually

BodyT = TypeVar("BodyT", bound=Body)
CASE = "north-01"
CALL = "call-1"
SDP = "v=0\r\ns=-\r\n"
WITHIN_S = 20


class NotedFilm(FakeFilm):
    """It notes what it was asked, in order; whoever answers sees the picture at once, 15 of them."""

    def __init__(self) -> None:
        super().__init__(StandingClock())
        self.asked: list[str] = []

    async def offer(self, call: str, epoch: int, ice: tuple[IceServer, ...] = ()) -> str:
        self.asked.append(f"offer {epoch}")
        await super().offer(call, epoch, ice)
        return SDP

    async def answer(self, call: str, epoch: int, sdp: str) -> None:
        self.asked.append(f"answer {epoch}")
        await super().answer(call, epoch, sdp)
        self.connects(call)
        self.sends(call, 15)

    async def hang_up(self, call: str) -> None:
        self.asked.append("hang up")
        await super().hang_up(call)


class Kiosk:
    """Its only case is `CASE`, open until a test closes it."""

    def __init__(self, film: NotedFilm | None, eyes: FakeEyes | None) -> None:
        clock = StandingClock()
        self.film = film or NotedFilm()
        self.eyes = eyes
        self.session = PaperSession()
        self.open_cases = {CASE}
        self.changes = 0
        self._ids = count(1)
        line = SignalLine(self.session, parse_device("north/b1/kiosk-1"), Ids(clock))
        self.calls = Calls(line, Filming(film, eyes), self._knows, self._changed)

    def hears(self, body: Body, message_id: str = "") -> None:
        """The hub says something."""
        self.calls.hear(message_id or f"m{next(self._ids)}", body)

    async def opens(self, kind: LinkKind = "monitoring", call: str = CALL) -> None:
        """A desk opens a call; a moment passes."""
        self.hears(OpenLink(case=CASE, call=call, kind=kind, answer_within_s=WITHIN_S))
        await moment()

    async def is_up(self, kind: LinkKind = "monitoring") -> None:
        """A call was opened, offered and answered."""
        await self.opens(kind)
        if kind == "consultation":
            await self.calls.consultation.offer(CALL, 1, SDP)
        self.hears(AnswerLink(case=CASE, call=CALL, epoch=1, sdp=SDP))
        await moment()

    async def viewer_stays(self, seconds: float, epoch: int = 1) -> None:
        """So long the viewer's beats come, and nothing else."""
        for _ in range(round(seconds / 3)):
            self.hears(Beat(case=CASE, call=CALL, epoch=epoch, number=next(self._ids)))
            await asyncio.sleep(3)

    def said(self, kind: type[BodyT]) -> list[BodyT]:
        """All of one type that went to the hub."""
        bodies = [
            decode("up", Channel.SIGNAL, published.payload).body
            for published in self.session.published
            if topics.parse(published.topic).channel is Channel.SIGNAL
        ]
        return [body for body in bodies if isinstance(body, kind)]

    def shown(self) -> list[FrameLabel]:
        """The labels of the single pictures that went to the hub."""
        return [
            read_frame(published.properties, published.payload)
            for published in self.session.published
            if topics.parse(published.topic).channel is Channel.FRAME
        ]

    @property
    def phase(self) -> str | None:
        """That of the only call, if there is one."""
        return next((call.phase for call in self.calls.now), None)

    @property
    def offers(self) -> list[int]:
        """The epochs that were offered."""
        return [offer.epoch for offer in self.said(OfferLink)]

    async def _knows(self, case: str) -> bool:
        return case in self.open_cases

    def _changed(self) -> None:
        self.changes += 1


async def moment() -> None:
    """Whatever is to be done at once is done."""
    await asyncio.sleep(0.01)


@asynccontextmanager
async def a_kiosk(film: NotedFilm | None, eyes: FakeEyes | None) -> AsyncIterator[Kiosk]:
    async with asyncio.TaskGroup() as tasks:
        kiosk = Kiosk(film, eyes)
        running = tasks.create_task(kiosk.calls.run())
        yield kiosk
        running.cancel()


def answer(epoch: int = 1, call: str = CALL, case: str = CASE, sdp: str = SDP) -> AnswerLink:
    return AnswerLink(case=case, call=call, epoch=epoch, sdp=sdp)


def again() -> LinkAgain:
    return LinkAgain(case=CASE, call=CALL, answer_within_s=WITHIN_S)


Script: TypeAlias = Callable[[Kiosk], Coroutine[Any, Any, None]]


def in_virtual_time(*, film: bool = True, eyes: bool = False) -> Callable[[Script], Callable[[], None]]:
    """The script is played with a kiosk that has film, eyes, or neither."""

    def play_with(script: Script) -> Callable[[], None]:
        async def play() -> None:
            async with a_kiosk(
                NotedFilm() if film else None, FakeEyes(StandingClock()) if eyes else None
            ) as kiosk:
                await script(kiosk)

        def test() -> None:
            run_virtually(play())

        test.__name__, test.__doc__ = script.__name__, script.__doc__
        return test

    return play_with
