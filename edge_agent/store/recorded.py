"""The recordings that were made here: the chain, how far it has come to the hub, and when filming ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, cast

from sqlalchemy import Connection, Row, delete, insert, select, update

from device_profiles.contract.ids import EpochMs
from device_profiles.contract.recording import Segment
from edge_agent.store.tables import recorded_segments, recordings

Missing: TypeAlias = Literal["film", "link", "restart"]
"""Why the end of a recording is not with the hub, as in `case.recorded`."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A recording that is over, and of which nothing waits any more."""

    case: str
    ended_at: EpochMs
    missing: Missing | None
    last: Segment | None


def begin(connection: Connection, case: str) -> None:
    """The case is recorded from now on, for the first time or again."""
    known = select(recordings.c.case_id).where(recordings.c.case_id == case)
    if connection.scalar(known) is None:
        connection.execute(insert(recordings).values(case_id=case))
    _change(connection, case, ended_at=None, missing=None)


def goes_on(connection: Connection, case: str) -> bool:
    """Whether the case is recorded, or what was recorded of it last may still come."""
    found = select(recordings.c.case_id).where(
        recordings.c.case_id == case, recordings.c.ended_at.is_(None)
    )
    return connection.scalar(found) is not None


def begun(connection: Connection) -> list[str]:
    """The cases whose recording has not ended."""
    return list(connection.scalars(select(recordings.c.case_id).where(recordings.c.ended_at.is_(None))))


def end(connection: Connection, case: str, ended_at: EpochMs, missing: Missing | None) -> None:
    """Filming ended then."""
    _change(connection, case, ended_at=ended_at, missing=missing)


def ended(connection: Connection) -> list[Ended]:
    """The recordings that are over, and of which nothing waits to be sent."""
    waits = {case for case, _ in waiting(connection)}
    rows = connection.execute(select(recordings).where(recordings.c.ended_at.is_not(None)))
    return [
        Ended(row.case_id, row.ended_at, cast("Missing | None", row.missing), last(connection, row.case_id))
        for row in rows
        if row.case_id not in waits
    ]


def ended_before(connection: Connection, time: EpochMs) -> list[str]:
    """The cases whose recording ended before that."""
    return list(connection.scalars(select(recordings.c.case_id).where(recordings.c.ended_at < time)))


def forget(connection: Connection, case: str) -> None:
    """The hub knows all that there is to know of it."""
    for table in (recordings, recorded_segments):
        connection.execute(delete(table).where(table.c.case_id == case))


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


def lose(connection: Connection, case: str, segment: Segment) -> None:
    """The hub will never have the stretch: what comes next follows on the one before it, after a gap."""
    table = recorded_segments
    connection.execute(delete(table).where(table.c.case_id == case, table.c.number >= segment.number))
    over = (recordings.c.case_id == case) & recordings.c.ended_at.is_not(None)
    connection.execute(
        update(recordings).where(over, recordings.c.missing.is_(None)).values(missing="link")
    )


def _change(connection: Connection, case: str, **values: object) -> None:
    connection.execute(update(recordings).where(recordings.c.case_id == case).values(**values))


def _segment(row: Row[Any]) -> Segment:
    return Segment.model_validate_json(row.segment)
