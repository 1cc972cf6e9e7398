"""Tells people's screens what changed, each change once and in order."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from hub.domain.words import PersonId
from hub.ports.journal import Change, Journal

LOOK_AGAIN_S: Final = 10.0
"""Another hub may have written the change; so nobody waits longer than this without looking."""

MOST_HEARD: Final = 500
"""A screen that takes nothing for so long reads the rest from the journal."""


class Screen:
    """One screen that follows a person's feed: the last change it was given, and what came since."""

    def __init__(self, person: PersonId, after: int) -> None:
        self.person = person
        self.after = after
        self.heard: list[Change] = []
        self.is_behind = True
        self.is_stirred = False
        self.woken = asyncio.Event()

    def hear(self, change: Change) -> None:
        """A change was written that this screen has not been given."""
        self.heard.append(change)
        if len(self.heard) > MOST_HEARD:
            self.heard, self.is_behind = [], True
        self.woken.set()

    def take(self) -> list[Change]:
        """What was heard and follows on what was given; nothing when something between is missing."""
        fresh = {change.number: change for change in self.heard if change.number > self.after}
        self.heard = []
        if sorted(fresh) != list(range(self.after + 1, self.after + 1 + len(fresh))):
            self.is_behind = True
            return []
        return [fresh[number] for number in sorted(fresh)]


class Feeds:
    """Hands out each person's numbered changes, the old ones and then the new."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._screens: defaultdict[PersonId, set[Screen]] = defaultdict(set)

    def tell(self, changes: Iterable[tuple[PersonId, Change]]) -> None:
        """These were written into people's feeds."""
        for person, change in changes:
            for screen in self._screens.get(person, ()):
                screen.hear(change)

    def stir(self, person: PersonId) -> None:
        """Let the person's screens look up now: not the feed changed, but perhaps who may see it."""
        for screen in self._screens.get(person, ()):
            screen.is_stirred = True
            screen.woken.set()

    @contextmanager
    def followed(self, person: PersonId, after: int) -> Iterator[Screen]:
        """A screen that is told of the changes numbered above `after`, for the length of the block."""
        screen = Screen(person, after)
        self._screens[person].add(screen)
        try:
            yield screen
        finally:
            self._screens[person].discard(screen)
            if not self._screens[person]:
                del self._screens[person]

    async def changes(self, screen: Screen) -> list[Change]:
        """The next changes; waits until there are some, or for a while, or until stirred: then empty."""
        found = await self._look(screen) if screen.is_behind else []
        if not found and not screen.is_stirred:
            try:
                async with asyncio.timeout(LOOK_AGAIN_S):  # wait_for may swallow a cancellation before 3.12
                    await screen.woken.wait()
            except TimeoutError:
                found = await self._look(screen)
        screen.woken.clear()
        if screen.is_stirred:
            screen.is_stirred, screen.is_behind = False, True
            return []
        found = found or screen.take() or (await self._look(screen) if screen.is_behind else [])
        if found:
            screen.after = found[-1].number
        return found

    async def _look(self, screen: Screen) -> list[Change]:
        """What the journal has beyond what the screen was given."""
        found = await self._journal.transact(lambda books: books.post.feed(screen.person, screen.after))
        screen.is_behind = bool(found)  # there may be more of it
        return found
