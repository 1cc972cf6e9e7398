"""Tables of sums, by the minute or by the quarter of an hour, as they are read.

Owns what the files of readings and of quarters have in common.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Sequence
from typing import Final

from hub.domain.history import Mean, Part, Span
from hub.sinks.embedded.columns import column, metrics_of, part, summed_of, sums_of_sums

Total = tuple[int, int, float]
"""The start of a bucket (Unix ms), how many values a metric has there, and their sum."""

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


def summed_totals(
    connection: sqlite3.Connection,
    table: str,
    step_ms: int,
    devices: Iterable[int],
    span: Span,
    bucket_ms: int,
    metric: str,
) -> dict[int, list[Total]]:
    """One metric of each device, in buckets made of whole minutes or quarters; one takes `step_ms`."""
    if metric not in summed_of(connection, table):
        return {}
    count, total = column(metric, "_n"), column(metric, "_sum")
    among = f"FROM {table} WHERE device = ? AND start >= ? AND start < ? AND {count} > 0"
    if bucket_ms == step_ms:
        question = f"SELECT start, {count}, {total} {among}"  # in order already: to group is to sort first
    else:
        bucket = f"start - start % {bucket_ms} AS bucket"
        question = f"SELECT {bucket}, SUM({count}), SUM({total}) {among} GROUP BY bucket"
    return _of_each(connection, question, devices, span)


def totals_of_readings(
    connection: sqlite3.Connection, devices: Iterable[int], span: Span, bucket_ms: int, metric: str
) -> dict[int, list[Total]]:
    """The same of single readings, in buckets of any size."""
    if metric not in metrics_of(connection, "readings"):
        return {}
    value = column(metric)
    question = (
        f"SELECT ts - ts % {bucket_ms} AS bucket, COUNT({value}), SUM({value}) FROM readings"
        f" WHERE device = ? AND ts >= ? AND ts < ? AND {value} IS NOT NULL GROUP BY bucket"
    )
    return _of_each(connection, question, devices, span)


def _of_each(
    connection: sqlite3.Connection, question: str, devices: Iterable[int], span: Span
) -> dict[int, list[Total]]:
    return {
        device: connection.execute(question, (device, span.from_ms, span.until_ms)).fetchall()
        for device in devices
    }


def means_of(totals: Sequence[Total]) -> list[Mean]:
    """The means; a bucket in which a day ends is there twice, one after the other."""
    if len({start_ms for start_ms, _, _ in totals}) == len(totals):
        return [Mean(start_ms, total / count) for start_ms, count, total in totals]
    together: dict[int, tuple[int, float]] = {}
    for start_ms, count, total in totals:
        values, sum_of_all = together.get(start_ms, (0, 0.0))
        together[start_ms] = (values + count, sum_of_all + total)
    return [Mean(start_ms, total / count) for start_ms, (count, total) in together.items()]
