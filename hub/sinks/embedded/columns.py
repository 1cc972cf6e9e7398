"""How metrics become columns: one each where readings are kept, four each where they are summed up.

Owns the columns' names and the statements made of them. Columns are added when a metric first appears.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final

from hub.domain.history import Part, Sums

PREFIX: Final = "m_"
"""Stands before a metric's name, so that none is called like a column of ours."""
SUMMED: Final = (("_n", "COUNT"), ("_sum", "SUM"), ("_lo", "MIN"), ("_hi", "MAX"))
"""What is kept of a metric, and how it is made of readings. A count made of counts is their sum."""


def column(metric: str, suffix: str = "") -> str:
    """The column's name, quoted."""
    return '"' + (PREFIX + metric + suffix).replace('"', '""') + '"'


def metrics_of(connection: sqlite3.Connection, table: str) -> set[str]:
    """The metrics for which a table has columns, with the suffix that marks a sum, where it has sums."""
    names = [str(row[1]) for row in connection.execute(f"PRAGMA table_info({table})")]
    return {name.removeprefix(PREFIX) for name in names if name.startswith(PREFIX)}


def summed_of(connection: sqlite3.Connection, table: str) -> set[str]:
    """The metrics whose sums a table has."""
    return {name[: -len("_sum")] for name in metrics_of(connection, table) if name.endswith("_sum")}


def add_summed(connection: sqlite3.Connection, table: str, metrics: Collection[str]) -> None:
    """Add the four columns of each metric to a table of sums, where they are missing."""
    for metric in sorted(set(metrics) - summed_of(connection, table)):
        for suffix, _ in SUMMED:
            kind = "INTEGER" if suffix == "_n" else "REAL"
            connection.execute(f"ALTER TABLE {table} ADD COLUMN {column(metric, suffix)} {kind}")


def summed_columns(metrics: Iterable[str]) -> list[str]:
    """The columns of these metrics' sums, in order."""
    return [column(metric, suffix) for metric in metrics for suffix, _ in SUMMED]


def sums_of_readings(metrics: Iterable[str]) -> list[str]:
    """The expressions that make these sums of readings, in the same order."""
    return [f"{function}({column(metric)})" for metric in metrics for _, function in SUMMED]


def sums_of_sums(metrics: Iterable[str]) -> list[str]:
    """The expressions that make these sums of sums, in the same order."""
    made = {"COUNT": "SUM"}
    return [
        f"{made.get(function, function)}({column(metric, suffix)})"
        for metric in metrics
        for suffix, function in SUMMED
    ]


def part(row: Sequence[Any], metrics: Sequence[str]) -> Part:
    """A row of `start, readings` and these metrics' sums."""
    start_ms, readings, *rest = row
    four = iter(rest)
    sums = {
        metric: Sums(count, total, lowest, highest)
        for metric, count, total, lowest, highest in zip(metrics, four, four, four, four, strict=False)
        if count
    }
    return Part(start_ms, readings, sums)
