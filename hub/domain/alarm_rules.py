"""The rules by which a device needs somebody, as plain values. Times are milliseconds.

Whoever loads the profiles makes these of them; here nothing is checked again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Threshold:
    """A metric is beyond its limit for so long. It clears when the metric comes back to `clears_at`."""

    name: str
    metric: str
    limit: float
    clears_at: float
    is_above: bool
    for_ms: int = 0

    def is_beyond(self, value: float) -> bool:
        """Whether the value counts towards the alarm."""
        return value > self.limit if self.is_above else value < self.limit

    def has_cleared(self, value: float) -> bool:
        """Whether the value ends the alarm."""
        return value <= self.clears_at if self.is_above else value >= self.clears_at


@dataclass(frozen=True, slots=True)
class Silence:
    """Nothing is heard of the device for so long."""

    name: str
    for_ms: int


@dataclass(frozen=True, slots=True)
class Change:
    """A metric rises, or falls, by so much within a span of time."""

    name: str
    metric: str
    by: float
    rises: bool
    within_ms: int


@dataclass(frozen=True, slots=True)
class Gap:
    """So many of a span's readings never come."""

    name: str
    missed: int
    within_ms: int


@dataclass(frozen=True, slots=True)
class ClockOffset:
    """The device's clock is wrong by so much, for so long."""

    name: str
    by_ms: int
    for_ms: int


Rule: TypeAlias = Threshold | Silence | Change | Gap | ClockOffset


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All rules for a kind of device, which reports at the interval."""

    interval_ms: int
    thresholds: tuple[Threshold, ...] = ()
    silences: tuple[Silence, ...] = ()
    changes: tuple[Change, ...] = ()
    gaps: tuple[Gap, ...] = ()
    clocks: tuple[ClockOffset, ...] = ()
    metrics: tuple[str, ...] = field(init=False)
    """The metrics that some rule is about."""
    places: tuple[int, ...] = field(init=False)
    """Where among these each threshold finds its own."""
    longest_ms: int = field(init=False)
    """The longest span over which a change is judged."""

    def __post_init__(self) -> None:
        """Work out what every judgement would have to work out."""
        metrics = {rule.metric for rule in self.thresholds} | {rule.metric for rule in self.changes}
        object.__setattr__(self, "metrics", tuple(sorted(metrics)))
        places = tuple(self.metrics.index(rule.metric) for rule in self.thresholds)
        object.__setattr__(self, "places", places)
        object.__setattr__(self, "longest_ms", max((rule.within_ms for rule in self.changes), default=0))
