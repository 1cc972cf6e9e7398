"""A lock for each name out of a fixed number of locks.

Two names may share a lock, which only makes them wait for one another.
"""

from __future__ import annotations

import threading
from typing import Final

HOW_MANY: Final = 64


class Stripes:
    """The locks; each may be taken again by the thread that holds it."""

    def __init__(self) -> None:
        self._locks = tuple(threading.RLock() for _ in range(HOW_MANY))

    def of(self, name: str) -> threading.RLock:
        """The lock of a name."""
        return self._locks[hash(name) % HOW_MANY]
