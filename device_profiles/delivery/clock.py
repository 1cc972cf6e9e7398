"""Time and chance, as things that are handed in."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from device_profiles.contract.ids import EpochMs, uuid7


class Clock(Protocol):
    """Tells the time."""

    def now_ms(self) -> EpochMs:
        """Unix milliseconds, UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now_ms(self) -> EpochMs:
        """Unix milliseconds, UTC."""
        return time.time_ns() // 1_000_000


@dataclass(frozen=True, slots=True)
class Ids:
    """Makes identifiers from the clock and from chance."""

    clock: Clock
    chance: Callable[[int], bytes] = os.urandom

    def message_id(self) -> str:
        """A fresh UUIDv7."""
        return uuid7(self.clock.now_ms(), self.chance(10))

    def epoch(self) -> str:
        """Names a stream's life, or a boot: 12 hexadecimal digits."""
        return self.chance(6).hex()
