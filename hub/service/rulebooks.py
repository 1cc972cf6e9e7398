"""A profile's rules as the domain reads them: seconds become milliseconds, keys become kinds of rule."""

from __future__ import annotations

from collections.abc import Mapping

from device_profiles.alarm_rules import AlarmRule
from device_profiles.profiles import DeviceKind
from hub.domain.alarm_rules import Change, ClockOffset, Gap, Rule, Rulebook, Silence, Threshold


def rulebook_of(kind: DeviceKind) -> Rulebook:
    """All rules for devices of the kind."""
    rules = [_rule(name, rule) for name, rule in kind.alarms.items()]
    return Rulebook(
        _ms(kind.telemetry.interval_s),
        tuple(rule for rule in rules if isinstance(rule, Threshold)),
        tuple(rule for rule in rules if isinstance(rule, Silence)),
        tuple(rule for rule in rules if isinstance(rule, Change)),
        tuple(rule for rule in rules if isinstance(rule, Gap)),
        tuple(rule for rule in rules if isinstance(rule, ClockOffset)),
    )


def limits_of(kind: DeviceKind) -> Mapping[str, float]:
    """By rule, what it allows: of the metric in its unit, of time in seconds, of readings their number."""
    made_by = ("above", "below", "rises_by", "falls_by", "missed", "silent_for_s", "clock_off_by_s")
    return {
        name: next(value for key in made_by if (value := getattr(rule, key)) is not None)
        for name, rule in kind.alarms.items()
    }


def _rule(name: str, rule: AlarmRule) -> Rule:
    for_ms, within_ms = _ms(rule.for_s or 0), _ms(rule.within_s or 0)
    if rule.silent_for_s is not None:
        return Silence(name, _ms(rule.silent_for_s))
    if rule.clock_off_by_s is not None:
        return ClockOffset(name, _ms(rule.clock_off_by_s), for_ms)
    if rule.missed is not None:
        return Gap(name, rule.missed, within_ms)
    metric = rule.metric or ""  # the others have one: the profile was checked
    if rule.above is not None:
        clears_at = rule.above if rule.clear_below is None else rule.clear_below
        return Threshold(name, metric, rule.above, clears_at, is_above=True, for_ms=for_ms)
    if rule.below is not None:
        clears_at = rule.below if rule.clear_above is None else rule.clear_above
        return Threshold(name, metric, rule.below, clears_at, is_above=False, for_ms=for_ms)
    rises = rule.rises_by is not None
    return Change(name, metric, rule.rises_by or rule.falls_by or 0, rises=rises, within_ms=within_ms)


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
