"""What the hub asked this device to do, once each under its key, and how far that has come.

    asked → begun → done → receipted

`begun` is written down before anything moves: what is found so after a crash may have been done or not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, Row, select, update
from sqlalchemy.dialects.sqlite import insert

from edge_agent.store.tables import fulfilments

Progress = Literal["asked", "begun", "done", "receipted"]


@dataclass(frozen=True, slots=True)
class Fulfilment:
    """One thing to be done. Once it is done, it has a reference, or a refusal that says why it was not."""

    key: str
    case: str
    state: Progress
    reference: str | None
    refusal: str | None


def ask(connection: Connection, key: str, case: str) -> None:
    """It is to be done, unless it was asked for under this key before."""
    asked = insert(fulfilments).values(key=key, case_id=case, state="asked")
    connection.execute(asked.on_conflict_do_nothing())


def put(connection: Connection, key: str, state: Progress) -> None:
    """It has come so far."""
    connection.execute(update(fulfilments).where(fulfilments.c.key == key).values(state=state))


def put_answer(connection: Connection, key: str, reference: str | None, refusal: str | None) -> None:
    """It was done, or could not be."""
    answer = {"state": "done", "reference": reference, "refusal": refusal}
    connection.execute(update(fulfilments).where(fulfilments.c.key == key).values(**answer))


def get(connection: Connection, key: str) -> Fulfilment | None:
    """The one of this key."""
    row = connection.execute(select(fulfilments).where(fulfilments.c.key == key)).one_or_none()
    return None if row is None else _fulfilment(row)


def of_case(connection: Connection, case: str) -> Fulfilment | None:
    """That of a case."""
    row = connection.execute(select(fulfilments).where(fulfilments.c.case_id == case)).first()
    return None if row is None else _fulfilment(row)


def standing_at(connection: Connection, state: Progress) -> list[Fulfilment]:
    """Those that have come so far and no further, by their keys."""
    rows = connection.execute(select(fulfilments).where(fulfilments.c.state == state))
    return sorted(map(_fulfilment, rows), key=lambda found: found.key)


def _fulfilment(row: Row[Any]) -> Fulfilment:
    return Fulfilment(row.key, row.case_id, row.state, row.reference, row.refusal)
