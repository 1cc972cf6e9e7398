"""Looks across branches, each time by an index: nothing here walks over what has long been closed."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, func, or_, select, tuple_

from device_profiles.delivery.tables import outbox, outgoing_streams
from hub.domain.events import Event
from hub.domain.figures import TELLING
from hub.domain.obligations import TimerKind
from hub.domain.words import CaseId, EpochMs
from hub.ports.oversight import CaseInFlight, CaseSearch, CaseSummary, ClosedCase, Place, Unsettled
from hub.stores import tables
from hub.stores.event_codec import from_text

TAIL: Final = 8
"""So many places at the end of a case's id are what people read to each other."""


class SqlOversight:
    """The `Oversight` of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def in_flight(self, most: int) -> list[CaseInFlight]:
        """So many of the open cases, those filed first."""
        table, timers = tables.cases, tables.timers
        earliest = _OPEN.order_by(table.c.filed_at, table.c.case_id).limit(most)
        due: dict[str, dict[TimerKind, EpochMs]] = {}
        for row in self._connection.execute(select(timers.c.case_id, timers.c.kind, timers.c.due)):
            due.setdefault(row.case_id, {})[row.kind] = row.due  # only open cases have timers
        rows = self._connection.execute(earliest)
        return [CaseInFlight(summary(row), due.get(row.case_id, {})) for row in rows]

    def find(self, search: CaseSearch, before: Place | None, most: int) -> list[CaseSummary]:
        """So many of the cases that fit, open or closed, the latest filed first, from behind `before`."""
        table = tables.cases
        found = _fitting(search).order_by(table.c.filed_at.desc(), table.c.case_id.desc())
        if before is not None:
            found = found.where(tuple_(table.c.filed_at, table.c.case_id) < tuple_(*before))
        return [summary(row) for row in self._connection.execute(found.limit(most))]

    def closed(self, after: Place, until: EpochMs, most: int) -> list[ClosedCase]:
        """So many of the cases that were closed before `until`, in that order, from behind `after`."""
        table = tables.cases
        found = (
            select(*(table.c[name] for name in _CLOSED))
            .where(tuple_(table.c.closed_at, table.c.case_id) > tuple_(*after), table.c.closed_at < until)
            .order_by(table.c.closed_at, table.c.case_id)
            .limit(most)
        )
        return [ClosedCase(*row) for row in self._connection.execute(found)]

    def open_since(self, at: EpochMs) -> list[CaseId]:
        """The open cases to which something happened at that time or later."""
        table = tables.cases
        found = select(table.c.case_id).where(table.c.result.is_(None), table.c.changed_at >= at)
        return list(self._connection.scalars(found))

    def told_of(self, cases: Collection[CaseId]) -> dict[CaseId, list[Event]]:
        """Of each case the events that tell figures, in order."""
        table, told = tables.journal, {case: list[Event]() for case in cases}
        found = (
            select(table.c.subject, table.c.kind, table.c.body)
            .where(table.c.subject.in_([f"case/{case}" for case in cases]), table.c.kind.in_(_TELLING))
            .order_by(table.c.subject, table.c.number)
        )
        for row in self._connection.execute(found):
            told[row.subject.removeprefix("case/")].append(from_text(row.kind, row.body))
        return told

    def unsettled(self) -> list[Unsettled]:
        """The devices that owe receipts, the oldest message first."""
        receiver, oldest = outgoing_streams.c.receiver, func.min(outbox.c.written_at)
        rows = self._connection.execute(
            select(receiver, func.count(), oldest)
            .join_from(outbox, outgoing_streams, outbox.c.stream == outgoing_streams.c.stream)
            .group_by(receiver)
            .order_by(oldest, receiver)
        )
        return [Unsettled(*row) for row in rows]


def summary(row: Row[Any]) -> CaseSummary:
    """A row of the cases as a list shows it."""
    return CaseSummary(
        case=row.case_id,
        branch=row.branch,
        origin=row.origin,
        procedure=row.procedure,
        phase=row.phase,
        offered_to=row.offered_to,
        handler=row.handler,
        second=row.second,
        result=row.result,
        filed_at=row.filed_at,
        changed_at=row.changed_at,
        since=row.since,
        accepted_at=row.accepted_at,
        closed_at=row.closed_at,
    )


def _fitting(search: CaseSearch) -> Select[Any]:
    table, found = tables.cases, select(tables.cases)
    for column, wanted in (
        (table.c.branch, search.branch),
        (table.c.origin, search.origin),
        (table.c.procedure, search.procedure),
        (table.c.phase, search.phase),
        (table.c.result, search.result),
    ):
        if wanted is not None:
            found = found.where(column == wanted)
    if search.number is not None:
        found = found.where(or_(table.c.case_id == search.number, table.c.tail == search.number[-TAIL:]))
    if (person := search.person) is not None:
        theirs = (table.c.handler == person, table.c.second == person, table.c.offered_to == person)
        found = found.where(or_(*theirs))
    if search.filed_from is not None:
        found = found.where(table.c.filed_at >= search.filed_from)
    if search.filed_until is not None:
        found = found.where(table.c.filed_at < search.filed_until)
    return found


_TELLING: Final = tuple(kind.__name__ for kind in TELLING)
_OPEN: Final = select(tables.cases).where(tables.cases.c.result.is_(None))
_CLOSED: Final = (
    *("case_id", "branch", "procedure", "result", "filed_at"),
    *("accepted_at", "closed_at", "declined", "expired"),
)
