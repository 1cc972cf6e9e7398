"""A clock that moves only when a test says so, and one that goes on."""

from __future__ import annotations

import time

NOON_MS = 1_795_262_400_000
"""2026-11-21, noon UTC, as Unix milliseconds."""
MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS


class StandingClock:
    """Implements the `Clock` port; it stands at noon until it is moved."""

    def __init__(self, now_ms: int = NOON_MS) -> None:
        self._now_ms = now_ms

    def now_ms(self) -> int:
        return self._now_ms

    def pass_ms(self, passed_ms: int) -> None:
        """Let time pass."""
        self._now_ms += passed_ms


class PassingClock(StandingClock):
    """The machine's own clock, for tests in which a browser counts with the hub."""

    def now_ms(self) -> int:
        return time.time_ns() // 1_000_000
