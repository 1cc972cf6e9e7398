"""Those in the agent who want to hear of something as it happens.

Owns their queues, which are bounded: who lags misses the oldest.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

ToldT = TypeVar("ToldT")


class Listeners(Generic[ToldT]):
    """Whoever listens; each may lag by `most` tellings. Belongs to one event loop."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._listeners: list[_Listener[ToldT]] = []

    def tell(self, told: ToldT) -> None:
        """Tell all who listen now."""
        for listener in self._listeners:
            listener.tell(told)

    @contextmanager
    def listen(self) -> Iterator[AsyncIterator[ToldT]]:
        """What is told from now on."""
        listener = _Listener[ToldT](self._most)
        self._listeners.append(listener)
        try:
            yield listener.heard()
        finally:
            self._listeners.remove(listener)


class _Listener(Generic[ToldT]):
    def __init__(self, most: int) -> None:
        self._unheard: deque[ToldT] = deque(maxlen=most)
        self._told = asyncio.Event()

    def tell(self, told: ToldT) -> None:
        self._unheard.append(told)
        self._told.set()

    async def heard(self) -> AsyncIterator[ToldT]:
        while True:
            await self._told.wait()
            self._told.clear()
            while self._unheard:
                yield self._unheard.popleft()
