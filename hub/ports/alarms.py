"""Alarms as they are kept: what was raised, who took it on, and when it cleared."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

from hub.domain.words import BranchName, DeviceName, EpochMs, PersonId

Severity: TypeAlias = Literal["needs", "watch"]
AlarmId: TypeAlias = str
AlarmPlace: TypeAlias = tuple[EpochMs, AlarmId]
"""Where an alarm stands in the history: when it was raised, and its id."""
Found: TypeAlias = tuple[DeviceName, str]
"""A device and a rule of its kind: together they have one open alarm at the most."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """One alarm. `value` is what the rule saw when it was raised, `limit` what the rule allows."""

    alarm: AlarmId
    device: DeviceName
    branch: BranchName
    kind: str
    rule: str
    severity: Severity
    metric: str | None
    value: float | None
    limit: float | None
    raised_at: EpochMs
    cleared_at: EpochMs | None = None
    acknowledged_at: EpochMs | None = None
    acknowledged_by: PersonId | None = None
    assigned_to: PersonId | None = None
    assigned_at: EpochMs | None = None


@dataclass(frozen=True, slots=True)
class AlarmAct:
    """What a person did about an alarm; `to` is whom they assigned it to."""

    number: int
    act: Literal["acknowledged", "assigned"]
    by: PersonId
    to: PersonId | None
    at: EpochMs


class AlarmBook(Protocol):
    """The alarms of one transaction."""

    def raise_all(self, alarms: Sequence[Alarm]) -> list[Alarm]:
        """Raise these; those of a device and rule that have one open already are left out."""
        ...

    def clear_all(self, found: Collection[Found], at: EpochMs) -> int:
        """Clear what is open of these devices and rules; how many that were."""
        ...

    def open(self, branch: BranchName | None = None) -> list[Alarm]:
        """All that are open, of a branch or of all: by branch, then the earliest first."""
        ...

    def cleared(
        self, of: BranchName | DeviceName | None, before: AlarmPlace | None, most: int
    ) -> list[Alarm]:
        """So many that cleared, of a branch, a device or all, the latest raised first, behind `before`."""
        ...

    def get(self, alarm: AlarmId) -> Alarm | None:
        """One alarm."""
        ...

    def acknowledge(self, alarm: AlarmId, by: PersonId, at: EpochMs) -> None:
        """Somebody has seen it, and says so."""
        ...

    def assign(self, alarm: AlarmId, to: PersonId, by: PersonId, at: EpochMs) -> None:
        """Somebody is to see to it."""
        ...

    def acts(self, alarm: AlarmId) -> list[AlarmAct]:
        """What people did about it, in order."""
        ...

    def prune(self, before: EpochMs, most: int) -> int:
        """Forget so many that cleared earlier, with all that was done and told about them; how many."""
        ...
