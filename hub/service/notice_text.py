"""What a notice says: one line a branch, those first where customers wait, in the recipient's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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
    raised: Sequence[Alarm],
    cleared: Sequence[Alarm],
    waiting: Mapping[BranchName, int],
    kinds: Mapping[str, DeviceKind],
    now_ms: EpochMs,
) -> tuple[str, str]:
    """The title and the text of one notice of alarms that were raised, and others that cleared.

    `waiting`: customers by branch.
    """
    is_zh = recipient.language == "zh"

    def raised_in(branch: BranchName, theirs: Sequence[Alarm]) -> str:
        said = _said(recipient, theirs, kinds, now_ms)
        if number := waiting.get(branch, 0):
            said.append(f"{number} 位客户在等" if is_zh else f"{_count(number, 'customer')} waiting")
        return f"{branch}：{'；'.join(said)}" if is_zh else f"{branch}: {'; '.join(said)}"

    def cleared_in(branch: BranchName, theirs: Sequence[Alarm]) -> str:
        said = _said(recipient, theirs, kinds, now_ms)
        return f"已解除 {branch}：{'；'.join(said)}" if is_zh else f"Cleared: {branch}: {'; '.join(said)}"

    ordered = sorted(raised, key=lambda alarm: (-waiting.get(alarm.branch, 0), alarm.branch))
    lines = _lines(recipient, ordered, raised_in) + _lines(recipient, cleared, cleared_in)
    return _title(recipient, raised, cleared), "\n".join(lines)


def _lines(
    recipient: Recipient, alarms: Sequence[Alarm], line: Callable[[BranchName, Sequence[Alarm]], str]
) -> list[str]:
    branches = [(branch, list(theirs)) for branch, theirs in groupby(alarms, lambda alarm: alarm.branch)]
    lines = [line(branch, theirs) for branch, theirs in branches[:MOST_BRANCHES]]
    if (more := len(branches) - MOST_BRANCHES) > 0:
        lines.append(f"另有 {more} 个网点" if recipient.language == "zh" else f"and {more} more branches")
    return lines


def _title(recipient: Recipient, raised: Sequence[Alarm], cleared: Sequence[Alarm]) -> str:
    minutes = recipient.after_ms // 60_000 if raised else 0
    branches = len({alarm.branch for alarm in raised or cleared})
    ended = len(cleared)
    if recipient.language == "zh":
        if not raised:
            return f"通办：{branches} 个网点 {ended} 条告警已解除"
        late = f"（{minutes} 分钟无人确认）" if minutes else ""
        also = f"，{ended} 条已解除" if ended else ""
        return f"通办：{branches} 个网点 {len(raised)} 条告警{late}{also}"
    where = f"in {_count(branches, 'branch', 'branches')}"
    if not raised:
        return f"Tongban: {_count(ended, 'alarm')} cleared {where}"
    late = f", not acknowledged for {minutes} min" if minutes else ""
    also = f"; {ended} cleared" if ended else ""
    return f"Tongban: {_count(len(raised), 'alarm')} {where}{late}{also}"


def _said(
    recipient: Recipient, alarms: Sequence[Alarm], kinds: Mapping[str, DeviceKind], now_ms: EpochMs
) -> list[str]:
    """What is, or was, wrong in one branch: each rule once, with the devices, and since or until when."""
    is_zh = recipient.language == "zh"
    by_title: dict[str, list[Alarm]] = {}
    for alarm in alarms:
        by_title.setdefault(_rule_title(alarm, kinds, recipient), []).append(alarm)
    said = []
    for title, those in by_title.items():
        names = [alarm.device.rpartition("/")[2] for alarm in those]
        if is_zh:
            which = "、".join(names) if len(names) <= MOST_NAMES else f"{len(names)} 台设备"
        else:
            which = ", ".join(names) if len(names) <= MOST_NAMES else f"{len(names)} devices"
        when = _when(recipient, those, kinds, now_ms)
        said.append(f"{title}（{which}），{when}" if is_zh else f"{title} ({which}) {when}")
    return said


def _when(
    recipient: Recipient, alarms: Sequence[Alarm], kinds: Mapping[str, DeviceKind], now_ms: EpochMs
) -> str:
    """Since when the earliest is open; or, of what cleared, when the last did."""
    is_zh = recipient.language == "zh"
    ended = [alarm.cleared_at for alarm in alarms if alarm.cleared_at is not None]
    if ended:
        until = _clock(recipient, max(ended), now_ms)
        return f"{until} 止" if is_zh else f"until {until}"
    since = _clock(recipient, min(_began(alarm, kinds) for alarm in alarms), now_ms)
    return f"{since} 起" if is_zh else f"since {since}"


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
