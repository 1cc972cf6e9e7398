"""Tables of sums, by the minute or by the quarter of an hour, as they are read.

Owns what the files of readings and of quarters have in common.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from typing import Final

from hub.domain.history import Part, Span
from hub.sinks.embedded.columns import part, summed_of, sums_of_sums

DEVICES: Final = """
    CREATE TABLE IF NOT EXISTS devices (
        id INTEGER PRIMARY KEY, region TEXT NOT NULL, branch TEXT NOT NULL, device TEXT NOT NULL,
        UNIQUE (region, branch, device)
    ) STRICT;
"""


def table_of(name: str) -> str:
    """The table of sums of this name; `start` is when the minute or quarter begins, Unix ms."""
    return f"""
    CREATE TABLE IF NOT EXISTS {name} (
        device INTEGER NOT NULL, start INTEGER NOT NULL, readings INTEGER NOT NULL,
        PRIMARY KEY (device, start)
    ) STRICT, WITHOUT ROWID;
    """


def devices_in(
    connection: sqlite3.Connection, region: str, branch: str, device: str | None
) -> dict[int, str]:
    """The ids and names of a branch's devices, or of one of them."""
    return dict(
        connection.execute(
            "SELECT id, device FROM devices"
            " WHERE region = ? AND branch = ? AND device = COALESCE(?, device)",
            (region, branch, device),
        ).fetchall()
    )


def summed_parts(
    connection: sqlite3.Connection,
    table: str,
    device: int,
    span: Span,
    bucket_ms: int,
    metrics: Collection[str],
) -> list[Part]:
    """A device's sums as parts of buckets, which are each made of whole minutes or quarters."""
    there = sorted(summed_of(connection, table).intersection(metrics))
    made = ", ".join([f"start - start % {bucket_ms} AS bucket", "SUM(readings)", *sums_of_sums(there)])
    rows = connection.execute(
        f"SELECT {made} FROM {table} WHERE device = ? AND start >= ? AND start < ? GROUP BY bucket",
        (device, span.from_ms, span.until_ms),
    )
    return [part(row, there) for row in rows]
