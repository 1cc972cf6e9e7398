"""The calls that branches owe customers."""

from __future__ import annotations

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.postgresql import insert  # SQLite's dialect writes its ON CONFLICT just so

from hub.domain.words import BranchName, CaseId, EpochMs, PersonId
from hub.ports.callbacks import Callback
from hub.stores.tables import callbacks


class SqlCallbacks:
    """The `Callbacks` of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, callback: Callback) -> None:
        """A call is owed; one that is known already stays as it is."""
        values = {"case_id": callback.case, "branch": callback.branch, "asked_at": callback.asked_at}
        self._connection.execute(insert(callbacks).values(values).on_conflict_do_nothing())

    def owed_by(self, branch: BranchName) -> list[Callback]:
        """The calls that a branch owes, the oldest first."""
        owed = select(callbacks).where(callbacks.c.branch == branch, callbacks.c.done_at.is_(None))
        rows = self._connection.execute(owed.order_by(callbacks.c.asked_at, callbacks.c.case_id))
        return [Callback(row.case_id, row.branch, row.asked_at) for row in rows]

    def done(self, case: CaseId, person: PersonId, now_ms: EpochMs) -> bool:
        """Somebody called. False when somebody had already, or nobody is owed a call for the case."""
        owed = update(callbacks).where(callbacks.c.case_id == case, callbacks.c.done_at.is_(None))
        changed = self._connection.execute(owed.values(done_by=person, done_at=now_ms))
        return changed.rowcount == 1
