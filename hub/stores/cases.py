"""Cases: their journals, and the table that lists and the router look them up by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, bindparam, insert, select, update

from device_profiles.delivery.clock import Clock
from hub.domain.case import Case, Phase, evolve, fold
from hub.domain.chain import Entry
from hub.domain.events import Event
from hub.domain.words import BranchName, CaseId
from hub.ports.journal import CaseSummary
from hub.stores import chain, tables
from hub.stores.event_codec import from_text


class SqlCases:
    """The `Cases` of one transaction."""

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self._connection = connection
        self._clock = clock

    def get(self, case: CaseId) -> Case:
        """The case, folded from its events; in phase `unknown` when nothing was heard of it."""
        rows = self._connection.execute(_CASE_EVENTS, {"of": _case_subject(case)})
        return fold(case, (from_text(row.kind, row.body) for row in rows))

    def append(self, before: Case, events: Sequence[Event], actor: str) -> Case:
        """Put events at the end of the case's journal; the case after them comes back."""
        if not events:
            return before
        chain.append(self._connection, _case_subject(before.id), events, actor)
        after = before
        for event in events:
            after = evolve(after, event)
        self._summarise(after, is_new=before.phase is Phase.UNKNOWN)
        return after

    def entries(self, case: CaseId) -> list[Entry]:
        """The case's journal, in order."""
        table = tables.journal
        rows = self._connection.execute(
            select(table).where(table.c.subject == _case_subject(case)).order_by(table.c.number)
        )
        return [Entry(**row._mapping) for row in rows]  # noqa: SLF001  SQLAlchemy's public name for it

    def summaries(self, branch: BranchName) -> list[CaseSummary]:
        """The cases of a branch, the latest change first."""
        table = tables.cases
        rows = self._connection.execute(
            select(table).where(table.c.branch == branch).order_by(table.c.changed_at.desc()).limit(500)
        )
        return [
            CaseSummary(
                case=row.case_id,
                branch=row.branch,
                origin=row.origin,
                procedure=row.procedure,
                phase=row.phase,
                offered_to=row.offered_to,
                handler=row.handler,
                result=row.result,
                filed_at=row.filed_at,
                changed_at=row.changed_at,
            )
            for row in rows
        ]

    def unrouted(self, branch: BranchName) -> list[CaseId]:
        """The cases that wait in the branch for someone to be idle, the oldest first."""
        table = tables.cases
        waiting = table.c.phase.in_([Phase.FILED, Phase.ROUTING])
        return list(
            self._connection.scalars(
                select(table.c.case_id)
                .where(table.c.branch == branch, waiting)
                .order_by(table.c.filed_at, table.c.case_id)
            )
        )

    def _summarise(self, case: Case, *, is_new: bool) -> None:
        table = tables.cases
        state = {
            "phase": case.phase.value,
            "offered_to": None if case.offer is None else case.offer.person,
            "handler": None if case.handler is None else case.handler.person,
            "result": case.result,
            "changed_at": self._clock.now_ms(),
        }
        if is_new:
            self._connection.execute(
                insert(table).values(
                    case_id=case.id,
                    branch=case.branch,
                    origin=case.origin,
                    procedure=case.rules.procedure,
                    filed_at=case.filed_at,
                    **state,
                )
            )
        else:
            self._connection.execute(update(table).where(table.c.case_id == case.id).values(**state))


def _case_subject(case: CaseId) -> str:
    return f"case/{case}"


_CASE_EVENTS: Final = (
    select(tables.journal.c.kind, tables.journal.c.body)
    .where(tables.journal.c.subject == bindparam("of"))
    .order_by(tables.journal.c.number)
)
