"""Which materials of a case filed here its handler asked for again, and that were not captured since."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from edge_agent.store.tables import recaptures


def add(connection: Connection, case: str, names: Iterable[str]) -> None:
    """The handler asks for these again."""
    for name in names:
        connection.execute(insert(recaptures).values(case_id=case, name=name).on_conflict_do_nothing())


def settle(connection: Connection, case: str, name: str | None = None) -> None:
    """A material was captured anew, or (None) all of the case is settled."""
    settled = delete(recaptures).where(recaptures.c.case_id == case)
    connection.execute(settled if name is None else settled.where(recaptures.c.name == name))


def of_case(connection: Connection, case: str) -> list[str]:
    """Their names, in order."""
    names = select(recaptures.c.name).where(recaptures.c.case_id == case)
    return list(connection.scalars(names.order_by(recaptures.c.name)))
