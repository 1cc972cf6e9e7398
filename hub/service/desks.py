"""The desks that are open, and what each is to be told: all words in order, of pictures the newest."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final, TypeAlias

from device_profiles.contract.frames import FrameLabel
from device_profiles.contract.messages.signal import (
    AskForLink,
    Beat,
    IceServers,
    LinkEnded,
    LinkKind,
    OfferLink,
)
from hub.domain.words import CaseId, EpochMs, PersonId, Rule

MOST_WAITING: Final = 200
"""A desk that takes nothing for so many words is gone in all but name."""

DeskHook: TypeAlias = Callable[[PersonId], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Opened:
    """The call that the desk asked for was opened at the device; its offer follows."""

    case: CaseId
    call: str
    kind: LinkKind


@dataclass(frozen=True, slots=True)
class Offered:
    """The device's offer, and the servers that the answer may use."""

    offer: OfferLink
    ice: IceServers


@dataclass(frozen=True, slots=True)
class Refused:
    """What the desk said was refused; `of` is its word, `re` the page's own name of it."""

    of: str
    rule: Rule
    case: CaseId | None = None
    call: str | None = None
    re: str | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """A picture of a call, and when it came to the hub."""

    call: str
    label: FrameLabel
    jpeg: bytes
    received_at: EpochMs


Heard: TypeAlias = Opened | Offered | Beat | AskForLink | LinkEnded | Refused | Frame


async def _nothing(_: PersonId) -> None:
    pass


class Desk:
    """One page of a person's, as long as its socket is open."""

    def __init__(self, person: PersonId) -> None:
        self.person = person
        self.is_lost = False
        self.stirred = asyncio.Event()
        """Set when a login of the person's has ended: perhaps that of this page."""
        self._words: deque[Heard] = deque()
        self._frames: dict[str, Frame] = {}
        self._woken = asyncio.Event()

    def hear(self, word: Heard) -> None:
        """There is something to tell. Of one call's pictures only the newest is kept."""
        if isinstance(word, Frame):
            self._frames[word.call] = word
        elif len(self._words) < MOST_WAITING:
            self._words.append(word)
        else:
            self.is_lost = True
        self._woken.set()

    async def next(self) -> Heard | None:
        """What is to be told next, words before pictures; None once the desk is lost."""
        while not self.is_lost:
            if self._words:
                return self._words.popleft()
            if self._frames:
                return self._frames.pop(next(iter(self._frames)))
            self._woken.clear()
            await self._woken.wait()
        return None


class Desks:
    """Who sits at a desk. A person's first page opens their desk, their last one leaves it."""

    def __init__(self, on_open: DeskHook = _nothing, on_gone: DeskHook = _nothing) -> None:
        self._on_open = on_open
        self._on_gone = on_gone
        self._desks: defaultdict[PersonId, set[Desk]] = defaultdict(set)
        self._turns = asyncio.Lock()

    @asynccontextmanager
    async def open(self, person: PersonId) -> AsyncIterator[Desk]:
        """A page of the person's, for the length of the block."""
        desk = Desk(person)
        try:
            async with self._turns:
                self._desks[person].add(desk)
                if len(self._desks[person]) == 1:
                    await self._on_open(person)
            yield desk
        finally:
            self._desks[person].discard(desk)
            async with self._turns:
                if person in self._desks and not self._desks[person]:
                    del self._desks[person]
                    await self._on_gone(person)

    def stir(self, person: PersonId) -> None:
        """A login of the person's has ended."""
        for desk in self._desks.get(person, ()):
            desk.stirred.set()

    def tell(self, person: PersonId, word: Heard) -> None:
        """Let every page of the person's hear it."""
        for desk in self._desks.get(person, ()):
            desk.hear(word)
