"""How often a customer has tried to have each material captured."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from edge_agent.store.tables import attempts


def add(connection: Connection, case: str, name: str) -> None:
    """They try it once more."""
    tried = insert(attempts).values(case_id=case, name=name, count=1)
    again = {"count": attempts.c.count + 1}
    connection.execute(tried.on_conflict_do_update(index_elements=["case_id", "name"], set_=again))


def forget(connection: Connection, case: str, names: Iterable[str]) -> None:
    """These are asked for anew."""
    of_it = attempts.c.case_id == case
    connection.execute(delete(attempts).where(of_it, attempts.c.name.in_(list(names))))


def of_case(connection: Connection, case: str) -> Mapping[str, int]:
    """How often, by the material's name."""
    rows = connection.execute(select(attempts).where(attempts.c.case_id == case)).mappings()
    return {str(row["name"]): int(row["count"]) for row in rows}
