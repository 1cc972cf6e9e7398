"""Readings that could not be sent yet: they outlast a restart of the agent, and go as history."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select

from device_profiles.contract.messages.health import Readings
from edge_agent.store.tables import kept_readings


@dataclass(frozen=True, slots=True)
class Kept:
    """One of them, and its place in the row."""

    place: int
    readings: Readings


def keep(connection: Connection, readings: Readings, most: int) -> None:
    """Keep it behind the others; of more than `most` the oldest go, and show at the hub as a gap."""
    history = readings.model_copy(update={"historical": True})
    connection.execute(insert(kept_readings).values(readings=history.model_dump_json()))
    last = select(func.max(kept_readings.c.place)).scalar_subquery()
    connection.execute(delete(kept_readings).where(kept_readings.c.place <= last - most))


def oldest(connection: Connection, most: int) -> list[Kept]:
    """The oldest, no more than so many, in order."""
    rows = connection.execute(select(kept_readings).order_by(kept_readings.c.place).limit(most))
    return [Kept(row.place, Readings.model_validate_json(row.readings)) for row in rows]


def forget(connection: Connection, places: Collection[int]) -> None:
    """They were sent."""
    connection.execute(delete(kept_readings).where(kept_readings.c.place.in_(places)))


def count(connection: Connection) -> int:
    """How many wait."""
    return int(connection.scalar(select(func.count()).select_from(kept_readings)) or 0)
