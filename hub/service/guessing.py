"""How often somebody may guess a password or a code, counted in memory over a sliding window.

It owns the limits and the counts, and keeps nobody out for longer than a window (ADR 0013).
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Hashable
from dataclasses import dataclass
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Final

from device_profiles.delivery.clock import Clock
from hub.domain.words import EpochMs, PersonId

KEYS_AT_MOST: Final = 10_000
"""Whoever comes with ever new names makes the hub forget the oldest, not run out of memory."""


@dataclass(frozen=True, slots=True)
class Limit:
    """So many wrong attempts within so long."""

    most: int
    within_ms: int


@dataclass(frozen=True, slots=True)
class TooManyAttempts:
    """Nothing was looked at; ask again after so many seconds."""

    retry_after_s: int


HERE: Final = Limit(5, 300_000)
"""For one person from one source."""
ANYWHERE: Final = Limit(20, 300_000)
"""For one person from all sources together, but for those where they have logged in before."""
SOURCE: Final = Limit(50, 300_000)
"""From one source for all persons: a branch of a hundred people may stand behind one address."""
CODES: Final = Limit(10, 300_000)
"""For one person. A counter's code has six digits: at this pace one is met in about a year of trying."""


class WrongAttempts:
    """The latest wrong attempts of each key."""

    def __init__(self, clock: Clock, limit: Limit) -> None:
        self._clock = clock
        self._limit = limit
        self._wrong: OrderedDict[Hashable, deque[EpochMs]] = OrderedDict()

    def too_many(self, key: Hashable) -> TooManyAttempts | None:
        """How long to wait, when the key has used up its attempts."""
        now_ms = self._clock.now_ms()
        # What lies ahead was counted before the clock was set back, and must not count until then.
        recent = [at for at in self._wrong.get(key, ()) if now_ms - self._limit.within_ms < at <= now_ms]
        if len(recent) < self._limit.most:
            return None
        wait_ms = recent[0] + self._limit.within_ms - now_ms
        return TooManyAttempts(-(-wait_ms // 1000))

    def wrong(self, key: Hashable) -> None:
        """One more."""
        times = self._wrong.setdefault(key, deque(maxlen=self._limit.most))
        times.append(self._clock.now_ms())
        self._wrong.move_to_end(key)
        if len(self._wrong) > KEYS_AT_MOST:
            self._wrong.popitem(last=False)

    def forget(self, key: Hashable) -> None:
        """It was right."""
        self._wrong.pop(key, None)


class LoginAttempts:
    """Wrong passwords, by person, by source, and by both."""

    def __init__(self, clock: Clock) -> None:
        self._here = WrongAttempts(clock, HERE)
        self._anywhere = WrongAttempts(clock, ANYWHERE)
        self._source = WrongAttempts(clock, SOURCE)
        self._known: OrderedDict[tuple[PersonId, str], None] = OrderedDict()

    def too_many(self, person: PersonId, address: str) -> TooManyAttempts | None:
        """How long to wait, when the person or the source has used up its attempts."""
        source = _source(address)
        waits = [self._here.too_many((person, source)), self._source.too_many(source)]
        if (person, source) not in self._known:  # strangers elsewhere do not shut a teller's own door
            waits.append(self._anywhere.too_many(person))
        return max((wait for wait in waits if wait), key=lambda wait: wait.retry_after_s, default=None)

    def wrong(self, person: PersonId, address: str) -> None:
        """A wrong password was given."""
        source = _source(address)
        self._here.wrong((person, source))
        self._source.wrong(source)
        if (person, source) not in self._known:
            self._anywhere.wrong(person)

    def right(self, person: PersonId, address: str) -> None:
        """The right one was. What was tried from the same source in other names still counts."""
        here = (person, _source(address))
        self._here.forget(here)
        self._anywhere.forget(person)
        self._known[here] = None
        self._known.move_to_end(here)
        if len(self._known) > KEYS_AT_MOST:
            self._known.popitem(last=False)


def _source(address: str) -> str:
    """The address; of version 6 its /64, all of which one subscriber has (RFC 6177)."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    return str(IPv6Network((int(known), 64), strict=False)) if isinstance(known, IPv6Address) else address
