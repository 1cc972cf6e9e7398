"""By whose clock a device's reading counts.

As a rule by the device's own, while it and the hub's agree within two minutes about a reading that is no
replay. A clock that has been wrong by the same for two minutes is wrong for good: then a reading counts
by when it came, in the order of the numbers, until the clock is right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from hub.domain.readings import MOST_AHEAD_MS, Heard
from hub.domain.words import EpochMs

LATE_MS: Final = MOST_AHEAD_MS
"""A reading that took longer is of a time that has passed."""
KNOWN_WRONG_MS: Final = 120_000
STEADY_MS: Final = 30_000
"""A clock that was wrong for so long, and always by the same within this, is wrong. A backlog looks
otherwise: while it is caught up with, it grows less late."""


@dataclass(frozen=True, slots=True)
class Astray:
    """Since when, by the hub's clock, no reading was timely, and by how much the first was ahead."""

    since: EpochMs
    ahead_ms: int


def is_timely(heard: Heard) -> bool:
    """Whether a message tells of now, and both clocks agree about that."""
    return not heard.historical and -MOST_AHEAD_MS <= heard.received_at_ms - heard.measured_at_ms <= LATE_MS


def astray_after(astray: Astray | None, heard: Heard) -> Astray | None:
    """What is known of the device's clock after one more live message; None when it is right."""
    at, ahead_ms = heard.received_at_ms, heard.measured_at_ms - heard.received_at_ms
    if is_timely(heard):
        return None
    if astray is None or abs(ahead_ms - astray.ahead_ms) > STEADY_MS:
        return Astray(at, ahead_ms)
    return astray


def judged_at(astray: Astray | None, heard: Heard) -> EpochMs | None:
    """When what a message tells was so; None when that cannot be said, and it does not count."""
    if is_timely(heard):
        return heard.measured_at_ms
    if heard.historical or astray is None or heard.received_at_ms - astray.since < KNOWN_WRONG_MS:
        return None
    return heard.received_at_ms
