"""Devices' readings: which metrics can be believed, and which snapshots never came.

Owns the rules alone. It must not store anything, and it takes the kind of device as it is given:
whoever calls looks it up in the registry, never in the message.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal, Protocol

HOLES_KEPT: Final = 256
"""How many runs of missing numbers are remembered a boot. A device that loses every other message
must not fill the memory; what is forgotten stays counted as missed."""

MOST_AHEAD_MS: Final = 120_000
"""A reading measured later than this by the hub's clock is not believed: the device's clock is wrong, and
one reading of next year would be its latest for a year."""

Reason = Literal["unknown", "not_a_number", "out_of_range", "in_the_future"]
"""Why a metric was refused, or with `in_the_future` a whole reading."""


class Metric(Protocol):
    """What a profile says of a metric."""

    def admits(self, value: float) -> bool:
        """Whether the value lies in the range in which it can be believed."""
        ...


class DeviceKind(Protocol):
    """The part of a device's profile that matters here."""

    @property
    def metrics(self) -> Mapping[str, Metric]:
        """The metrics that a device of this kind may report, by name."""
        ...


@dataclass(frozen=True, slots=True)
class Reading:
    """One snapshot of one device. Device, boot, number and time together are its identity.

    `number` counts the boot's snapshots 1, 2, 3, …; `measured_at_ms` is the device's clock, Unix
    milliseconds UTC; `historical` marks a replay; each metric is in the unit of the profile.
    """

    region: str
    branch: str
    device: str
    kind: str
    boot: str
    number: int
    measured_at_ms: int
    historical: bool
    metrics: Mapping[str, float]

    @property
    def address(self) -> str:
        """`region/branch/device`."""
        return f"{self.region}/{self.branch}/{self.device}"


@dataclass(frozen=True, slots=True)
class Heard:
    """What one message of a device told, once it was stored, or refused whole.

    Times are Unix milliseconds UTC: `measured_at_ms` by the device's clock, `received_at_ms` by the hub's.
    `metrics` are those that are believed. `missed_before`: so many numbers right
    before this one had not come when it came; one of those that comes late has `late`, and 0. `repeated`:
    this number came before, and nothing new is told. `in_the_future`: it is stored nowhere.
    """

    device: str
    kind: str
    boot: str
    number: int
    measured_at_ms: int
    received_at_ms: int
    historical: bool
    metrics: Mapping[str, float]
    missed_before: int = 0
    late: bool = False
    repeated: bool = False
    in_the_future: bool = False


@dataclass(frozen=True, slots=True)
class RefusedMetric:
    """A metric that was not stored, and why."""

    name: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Checked:
    """A message's metrics, divided."""

    accepted: dict[str, float]
    refused: tuple[RefusedMetric, ...]


def is_in_the_future(measured_at_ms: int, received_at_ms: int) -> bool:
    """Whether a reading claims to be of a time that has not come; clocks may differ by two minutes."""
    return measured_at_ms - received_at_ms > MOST_AHEAD_MS


def check(readings: Mapping[str, float], kind: DeviceKind) -> Checked:
    """Divide a message's metrics into those the kind's profile believes and those it refuses."""
    accepted: dict[str, float] = {}
    refused: list[RefusedMetric] = []
    for name, value in readings.items():
        reason = _fault(name, value, kind)
        if reason is None:
            accepted[name] = value
        else:
            refused.append(RefusedMetric(name, reason))
    return Checked(accepted, tuple(refused))


def _fault(name: str, value: float, kind: DeviceKind) -> Reason | None:
    metric = kind.metrics.get(name)
    if metric is None:
        return "unknown"
    if not math.isfinite(value):
        return "not_a_number"
    return None if metric.admits(value) else "out_of_range"


@dataclass(frozen=True, slots=True)
class Gaps:
    """The numbers of one device in one boot that have not come.

    `holes` are the runs of numbers below `highest` that have not come, in order; `missed` is how
    many numbers that is, with those of forgotten holes; `duplicates` came a second time.
    """

    highest: int = 0
    holes: tuple[range, ...] = ()
    missed: int = 0
    duplicates: int = 0

    def seen(self, number: int) -> Gaps:
        """The gaps after `number` came: early it opens a hole, late it fills one, again it is counted."""
        if number > self.highest:
            hole = range(self.highest + 1, number)
            return replace(
                self, highest=number, holes=_kept(*self.holes, hole), missed=self.missed + len(hole)
            )
        for place, hole in enumerate(self.holes):
            if number in hole:
                before, after = range(hole.start, number), range(number + 1, hole.stop)
                holes = _kept(*self.holes[:place], before, after, *self.holes[place + 1 :])
                return replace(self, holes=holes, missed=self.missed - 1)
        return replace(self, duplicates=self.duplicates + 1)


def _kept(*holes: range) -> tuple[range, ...]:
    return tuple(hole for hole in holes if hole)[-HOLES_KEPT:]
