"""Who outside is told of which alarms, and when: pure, with the time handed in."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, time, tzinfo
from typing import Final, Literal

from hub.domain.words import EpochMs
from hub.ports.alarms import Alarm, AlarmId, Severity

GATHER_MS: Final = 15_000
"""An alarm waits so long for those that come with it: what breaks a branch breaks several devices."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """The hours in which a recipient is not told of these severities. They may reach over midnight."""

    begins: time
    ends: time
    severities: frozenset[Severity]


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who is told. `regions`: None for all; `after_ms`: only of what nobody acknowledged so long.

    So escalation is a recipient who is told later, if nobody has taken the alarm on until then.
    """

    name: str
    severities: frozenset[Severity]
    regions: frozenset[str] | None
    zone: tzinfo
    language: Literal["zh", "en"]
    after_ms: int = 0
    quiet: Quiet | None = None


def to_tell(
    recipient: Recipient, alarms: Iterable[Alarm], told: Collection[AlarmId], now_ms: EpochMs
) -> list[Alarm]:
    """Of the open alarms those of which the recipient must be told now."""
    return [
        alarm
        for alarm in alarms
        if alarm.alarm not in told
        and alarm.acknowledged_at is None
        and alarm.severity in recipient.severities
        and (recipient.regions is None or alarm.branch.partition("/")[0] in recipient.regions)
        and now_ms - alarm.raised_at >= max(recipient.after_ms, GATHER_MS)
        and not is_quiet(recipient, alarm.severity, now_ms)
    ]


def to_tell_cleared(recipient: Recipient, cleared: Iterable[Alarm], now_ms: EpochMs) -> list[Alarm]:
    """Of the alarms that cleared since the recipient was told of them, those to tell of now.

    Good news wakes nobody: in quiet hours all of it is held, of whatever severity it is.
    """
    if _is_in_quiet_hours(recipient, now_ms):
        return []
    return [
        alarm
        for alarm in cleared
        if alarm.cleared_at is not None and now_ms - alarm.cleared_at >= GATHER_MS
    ]


def is_quiet(recipient: Recipient, severity: Severity, now_ms: EpochMs) -> bool:
    """Whether the recipient is not to be told of this severity now."""
    quiet = recipient.quiet
    return quiet is not None and severity in quiet.severities and _is_in_quiet_hours(recipient, now_ms)


def _is_in_quiet_hours(recipient: Recipient, now_ms: EpochMs) -> bool:
    quiet = recipient.quiet
    if quiet is None:
        return False
    now = datetime.fromtimestamp(now_ms / 1000, recipient.zone).time()
    if quiet.begins <= quiet.ends:
        return quiet.begins <= now < quiet.ends
    return now >= quiet.begins or now < quiet.ends
