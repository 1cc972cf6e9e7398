"""A disk that is short of room when a test says so."""

from __future__ import annotations


class FakeRoom:
    """Implements the `Room` port."""

    def __init__(self) -> None:
        self.short = False

    def is_short(self) -> bool:
        return self.short
