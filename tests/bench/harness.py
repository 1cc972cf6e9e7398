"""Runs a benchmark beside its peer, in turn, and does the arithmetic.

Owns no benchmark and judges none: whether the goal was met is reported, and nothing fails for being slow.
"""

from __future__ import annotations

import asyncio
import math
import statistics
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Any, Final

BOUND_S: Final = 1_200.0
"""Nothing is measured for longer than this; a benchmark that hangs ends with an error."""

Say = Callable[[str], None]
"""Tells the person who waits how far it has come."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What one run of one side gave: the figure that is compared, and others worth knowing, by name."""

    value: float
    detail: Mapping[str, float] = field(default_factory=dict)


Measure = Callable[[], Awaitable[Measured]]


@dataclass(frozen=True, slots=True)
class Sides:
    """The two that are measured in turn."""

    ours: Measure
    peer: Measure


@dataclass(frozen=True, slots=True)
class Pair:
    """One run of ours, and the run of the peer that followed it."""

    ours: Measured
    peer: Measured

    @property
    def ratio(self) -> float:
        """Ours to the peer's."""
        return self.ours.value / self.peer.value


@dataclass(frozen=True, slots=True)
class Goal:
    """What ours is to reach: no more, or no less, than so many times the peer's figure, or so much beyond
    it, or a figure of its own; and no more of some of the other figures.
    """

    most_ratio: float = math.inf
    least_ratio: float = -math.inf
    most_beyond: float = math.inf
    least_value: float = -math.inf
    most_value: float = math.inf
    most_of: Mapping[str, float] = field(default_factory=dict)

    def is_met(
        self, *, ratio: float, beyond: float, value: float, detail: Mapping[str, float] | None = None
    ) -> bool:
        """Whether medians of this ratio, this difference, this value and these other figures reach it."""
        near_the_peer = self.least_ratio <= ratio <= self.most_ratio and beyond <= self.most_beyond
        modest = all((detail or {}).get(name, math.inf) <= most for name, most in self.most_of.items())
        return near_the_peer and modest and self.least_value <= value <= self.most_value

    def in_words(self, unit: str) -> str:
        """As a person reads it."""
        words = []
        if self.most_ratio < math.inf:
            words.append(f"ratio ≤ {self.most_ratio:g}")
        if self.least_ratio > -math.inf:
            words.append(f"ratio ≥ {self.least_ratio:g}")
        if self.most_beyond < math.inf:
            words.append(f"≤ {self.most_beyond:g} {unit} beyond")
        if self.least_value > -math.inf:
            words.append(f"≥ {self.least_value:g} {unit}")
        if self.most_value < math.inf:
            words.append(f"≤ {self.most_value:g} {unit}")
        words += [f"{name} ≤ {most:g}" for name, most in self.most_of.items()]
        return ", ".join(words)


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A benchmark: its row in the table of benchmarks, and how its two sides are made ready."""

    name: str
    unit: str
    peer: str
    goal: Goal
    open: Callable[[Say], AbstractAsyncContextManager[Sides]]


async def run_pairs(benchmark: Benchmark, pairs: int, say: Say) -> list[Pair]:
    """Make both sides ready, warm them up, and measure them in turn.

    Raises:
        TimeoutError: it took longer than BOUND_S.
    """
    async with asyncio.timeout(BOUND_S), benchmark.open(say) as sides:
        say("warming up …")
        await sides.ours()
        await sides.peer()
        measured = []
        for number in range(1, pairs + 1):
            pair = Pair(await sides.ours(), await sides.peer())
            measured.append(pair)
            say(
                f"pair {number} of {pairs}: ours {pair.ours.value:.4g} {benchmark.unit},"
                f" peer {pair.peer.value:.4g}, ratio {pair.ratio:.3g}"
            )
        return measured


def sum_up(benchmark: Benchmark, pairs: Sequence[Pair], machine: str, commit: str) -> dict[str, Any]:
    """The benchmark's JSON object: medians, and the ratio pair by pair."""
    ratios = [pair.ratio for pair in pairs]
    beyond = statistics.median(pair.ours.value - pair.peer.value for pair in pairs)
    ours, peer = (_medians([getattr(pair, side).detail for pair in pairs]) for side in ("ours", "peer"))
    ratio, value = statistics.median(ratios), statistics.median(pair.ours.value for pair in pairs)
    return {
        "name": benchmark.name,
        "value": _short(value),
        "unit": benchmark.unit,
        "peer": benchmark.peer,
        "peer_value": _short(statistics.median(pair.peer.value for pair in pairs)),
        "ratio": _short(ratio),
        "ratio_min": _short(min(ratios)),
        "ratio_max": _short(max(ratios)),
        "pairs": len(pairs),
        "goal": benchmark.goal.in_words(benchmark.unit),
        "met": benchmark.goal.is_met(ratio=ratio, beyond=beyond, value=value, detail=ours),
        "machine": machine,
        "commit": commit,
        "detail": {
            "ours": ours,
            "peer": peer,
        },
    }


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` (0 to 1) of all do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(1, math.ceil(share * len(ordered))) - 1]


def _medians(details: Sequence[Mapping[str, float]]) -> dict[str, float]:
    return {name: _short(statistics.median(detail[name] for detail in details)) for name in details[0]}


def _short(value: float) -> float:
    """Four significant digits: more would claim more than was measured."""
    return float(f"{value:.4g}")
