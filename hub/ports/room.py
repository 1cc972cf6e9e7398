"""Room on the disk on which the hub keeps things."""

from __future__ import annotations

from typing import Protocol


class Room(Protocol):
    """Knows whether there is room for more than what is under way."""

    def is_short(self) -> bool:
        """Whether less than the reserve is free. Asked for every new case: it must not take long."""
        ...
