"""What operators and auditors see of alarms. Times are Unix ms; there is no customer data in an alarm."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Literal

from pydantic import BaseModel

from device_profiles.profile_files import Title
from device_profiles.profiles import DeviceKind
from hub.ports.alarms import Alarm, AlarmAct, Severity
from hub.ports.notices import Notice
from hub.web.examples import example


class AlarmView(BaseModel):
    """One alarm. `value`: what its rule saw when it was raised; `limit`: what it allows, in `unit`."""

    model_config = example(
        alarm="0199e1c2-7d5e-7abc-8123-0123456789ab",
        device="north/b2/counter-1",
        kind="counter",
        rule="disk-low",
        title={"zh": "磁盘不足", "en": "Disk nearly full"},
        severity="needs",
        metric="disk_free_mb",
        unit="MB",
        value=412.0,
        limit=500.0,
        raised_at=1795300000000,
        cleared_at=None,
        acknowledged_at=None,
        acknowledged_by=None,
        assigned_to=None,
        assigned_at=None,
    )

    alarm: str
    device: str
    kind: str
    rule: str
    title: Title
    severity: Severity
    metric: str | None
    unit: str | None
    value: float | None
    limit: float | None
    raised_at: int
    cleared_at: int | None
    acknowledged_at: int | None
    acknowledged_by: str | None
    assigned_to: str | None
    assigned_at: int | None

    @classmethod
    def of(cls, alarm: Alarm, kinds: Mapping[str, DeviceKind]) -> AlarmView:
        """An alarm, in the words of the profile; of a rule that is there no more, by its name."""
        kind = kinds.get(alarm.kind)
        rule = None if kind is None else kind.alarms.get(alarm.rule)
        kept = {name: getattr(alarm, name) for name in cls.model_fields if hasattr(alarm, name)}
        title = Title(zh=alarm.rule, en=alarm.rule) if rule is None else rule.title
        unit = None
        if kind is not None and rule is not None:
            if alarm.metric in kind.metrics:
                unit = kind.metrics[alarm.metric].unit
            else:
                unit = "1" if rule.missed is not None else "s"
        return cls(**kept, title=title, unit=unit)


class AlarmActView(BaseModel):
    """What a person did about an alarm; `to`: whom they assigned it to."""

    act: Literal["acknowledged", "assigned"]
    by: str
    to: str | None
    at: int


class AlarmRecordView(BaseModel):
    """One alarm with all that people did about it, in order."""

    alarm: AlarmView
    acts: list[AlarmActView]

    @classmethod
    def of(cls, alarm: Alarm, acts: Iterable[AlarmAct], kinds: Mapping[str, DeviceKind]) -> AlarmRecordView:
        """An alarm and the acts."""
        done = [AlarmActView(act=each.act, by=each.by, to=each.to, at=each.at) for each in acts]
        return cls(alarm=AlarmView.of(alarm, kinds), acts=done)


class BranchAlarmsView(BaseModel):
    """A branch with its open alarms, and how many customers wait there, or for somebody there."""

    branch: str
    customers_waiting: int
    alarms: list[AlarmView]


class AlarmsView(BaseModel):
    """Open alarms by branch, those first where most customers wait; or a page of past ones.

    Of these the latest raised come first. `next`: what to ask for as `after`; None at the end.
    """

    branches: list[BranchAlarmsView]
    alarms: list[AlarmView]
    next: str | None

    @classmethod
    def open(
        cls, alarms: Iterable[Alarm], waiting: Mapping[str, int], kinds: Mapping[str, DeviceKind]
    ) -> AlarmsView:
        """Open alarms, which come by branch."""
        branches = [
            BranchAlarmsView(
                branch=branch,
                customers_waiting=waiting.get(branch, 0),
                alarms=[AlarmView.of(alarm, kinds) for alarm in theirs],
            )
            for branch, theirs in groupby(alarms, key=lambda alarm: alarm.branch)
        ]
        branches.sort(key=lambda each: (-each.customers_waiting, -_needing(each), each.branch))
        return cls(branches=branches, alarms=[], next=None)

    @classmethod
    def past(cls, alarms: list[Alarm], most: int, kinds: Mapping[str, DeviceKind]) -> AlarmsView:
        """A page of past alarms, of which one more was asked for than go on it."""
        last = alarms[most - 1] if len(alarms) > most else None
        return cls(
            branches=[],
            alarms=[AlarmView.of(alarm, kinds) for alarm in alarms[:most]],
            next=None if last is None else f"{last.raised_at}/{last.alarm}",
        )


class NoticeView(BaseModel):
    """What somebody outside was told. `says`: why it did not go out the last time.

    `given_up_at`: when it was not tried any more.
    """

    recipient: str
    title: str
    text: str
    written_at: int
    sent_at: int | None
    given_up_at: int | None
    attempts: int
    says: str | None

    @classmethod
    def of(cls, notice: Notice) -> NoticeView:
        """A notice as it stands."""
        return cls(**{name: getattr(notice, name) for name in cls.model_fields})


def _needing(branch: BranchAlarmsView) -> int:
    return sum(alarm.severity == "needs" for alarm in branch.alarms)
