"""Which alarms of a device are open: a fold over what was heard of it lately.

A reading counts when it is *timely*: no replay, and the device's clock and the hub's agree about it within
two minutes. Timely readings are put in the order of the device's clock, whenever they come, so which alarms
are open depends on what was heard, and never on the order in which it came. For that the last four minutes
are folded anew when one comes late; what is older stays folded. A replay, an old reading, or one whose time
cannot be believed neither raises an alarm nor clears one. Only that it came counts: against silence, and
against a gap.

Silence is a matter of the hub's clock. A clock is wrong when it has been wrong for every reading of
a while: a reading that is only late proves nothing. By whose clock one counts, `domain/clocks.py` says.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from hub.domain.alarm_rules import Change, Gap, Rulebook, Threshold
from hub.domain.clocks import LATE_MS, Astray, astray_after, judged_at
from hub.domain.heard_numbers import HeardNumbers
from hub.domain.readings import MOST_AHEAD_MS, Heard
from hub.domain.words import EpochMs

SETTLED_MS: Final = LATE_MS + MOST_AHEAD_MS
"""No timely reading is further behind the newest one than this."""
GRACE_MS: Final = 120_000
"""So long a reading that has not come may still come, before it counts as missed."""
MOST_KEPT: Final = 1_024
"""So many readings a device are remembered, whatever its interval."""
BOOTS_KEPT: Final = 4
INTERVALS_BETWEEN: Final = 3
"""After so many intervals without the metric, nobody knows whether it was beyond its limit all the time."""

Key: TypeAlias = tuple[EpochMs, str, int]
"""When it was measured, in which boot, and its number there."""
Boots: TypeAlias = tuple[tuple[str, HeardNumbers], ...]
"""By boot, the numbers that have come."""


@dataclass(frozen=True, slots=True)
class Timely:
    """A reading that counts: its values are in the order of `Rulebook.metrics`, None where it has none."""

    key: Key
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Stand:
    """How one rule stands: whether its alarm is open, since when its value is beyond, and its value."""

    is_open: bool = False
    since: EpochMs | None = None
    at: EpochMs = 0
    value: float | None = None


CALM: Final = Stand()


@dataclass(frozen=True, slots=True)
class Watch:
    """What the hub remembers of one device. `held`: the alarms that were open when it began to watch,
    `begun_at` by its own clock.

    `settled` are the thresholds after all up to `settled_key`, `stands` after all of `recent` too.
    """

    settled: tuple[Stand, ...]
    stands: tuple[Stand, ...]
    clocks: tuple[Stand, ...]
    held: frozenset[str] = frozenset()
    begun_at: EpochMs = 0
    settled_key: Key = (0, "", 0)
    recent: tuple[Timely, ...] = ()
    first_at: EpochMs | None = None
    boots: Boots = ()
    heard_at: EpochMs | None = None
    astray: Astray | None = None


def begin(book: Rulebook, open_rules: Collection[str] = (), begun_at: EpochMs = 0) -> Watch:
    """Begin to watch a device of which these alarms are open: they stay so until it says otherwise."""
    stands = tuple(Stand(rule.name in open_rules) for rule in book.thresholds)
    clocks = tuple(Stand(rule.name in open_rules) for rule in book.clocks)
    return Watch(stands, stands, clocks, frozenset(open_rules), begun_at)


def hear(watch: Watch, heard: Heard, book: Rulebook) -> Watch:
    """The watch after one more message of the device."""
    astray = watch.astray if heard.historical else astray_after(watch.astray, heard)
    at = judged_at(astray, heard)
    is_newest = heard.number > _highest(watch.boots, heard.boot)
    watch = replace(
        watch,
        heard_at=heard.received_at_ms,
        astray=astray,
        boots=_count(watch.boots, heard, heard.measured_at_ms if at is None else at),
        clocks=watch.clocks if heard.historical else _clocks(watch.clocks, heard, book),
    )
    if at is None or (astray is not None and not is_newest):
        return watch
    if watch.recent and watch.recent[-1].key[0] - heard.received_at_ms > MOST_AHEAD_MS:
        # Both clocks were ahead and have been set right: what is open stays, what comes is new.
        watch = replace(watch, settled=watch.stands, settled_key=(0, "", 0), recent=(), first_at=None)
    values = tuple(heard.metrics.get(name) for name in book.metrics)
    return _take(watch, Timely((at, heard.boot, heard.number), values), book)


def judge(watch: Watch, book: Rulebook) -> dict[str, float | None]:
    """The alarms that are open, all but silence, each with the value that shows it, if it is known."""
    found: dict[str, float | None] = {}
    for threshold, stand in zip(book.thresholds, watch.stands, strict=True):
        if stand.is_open:
            found[threshold.name] = stand.value
    for clock, stand in zip(book.clocks, watch.clocks, strict=True):
        if stand.is_open:
            found[clock.name] = stand.value
    for change in book.changes:
        moved = _moved(watch, change, book)
        if moved >= change.by or _is_held(watch, change):
            found[change.name] = moved
    for gap in book.gaps:
        missed = _missed(watch, gap)
        if missed >= gap.missed or _is_held(watch, gap):
            found[gap.name] = missed
    return found


def silent_for_ms(watch: Watch, since: EpochMs, now_ms: EpochMs) -> int:
    """How long nothing was heard, by a hub that has listened since then, to this device since it came."""
    known_at = watch.begun_at if watch.heard_at is None else watch.heard_at
    if known_at > now_ms:  # the hub's clock was set back meanwhile
        known_at = since
    return now_ms - max(known_at, since)


def _take(watch: Watch, timely: Timely, book: Rulebook) -> Watch:
    recent, place = watch.recent, bisect_left(watch.recent, timely.key, key=_key)
    is_newest = place == len(recent)
    if timely.key <= watch.settled_key or (not is_newest and recent[place].key == timely.key):
        return watch  # it came before, or nobody remembers what came before it
    recent = (*recent[:place], timely, *recent[place:])
    newest = recent[-1].key[0]
    must_go = len(recent) - MOST_KEPT
    start = bisect_right(recent, watch.settled_key, key=_key)
    until = max(start, must_go, _from(recent, newest - SETTLED_MS))
    settled = _fold(watch.settled, recent[start:until], book)
    stands = _fold(watch.stands, (timely,), book) if is_newest else _fold(settled, recent[until:], book)
    first_at = timely.key[0] if watch.first_at is None else min(watch.first_at, timely.key[0])
    return replace(
        watch,
        settled=settled,
        settled_key=recent[until - 1].key if until > start else watch.settled_key,
        stands=stands,
        recent=recent[max(0, must_go, _from(recent, newest - max(SETTLED_MS, book.longest_ms))) :],
        first_at=first_at,
    )


def _key(timely: Timely) -> Key:
    return timely.key


def _from(recent: Sequence[Timely], at: EpochMs) -> int:
    """Where the readings begin that were measured at that time or later."""
    return bisect_left(recent, (at, "", 0), key=_key)


def _fold(stands: tuple[Stand, ...], readings: Iterable[Timely], book: Rulebook) -> tuple[Stand, ...]:
    for timely in readings:
        at, values = timely.key[0], timely.values
        stands = tuple(
            _step(stand, rule, at, values[place], book)
            for rule, place, stand in zip(book.thresholds, book.places, stands, strict=True)
        )
    return stands


def _step(stand: Stand, rule: Threshold, at: EpochMs, value: float | None, book: Rulebook) -> Stand:
    if value is None:
        return stand
    if not rule.is_beyond(value):
        is_open = stand.is_open and not rule.has_cleared(value)
        return Stand(is_open, None, at, value) if is_open else CALM
    between_ms = max(rule.for_ms, INTERVALS_BETWEEN * book.interval_ms)
    since = stand.since if stand.since is not None and at - stand.at <= between_ms else at
    return Stand(stand.is_open or at - since >= rule.for_ms, since, at, value)


def _clocks(stands: tuple[Stand, ...], heard: Heard, book: Rulebook) -> tuple[Stand, ...]:
    at, ahead_ms = heard.received_at_ms, heard.measured_at_ms - heard.received_at_ms
    after = []
    for rule, stand in zip(book.clocks, stands, strict=True):
        if abs(ahead_ms) <= rule.by_ms:
            is_open = stand.is_open and abs(ahead_ms) > rule.by_ms / 2
            after.append(Stand(is_open, None, at, ahead_ms / 1000))
        else:
            since = at if stand.since is None else stand.since
            after.append(Stand(stand.is_open or at - since >= rule.for_ms, since, at, ahead_ms / 1000))
    return tuple(after)


def _moved(watch: Watch, rule: Change, book: Rulebook) -> float:
    """By how much the metric has risen, or fallen, to its newest value within the span."""
    place = book.metrics.index(rule.metric)
    until, newest, furthest = None, 0.0, 0.0
    for timely in reversed(watch.recent):
        value, at = timely.values[place], timely.key[0]
        if value is None:
            continue
        if until is None:
            until, newest = at, value
        elif at < until - rule.within_ms:
            break
        furthest = max(furthest, newest - value if rule.rises else value - newest)
    return furthest


def _missed(watch: Watch, rule: Gap) -> int:
    if not watch.recent:
        return 0
    until = watch.recent[-1].key[0] - GRACE_MS
    return sum(numbers.missed(until - rule.within_ms, until) for _, numbers in watch.boots)


def _is_held(watch: Watch, rule: Change | Gap) -> bool:
    """Whether an alarm that was open when the watch began has not been listened to for its whole span."""
    if rule.name not in watch.held:
        return False
    return watch.first_at is None or watch.recent[-1].key[0] - watch.first_at < rule.within_ms


def _highest(boots: Boots, boot: str) -> int:
    return max((numbers.highest for name, numbers in boots if name == boot), default=0)


def _count(boots: Boots, heard: Heard, at: EpochMs) -> Boots:
    known = dict(boots)
    known[heard.boot] = known.pop(heard.boot, HeardNumbers()).heard(heard.number, at)
    if len(known) > BOOTS_KEPT:
        del known[min(known, key=lambda boot: known[boot].latest)]
    return tuple(known.items())
