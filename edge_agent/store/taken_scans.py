"""Which files scanners need not give again: they were kept, or are of no use."""

from __future__ import annotations

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from edge_agent.store.tables import taken_scans


def add(connection: Connection, mark: str) -> None:
    """Remember a mark."""
    connection.execute(insert(taken_scans).values(mark=mark).on_conflict_do_nothing())


def all_marks(connection: Connection) -> frozenset[str]:
    """Every mark."""
    return frozenset(connection.scalars(select(taken_scans.c.mark)))
