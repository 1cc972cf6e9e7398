"""Which of a boot's numbered readings have come, and how many between them have not.

It does not matter in which order they came: what is missing at the end is the same.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from hub.domain.words import EpochMs

STRETCHES_KEPT: Final = 64
"""So many gaps a boot are remembered; a device that loses every other message must not fill the memory."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """The numbers from `first` to `last` have all come; `first` was measured at `at`."""

    first: int
    last: int
    at: EpochMs


@dataclass(frozen=True, slots=True)
class HeardNumbers:
    """One boot's numbers: stretches in order, with a gap before each but the first."""

    stretches: tuple[Stretch, ...] = ()

    def heard(self, number: int, at: EpochMs) -> HeardNumbers:
        """The same after this number, measured at `at`, has come."""
        if not self.stretches:
            return HeardNumbers((Stretch(number, number, at),))
        latest = self.stretches[-1]
        if number == latest.last + 1:  # as nearly always
            return HeardNumbers((*self.stretches[:-1], replace(latest, last=number)))
        if any(stretch.first <= number <= stretch.last for stretch in self.stretches):
            return self
        ordered = sorted((*self.stretches, Stretch(number, number, at)), key=lambda stretch: stretch.first)
        joined: list[Stretch] = []
        for stretch in ordered:
            if joined and joined[-1].last + 1 == stretch.first:
                joined[-1] = replace(joined[-1], last=stretch.last)
            else:
                joined.append(stretch)
        return HeardNumbers(tuple(joined[-STRETCHES_KEPT:]))

    def missed(self, after: EpochMs, until: EpochMs) -> int:
        """How many are missing in the gaps that were over later than `after`, and by `until`."""
        return sum(
            stretch.first - before.last - 1
            for before, stretch in zip(self.stretches, self.stretches[1:], strict=False)
            if after < stretch.at <= until
        )

    @property
    def latest(self) -> EpochMs:
        """When the highest stretch began."""
        return self.stretches[-1].at if self.stretches else 0

    @property
    def highest(self) -> int:
        """The highest number that has come."""
        return self.stretches[-1].last if self.stretches else 0
