"""Wakes the screens of people for whom something changed."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from hub.domain.words import PersonId
from hub.ports.journal import Change, Journal

LOOK_AGAIN_S: Final = 10.0
"""Another hub may have written the change; so nobody waits longer than this without looking."""


class Feeds:
    """Hands out each person's numbered changes, the old ones and then the new."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._waiting: dict[PersonId, set[asyncio.Event]] = defaultdict(set)

    def wake(self, people: Iterable[PersonId]) -> None:
        """Something was written into these people's feeds."""
        for person in people:
            for event in self._waiting.get(person, ()):
                event.set()

    async def changes(self, person: PersonId, after: int) -> list[Change]:
        """The changes numbered above `after`; waits until there are some, or for a while, then empty."""
        woken = asyncio.Event()
        self._waiting[person].add(woken)
        try:
            found = await self._journal.transact(lambda books: books.post.feed(person, after))
            if found:
                return found
            try:
                async with asyncio.timeout(LOOK_AGAIN_S):  # wait_for may swallow a cancellation before 3.12
                    await woken.wait()
            except TimeoutError:
                return []
            return await self._journal.transact(lambda books: books.post.feed(person, after))
        finally:
            self._waiting[person].discard(woken)
