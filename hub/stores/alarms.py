"""Alarms, and what people did about them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import Final, TypeVar

from sqlalchemy import Connection, RowMapping, delete, func, insert, or_, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert as insert_or  # SQLite writes its ON CONFLICT just so

from hub.domain.words import BranchName, DeviceName, EpochMs, PersonId
from hub.ports.alarms import Alarm, AlarmAct, AlarmId, AlarmPlace, Found
from hub.stores import tables

ValueT = TypeVar("ValueT")

AT_ONCE: Final = 500
"""So many rows go into a statement: SQLite takes some thousands of parameters."""


class SqlAlarms:
    """The `AlarmBook` of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def raise_all(self, alarms: Sequence[Alarm]) -> list[Alarm]:
        """Raise these; those of a device and rule that have one open already are left out."""
        table, raised = tables.alarms, set[AlarmId]()
        for some in _parts(alarms):
            fresh = insert_or(table).values([_row(alarm) for alarm in some])
            wanted = fresh.on_conflict_do_nothing().returning(table.c.alarm)
            raised.update(self._connection.scalars(wanted))
        return [alarm for alarm in alarms if alarm.alarm in raised]

    def clear_all(self, found: Collection[Found], at: EpochMs) -> int:
        """Clear what is open of these devices and rules; how many that were."""
        table, cleared = tables.alarms, 0
        for some in _parts(sorted(found)):
            these = tuple_(table.c.device, table.c.rule).in_(some) & table.c.cleared_at.is_(None)
            cleared += self._connection.execute(update(table).where(these).values(cleared_at=at)).rowcount
        return cleared

    def open(self, branch: BranchName | None = None) -> list[Alarm]:
        """All that are open, of a branch or of all: by branch, then the earliest first."""
        table = tables.alarms
        found = select(table).where(table.c.cleared_at.is_(None))
        if branch is not None:
            found = found.where(table.c.branch == branch)
        ordered = found.order_by(table.c.branch, table.c.raised_at, table.c.alarm)
        return [alarm_of(row) for row in self._connection.execute(ordered).mappings()]

    def cleared(
        self, of: BranchName | DeviceName | None, before: AlarmPlace | None, most: int
    ) -> list[Alarm]:
        """So many that cleared, of a branch, a device or all, the latest raised first, behind `before`."""
        table = tables.alarms
        found = select(table).where(table.c.cleared_at.is_not(None))
        if of is not None:
            found = found.where(or_(table.c.branch == of, table.c.device == of))
        if before is not None:
            found = found.where(tuple_(table.c.raised_at, table.c.alarm) < tuple_(*before))
        ordered = found.order_by(table.c.raised_at.desc(), table.c.alarm.desc()).limit(most)
        return [alarm_of(row) for row in self._connection.execute(ordered).mappings()]

    def get(self, alarm: AlarmId) -> Alarm | None:
        """One alarm."""
        table = tables.alarms
        found = self._connection.execute(select(table).where(table.c.alarm == alarm))
        row = found.mappings().one_or_none()
        return None if row is None else alarm_of(row)

    def acknowledge(self, alarm: AlarmId, by: PersonId, at: EpochMs) -> None:
        """Somebody has seen it, and says so."""
        self._set(alarm, acknowledged_by=by, acknowledged_at=at)
        self._note(alarm, "acknowledged", by, None, at)

    def assign(self, alarm: AlarmId, to: PersonId, by: PersonId, at: EpochMs) -> None:
        """Somebody is to see to it."""
        self._set(alarm, assigned_to=to, assigned_at=at)
        self._note(alarm, "assigned", by, to, at)

    def acts(self, alarm: AlarmId) -> list[AlarmAct]:
        """What people did about it, in order."""
        table = tables.alarm_acts
        found = select(table).where(table.c.alarm == alarm).order_by(table.c.number)
        rows = self._connection.execute(found).mappings()
        return [AlarmAct(row["number"], row["act"], row["by"], row["to"], row["at"]) for row in rows]

    def prune(self, before: EpochMs, most: int) -> int:
        """Forget so many that cleared earlier, with all that was done and told about them; how many."""
        table = tables.alarms
        old = select(table.c.alarm).where(table.c.cleared_at < before)
        gone = list(self._connection.scalars(old.order_by(table.c.cleared_at, table.c.alarm).limit(most)))
        for some in _parts(gone):
            for each in (tables.alarm_acts, tables.notices_of_alarms, table):
                self._connection.execute(delete(each).where(each.c.alarm.in_(some)))
        return len(gone)

    def _set(self, alarm: AlarmId, **values: PersonId | EpochMs) -> None:
        table = tables.alarms
        self._connection.execute(update(table).where(table.c.alarm == alarm).values(**values))

    def _note(self, alarm: AlarmId, act: str, by: PersonId, to: PersonId | None, at: EpochMs) -> None:
        """Of two hubs that choose the same number, the second finds it taken and is run again."""
        table = tables.alarm_acts
        count = select(func.count()).select_from(table).where(table.c.alarm == alarm)
        number = int(self._connection.execute(count).scalar_one()) + 1
        done = {"alarm": alarm, "number": number, "act": act, "by": by, "to": to, "at": at}
        self._connection.execute(insert(table).values(done))


def _parts(values: Sequence[ValueT]) -> Iterator[list[ValueT]]:
    rest = iter(values)
    while part := list(islice(rest, AT_ONCE)):
        yield part


def _row(alarm: Alarm) -> dict[str, object]:
    values = {name: getattr(alarm, name) for name in Alarm.__slots__}
    values["bound"] = values.pop("limit")
    return values


def alarm_of(row: RowMapping) -> Alarm:
    """The alarm of a row."""
    return Alarm(**{"limit" if name == "bound" else name: value for name, value in row.items()})
