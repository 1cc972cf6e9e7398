"""What people outside were told of alarms, or are still to be told."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, Select, delete, exists, func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as insert_or  # SQLite writes its ON CONFLICT just so

from hub.domain.words import EpochMs
from hub.ports.alarms import Alarm, AlarmId
from hub.ports.notices import Notice
from hub.stores import tables
from hub.stores.alarms import alarm_of


class SqlNotices:
    """The `NoticeBook` of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def write(self, notice: Notice, raised: Collection[AlarmId], cleared: Collection[AlarmId] = ()) -> None:
        """Owe a recipient this notice, and tell them no more that these were raised, and those cleared."""
        table, recipient = tables.notices_of_alarms, notice.recipient
        values = {name: getattr(notice, name) for name in Notice.__slots__}
        self._connection.execute(insert(tables.notices).values(values))
        for alarm in sorted(raised):
            told = {"recipient": recipient, "alarm": alarm, "notice": notice.notice}
            fresh = insert_or(table).values(told)
            self._connection.execute(fresh.on_conflict_do_nothing())
        ended = update(table).values(cleared_in=notice.notice).where(table.c.recipient == recipient)
        for alarm in sorted(cleared):
            self._connection.execute(ended.where(table.c.alarm == alarm))

    def told(self, recipient: str, alarms: Collection[AlarmId]) -> set[AlarmId]:
        """Those of the alarms that the recipient is told of already."""
        table, open_alarms = tables.notices_of_alarms, tables.alarms
        still_open = open_alarms.c.cleared_at.is_(None)
        found = (
            select(table.c.alarm)
            .join(open_alarms, open_alarms.c.alarm == table.c.alarm)
            .where(table.c.recipient == recipient, still_open)
        )
        return set(self._connection.scalars(found)) & set(alarms)

    def cleared(self, recipient: str, since: EpochMs) -> list[Alarm]:
        """What cleared since then, of which the recipient got a notice and no word yet that it cleared.

        By branch, then the earliest raised first. Nothing of whose notice was given up.
        """
        table, alarms, notices = tables.notices_of_alarms, tables.alarms, tables.notices
        found = (
            select(alarms)
            .join(table, table.c.alarm == alarms.c.alarm)
            .join(notices, notices.c.notice == table.c.notice)
            .where(table.c.recipient == recipient, table.c.cleared_in.is_(None))
            .where(alarms.c.cleared_at >= since, notices.c.sent_at.is_not(None))
            .order_by(alarms.c.branch, alarms.c.raised_at, alarms.c.alarm)
        )
        return [alarm_of(row) for row in self._connection.execute(found).mappings()]

    def prune(self, before: EpochMs, most: int) -> int:
        """Forget so many notices that were written earlier, and that no alarm which is kept needs."""
        table, told = tables.notices, tables.notices_of_alarms
        settled = or_(table.c.sent_at.is_not(None), table.c.given_up_at.is_not(None))
        needed = exists().where(told.c.notice == table.c.notice)
        old = select(table.c.notice).where(table.c.written_at < before, settled, ~needed)
        gone = list(self._connection.scalars(old.order_by(table.c.written_at, table.c.notice).limit(most)))
        self._connection.execute(delete(table).where(table.c.notice.in_(gone)))
        return len(gone)

    def owed(self, now_ms: EpochMs) -> list[Notice]:
        """What is to be sent now, the oldest first."""
        table = tables.notices
        waiting = table.c.sent_at.is_(None) & table.c.given_up_at.is_(None) & (table.c.due <= now_ms)
        return self._read(select(table).where(waiting).order_by(table.c.written_at, table.c.notice))

    def owing(self) -> set[str]:
        """The recipients to whom something is owed, now or later."""
        table = tables.notices
        waiting = table.c.sent_at.is_(None) & table.c.given_up_at.is_(None)
        return set(self._connection.scalars(select(table.c.recipient).where(waiting).distinct()))

    def settle(self, notice: Notice) -> None:
        """Keep what became of an attempt: its count, when it is due again, sent, or given up."""
        table = tables.notices
        kept = ("due", "attempts", "sent_at", "given_up_at", "says")
        values = {name: getattr(notice, name) for name in kept}
        self._connection.execute(update(table).where(table.c.notice == notice.notice).values(values))

    def latest(self, recipient: str) -> EpochMs | None:
        """When the latest notice to a recipient was written."""
        table = tables.notices
        latest = select(func.max(table.c.written_at)).where(table.c.recipient == recipient)
        found: EpochMs | None = self._connection.execute(latest).scalar_one()
        return found

    def sent(self, most: int) -> list[Notice]:
        """The latest notices, whatever became of them."""
        table = tables.notices
        return self._read(
            select(table).order_by(table.c.written_at.desc(), table.c.notice.desc()).limit(most)
        )

    def _read(self, found: Select[tuple[object, ...]]) -> list[Notice]:
        return [Notice(**row) for row in self._connection.execute(found).mappings()]
