"""Service levels: what became of the cases that were closed in a span of time, and how long each step took.

Closed cases do not move any more. So what was closed in a quarter of an hour is read once, a page at a time
and by the index of closing times, summed, and remembered; a look reads only the quarter that is running.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from device_profiles.delivery.clock import Clock
from hub.domain.figures import handled_s, waited_s
from hub.domain.words import BranchName, EpochMs
from hub.ports.journal import Books, Journal
from hub.ports.oversight import ClosedCase, Place

QUARTER_MS: Final = 15 * 60_000
LONGEST_MS: Final = 8 * 24 * 3600 * 1000
"""Seven days, and the day that began before them."""
SETTLED_AFTER_MS: Final = 60_000
"""A quarter is remembered once nothing that began in it can still be committed."""
PAGE: Final = 2_000
"""So many cases are read in one transaction, so that nobody's commit waits long behind it."""

Key: TypeAlias = tuple[BranchName, str]
"""A branch and a procedure."""


@dataclass(slots=True)
class Tally:
    """What was counted. Times in whole seconds: from filing to acceptance, from acceptance to the end."""

    results: Counter[str] = field(default_factory=Counter)
    waits_s: list[int] = field(default_factory=list)
    handlings_s: list[int] = field(default_factory=list)
    declined: int = 0
    expired: int = 0

    def count(self, case: ClosedCase) -> None:
        """Count one more case."""
        self.results[case.result] += 1
        self.declined += case.declined
        self.expired += case.expired
        if case.accepted_at is not None:
            self.waits_s.append(waited_s(case.filed_at, case.accepted_at))
            self.handlings_s.append(handled_s(case.accepted_at, case.closed_at))

    def take(self, other: Tally) -> None:
        """Count all that the other has counted."""
        self.results.update(other.results)
        self.waits_s += other.waits_s
        self.handlings_s += other.handlings_s
        self.declined += other.declined
        self.expired += other.expired


Quarter: TypeAlias = dict[Key, Tally]


@dataclass(frozen=True, slots=True)
class Levels:
    """The tallies of a span, by branch and procedure, and of its equal parts in order of time."""

    since: EpochMs
    until: EpochMs
    part_ms: int
    lines: dict[Key, Tally]
    parts: list[Tally]


class ServiceLevels:
    """Remembers the tally of each quarter of an hour that has passed."""

    def __init__(self, journal: Journal, clock: Clock) -> None:
        self._journal = journal
        self._clock = clock
        self._quarters: dict[EpochMs, Quarter] = {}
        self._reading = asyncio.Lock()

    async def of(self, since: EpochMs, branch: BranchName | None, procedure: str | None) -> Levels:
        """What was closed from the quarter of `since` until now: of a branch, of a procedure, or of all."""
        now_ms = self._clock.now_ms()
        first = _quarter(max(min(since, now_ms), now_ms - LONGEST_MS))
        async with self._reading:  # who comes second finds what the first has read
            running = await self._read(first, now_ms)
        quarters = {start: self._quarters.get(start, {}) for start in _starts(first, now_ms)} | running
        part_ms = _part_ms(now_ms - first)
        levels = Levels(first, now_ms, part_ms, {}, [Tally() for _ in range(first, now_ms + 1, part_ms)])
        for start, quarter in quarters.items():
            for key, tally in quarter.items():
                if branch in (None, key[0]) and procedure in (None, key[1]):
                    levels.lines.setdefault(key, Tally()).take(tally)
                    levels.parts[(start - first) // part_ms].take(tally)
        return levels

    async def _read(self, first: EpochMs, now_ms: EpochMs) -> dict[EpochMs, Quarter]:
        """Read the quarters that are not remembered; those that are over are, and the others come back."""
        missing = [start for start in _starts(first, now_ms) if start not in self._quarters]
        found: dict[EpochMs, Quarter] = {start: {} for start in missing}
        if missing:
            await self._count(missing[0], now_ms, found)
        for start in missing:
            if start + QUARTER_MS + SETTLED_AFTER_MS <= now_ms:
                self._quarters[start] = found[start]
        for start in [start for start in self._quarters if start < now_ms - LONGEST_MS - QUARTER_MS]:
            del self._quarters[start]
        return found

    async def _count(self, since: EpochMs, until: EpochMs, found: dict[EpochMs, Quarter]) -> None:
        after = (since, "")
        while True:
            page = await self._journal.transact(self._page_behind(after, until))
            for case in page:
                quarter = found.get(_quarter(case.closed_at))
                if quarter is not None:
                    quarter.setdefault((case.branch, case.procedure), Tally()).count(case)
            if len(page) < PAGE:
                return
            after = (page[-1].closed_at, page[-1].case)

    @staticmethod
    def _page_behind(after: Place, until: EpochMs) -> Callable[[Books], list[ClosedCase]]:
        return lambda books: books.oversight.closed(after, until + 1, PAGE)


def _quarter(at: EpochMs) -> EpochMs:
    return at - at % QUARTER_MS


def _starts(first: EpochMs, now_ms: EpochMs) -> range:
    return range(first, now_ms + 1, QUARTER_MS)


def _part_ms(span_ms: int) -> int:
    """The parts that a chart draws: quarters of an hour, hours, or six hours."""
    if span_ms <= 3 * 3600 * 1000:
        return QUARTER_MS
    return 3600 * 1000 if span_ms <= 26 * 3600 * 1000 else 6 * 3600 * 1000
