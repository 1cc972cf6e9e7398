"""What a notice says: one line a branch, those first where customers wait, in the recipient's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Final

from device_profiles.profiles import DeviceKind
from hub.domain.words import BranchName, EpochMs
from hub.ports.alarms import Alarm
from hub.service.recipients import Recipient

MOST_BRANCHES: Final = 20
"""More lines than that nobody reads on a phone; the rest is counted."""
MOST_NAMES: Final = 3


def notice_text(
    recipient: Recipient,
    alarms: Sequence[Alarm],
    waiting: Mapping[BranchName, int],
    kinds: Mapping[str, DeviceKind],
    now_ms: EpochMs,
) -> tuple[str, str]:
    """The title and the text of one notice about these alarms; `waiting`: customers by branch."""
    is_zh = recipient.language == "zh"
    ordered = sorted(alarms, key=lambda alarm: (-waiting.get(alarm.branch, 0), alarm.branch))
    branches = [(branch, list(theirs)) for branch, theirs in groupby(ordered, lambda alarm: alarm.branch)]
    lines = [
        _line(recipient, branch, theirs, waiting.get(branch, 0), kinds, now_ms)
        for branch, theirs in branches[:MOST_BRANCHES]
    ]
    if (more := len(branches) - MOST_BRANCHES) > 0:
        lines.append(f"另有 {more} 个网点" if is_zh else f"and {more} more branches")
    return _title(recipient, len(alarms), len(branches)), "\n".join(lines)


def _title(recipient: Recipient, alarms: int, branches: int) -> str:
    minutes = recipient.after_ms // 60_000
    if recipient.language == "zh":
        late = f"（{minutes} 分钟无人确认）" if minutes else ""
        return f"通办：{branches} 个网点 {alarms} 条告警{late}"
    late = f", not acknowledged for {minutes} min" if minutes else ""
    return f"Tongban: {_count(alarms, 'alarm')} in {_count(branches, 'branch', 'branches')}{late}"


def _line(
    recipient: Recipient,
    branch: BranchName,
    alarms: Sequence[Alarm],
    waiting: int,
    kinds: Mapping[str, DeviceKind],
    now_ms: EpochMs,
) -> str:
    is_zh = recipient.language == "zh"
    by_title: dict[str, list[Alarm]] = {}
    for alarm in alarms:
        by_title.setdefault(_rule_title(alarm, kinds, recipient), []).append(alarm)
    said = []
    for title, those in by_title.items():
        names = [alarm.device.rpartition("/")[2] for alarm in those]
        since = _clock(recipient, min(_began(alarm, kinds) for alarm in those), now_ms)
        if is_zh:
            which = "、".join(names) if len(names) <= MOST_NAMES else f"{len(names)} 台设备"
            said.append(f"{title}（{which}），{since} 起")
        else:
            which = ", ".join(names) if len(names) <= MOST_NAMES else f"{len(names)} devices"
            said.append(f"{title} ({which}) since {since}")
    if waiting:
        said.append(f"{waiting} 位客户在等" if is_zh else f"{_count(waiting, 'customer')} waiting")
    return f"{branch}：{'；'.join(said)}" if is_zh else f"{branch}: {'; '.join(said)}"


def _rule_title(alarm: Alarm, kinds: Mapping[str, DeviceKind], recipient: Recipient) -> str:
    kind = kinds.get(alarm.kind)
    if kind is None or alarm.rule not in kind.alarms:
        return alarm.rule
    title = kind.alarms[alarm.rule].title
    return title.zh if recipient.language == "zh" else title.en


def _began(alarm: Alarm, kinds: Mapping[str, DeviceKind]) -> EpochMs:
    """When it began: silence before it was raised, by the seconds that are its value."""
    kind = kinds.get(alarm.kind)
    rule = None if kind is None else kind.alarms.get(alarm.rule)
    is_silence = rule is not None and rule.silent_for_s is not None
    return alarm.raised_at - round((alarm.value or 0) * 1000) if is_silence else alarm.raised_at


def _clock(recipient: Recipient, at: EpochMs, now_ms: EpochMs) -> str:
    there, today = (datetime.fromtimestamp(ms / 1000, recipient.zone) for ms in (at, now_ms))
    return f"{there:%H:%M}" if there.date() == today.date() else f"{there:%m-%d %H:%M}"


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
