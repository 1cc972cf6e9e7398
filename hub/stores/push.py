"""Where people's browsers are called."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.postgresql import insert  # SQLite's dialect writes its ON CONFLICT just so

from hub.domain.words import EpochMs, PersonId
from hub.stores import tables


class SqlSubscriptions:
    """The `Subscriptions` of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, person: PersonId, token_sha256: str, address: str) -> None:
        """The browser of this login is called under the address, and under no earlier one."""
        table, logins = tables.push_subscriptions, tables.logins
        # A browser keeps its address from login to login, and what an ended login left is of no use.
        ended = table.c.token_sha256.not_in(select(logins.c.token_sha256))
        old = (table.c.address == address) | ((table.c.person == person) & ended)
        self._connection.execute(delete(table).where(old))
        values = {"person": person, "address": address}
        fresh = insert(table).values(token_sha256=token_sha256, **values)
        self._connection.execute(fresh.on_conflict_do_update(index_elements=["token_sha256"], set_=values))

    def drop(self, address: str) -> None:
        """Nobody is called under the address any more."""
        table = tables.push_subscriptions
        self._connection.execute(delete(table).where(table.c.address == address))

    def end(self, token_sha256: str) -> None:
        """The browser of this login is not to be called."""
        table = tables.push_subscriptions
        self._connection.execute(delete(table).where(table.c.token_sha256 == token_sha256))

    def of(self, person: PersonId, now_ms: EpochMs) -> list[str]:
        """Where to call a person: of each login of theirs that has not ended."""
        table, logins = tables.push_subscriptions, tables.logins
        lasting = (logins.c.token_sha256 == table.c.token_sha256) & (logins.c.expires_at > now_ms)
        found = select(table.c.address).join(logins, lasting).where(table.c.person == person)
        return list(self._connection.scalars(found.order_by(table.c.address)))
