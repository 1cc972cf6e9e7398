"""Which hubs work with this journal."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.postgresql import insert  # SQLite's dialect writes its ON CONFLICT just so

from hub.domain.words import EpochMs
from hub.ports.hubs import PresentHub
from hub.stores import tables


class SqlHubs:
    """The `HubBook` of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def say(self, hub: str, now_ms: EpochMs) -> None:
        """This hub is there; one that was struck off meanwhile begins anew, behind the others."""
        said = insert(tables.hubs).values(hub=hub, since=now_ms, seen_at=now_ms)
        again = said.on_conflict_do_update(index_elements=["hub"], set_={"seen_at": now_ms})
        self._connection.execute(again)

    def strike(self, hub: PresentHub) -> None:
        """This hub has not been heard for long: strike it off, unless it said something since."""
        table = tables.hubs
        which = (table.c.hub == hub.hub) & (table.c.seen_at == hub.seen_at)
        self._connection.execute(delete(table).where(which))

    def all(self) -> list[PresentHub]:
        """All of them, the longest there first."""
        table = tables.hubs
        rows = self._connection.execute(select(table).order_by(table.c.since, table.c.hub))
        return [PresentHub(row.hub, row.since, row.seen_at) for row in rows]
