"""A device's readings over time: summed up in buckets, with what is missing told in its place.

Owns the arithmetic alone, which every store shares. It must not know where readings are stored.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Span:
    """From a moment up to another, which is not in it any more; Unix milliseconds UTC."""

    from_ms: int
    until_ms: int


class Spread(NamedTuple):
    """A metric within a bucket, in the unit of the profile. The mean is that of all its values."""

    lowest: float
    mean: float
    highest: float


@dataclass(frozen=True, slots=True)
class Bucket:
    """The readings measured from `start_ms` on, until the next bucket.

    `missed`: how many numbers of a boot never came, told where the next number that did come was measured.
    """

    start_ms: int
    readings: int
    missed: int
    metrics: Mapping[str, Spread]


class Mean(NamedTuple):
    """A metric's mean within a bucket."""

    start_ms: int
    value: float


@dataclass(frozen=True, slots=True)
class Boot:
    """A run of a device's agent, and when the first of its readings was measured (Unix ms)."""

    boot: str
    since_ms: int


class Sums(NamedTuple):
    """What can be put together of a metric: so many values, their sum, the lowest and the highest."""

    values: int
    total: float
    lowest: float
    highest: float

    def with_more(self, other: Sums) -> Sums:
        """These and those."""
        return Sums(
            self.values + other.values,
            self.total + other.total,
            min(self.lowest, other.lowest),
            max(self.highest, other.highest),
        )

    @property
    def spread(self) -> Spread:
        """The metric as a bucket tells it: rounding puts no mean outside its values."""
        values, total, lowest, highest = self
        mean = total / values
        if not lowest <= mean <= highest:
            mean = lowest if mean < lowest else highest
        return Spread(lowest, mean, highest)


@dataclass(frozen=True, slots=True)
class Part:
    """Some readings of one bucket: a bucket may be put together of several."""

    start_ms: int
    readings: int
    metrics: Mapping[str, Sums] = field(default_factory=dict)

    def with_more(self, other: Part) -> Part:
        """This and another part of the same bucket."""
        metrics = dict(self.metrics)
        for name, more in other.metrics.items():
            metrics[name] = metrics[name].with_more(more) if name in metrics else more
        return Part(self.start_ms, self.readings + other.readings, metrics)


def put_together(parts: Iterable[Part], missed: Mapping[int, int]) -> list[Bucket]:
    """The buckets that these parts make up, in order; `missed` by the bucket's start."""
    together: dict[int, Part] = {}
    for part in parts:
        before = together.get(part.start_ms)
        together[part.start_ms] = part if before is None else before.with_more(part)
    return [
        Bucket(
            start_ms,
            part.readings,
            missed.get(start_ms, 0),
            {name: sums.spread for name, sums in part.metrics.items()},
        )
        for start_ms, part in sorted(together.items())
    ]


def start_of(at_ms: int, bucket_ms: int) -> int:
    """Where the bucket begins in which a moment lies: buckets are counted from 1970."""
    return at_ms - at_ms % bucket_ms


def must_be_whole(span: Span, bucket_ms: int) -> None:
    """Hold a span to whole buckets.

    Raises:
        ValueError: it begins or ends within a bucket, or there is none in it.
    """
    if bucket_ms <= 0 or span.from_ms % bucket_ms or span.until_ms % bucket_ms:
        msg = f"{span} is not made of whole buckets of {bucket_ms} ms"
        raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A number of a boot, and when it was measured."""

    boot: str
    number: int
    measured_at_ms: int


def missed_by_bucket(
    came: Iterable[Numbered], bucket_ms: int, reached: Mapping[str, int] | None = None
) -> dict[int, int]:
    """How many numbers never came, by the start of the bucket of the next one that did.

    `reached` are the numbers up to which boots had come before; another boot begins at 1.
    """
    boots: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for one in came:
        boots[one.boot].setdefault(one.number, one.measured_at_ms)
    missed: defaultdict[int, int] = defaultdict(int)
    for boot, times in boots.items():
        before = (reached or {}).get(boot, 0)
        for number in sorted(times):
            if number > before + 1:
                missed[start_of(times[number], bucket_ms)] += number - before - 1
            before = max(before, number)
    return dict(missed)


@dataclass(frozen=True, slots=True)
class Hole:
    """Numbers of a boot that have not come, and when the next that did come was measured."""

    first: int
    last: int
    before_ms: int

    def without(self, number: int, measured_at_ms: int) -> Iterator[Hole]:
        """What is left when one of them came after all."""
        if self.first < number:
            yield Hole(self.first, number - 1, measured_at_ms)
        if number < self.last:
            yield Hole(number + 1, self.last, self.before_ms)
