"""The stretches of recordings that were made here: the chain, and how far it has come to the hub."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from device_profiles.contract.recording import Segment
from edge_agent.store.tables import recorded_segments


def last(connection: Connection, case: str) -> Segment | None:
    """The newest stretch of a case's recording."""
    table = recorded_segments
    newest = select(table).where(table.c.case_id == case).order_by(table.c.number.desc()).limit(1)
    row = connection.execute(newest).one_or_none()
    return None if row is None else _segment(row)


def add(connection: Connection, case: str, segment: Segment) -> None:
    """Keep the next stretch."""
    told = segment.model_dump_json()
    values = {"case_id": case, "number": segment.number, "segment": told, "settled": False}
    connection.execute(insert(recorded_segments).values(values))


def waiting(connection: Connection) -> list[tuple[str, Segment]]:
    """What the hub does not have and has not refused, case by case in the order of the chain."""
    table = recorded_segments
    rows = select(table).where(table.c.settled.is_(False)).order_by(table.c.case_id, table.c.number)
    return [(row.case_id, _segment(row)) for row in connection.execute(rows)]


def settle(connection: Connection, case: str, segment: Segment) -> None:
    """The hub has the stretch, or will never have it."""
    table = recorded_segments
    which = (table.c.case_id == case) & (table.c.number == segment.number)
    connection.execute(update(table).where(which).values(settled=True))


def _segment(row: Row[Any]) -> Segment:
    return Segment.model_validate_json(row.segment)
