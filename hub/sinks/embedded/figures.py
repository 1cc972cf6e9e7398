"""Casework's numbers in the embedded store: one SQLite file of its own, a row a figure.

Owns the file's tables. It must not decide what is counted.
"""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, TypeAlias, TypeVar

from device_profiles.delivery.clock import Clock
from hub.domain.figures import NS_A_MS, Figure, Spread, Tallied, What
from hub.domain.words import EpochMs
from hub.ports.telemetry import TelemetryStoreUnavailableError
from hub.sinks.embedded.files import DAY_MS, is_broken, open_file, set_aside, transaction

ResultT = TypeVar("ResultT")
Part: TypeAlias = tuple[str, str, int]
"""A branch, a procedure, and when a stretch of time begins (Unix ms)."""

SCHEMA: Final = """
    CREATE TABLE IF NOT EXISTS figures (
        at_ns INTEGER NOT NULL, branch TEXT NOT NULL, procedure TEXT NOT NULL, what TEXT NOT NULL,
        waited_s INTEGER, handled_s INTEGER,
        PRIMARY KEY (at_ns, branch, procedure, what)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS read_until (one INTEGER PRIMARY KEY CHECK (one = 1), at INTEGER NOT NULL)
    STRICT;
"""
INSERT: Final = "INSERT OR REPLACE INTO figures VALUES (?, ?, ?, ?, ?, ?)"
EXPIRE: Final = "DELETE FROM figures WHERE at_ns < ?"
SELECT_READ_UNTIL: Final = "SELECT at FROM read_until"
SET_READ_UNTIL: Final = "INSERT OR REPLACE INTO read_until VALUES (1, ?)"
COUNTS: Final = """
    SELECT branch, procedure, at_ns / :part_ns * :part_ms AS start_ms, what, COUNT(*)
    FROM figures WHERE at_ns >= :since_ns AND at_ns < :until_ns
    GROUP BY branch, procedure, start_ms, what ORDER BY branch, procedure, start_ms, what
"""
SPREADS: Final = """
    WITH timed AS (
        SELECT branch, procedure, at_ns / :part_ns * :part_ms AS start_ms, {time} AS took_s
        FROM figures WHERE at_ns >= :since_ns AND at_ns < :until_ns AND {time} IS NOT NULL
    ), ranked AS (
        SELECT *, ROW_NUMBER() OVER (PARTITION BY branch, procedure, start_ms ORDER BY took_s) AS rank,
            COUNT(*) OVER (PARTITION BY branch, procedure, start_ms) AS many
        FROM timed
    )
    SELECT branch, procedure, start_ms,
        MAX(took_s) FILTER (WHERE rank = MAX(1, (2 * 50 * many + 100) / 200)),
        MAX(took_s) FILTER (WHERE rank = MAX(1, (2 * 95 * many + 100) / 200))
    FROM ranked GROUP BY branch, procedure, start_ms
"""
"""The ranks are those of `figures.percentile`."""


class EmbeddedFigureStore:
    """Figures in one SQLite file, which is made when missing, and anew when it is broken.

    Args:
        file: where they are.
        clock: by which figures grow old.
        keep_days: how many days they are kept.

    Raises:
        TelemetryStoreUnavailableError: the file cannot be opened.
    """

    def __init__(self, file: Path, clock: Clock, *, keep_days: int = 400) -> None:
        self._clock = clock
        self._keep_ms = keep_days * DAY_MS
        # A lock of threads, not of tasks: a cancelled task leaves its thread at work.
        self._lock = threading.Lock()
        try:
            self._connection = _open(file)
        except (OSError, sqlite3.Error) as error:
            msg = f"{file}: {error}"
            raise TelemetryStoreUnavailableError(msg) from error

    async def write(self, figures: Sequence[Figure]) -> None:
        """Store the figures, and let go of those that are too old, in one transaction."""
        rows = [
            (each.at_ns, each.branch, each.procedure, each.what, each.waited_s, each.handled_s)
            for each in figures
        ]

        oldest_ns = (self._clock.now_ms() - self._keep_ms) * NS_A_MS

        def insert() -> None:
            with transaction(self._connection):
                self._connection.executemany(INSERT, rows)
                self._connection.execute(EXPIRE, (oldest_ns,))

        await self._in_thread(insert)

    async def read_until(self) -> EpochMs | None:
        """Up to when closed cases were read from the journal."""
        row = await self._in_thread(lambda: self._connection.execute(SELECT_READ_UNTIL).fetchone())
        return None if row is None else int(row[0])

    async def set_read_until(self, at: EpochMs) -> None:
        """Keep how far the journal was read."""

        await self._in_thread(lambda: self._connection.execute(SET_READ_UNTIL, (at,)))

    async def tallied(self, since: EpochMs, until: EpochMs, part_ms: int) -> list[Tallied]:
        """What happened in that span, by branch, procedure and stretch of time."""
        span = {
            "since_ns": since * NS_A_MS,
            "until_ns": until * NS_A_MS,
            "part_ns": part_ms * NS_A_MS,
            "part_ms": part_ms,
        }

        def read() -> list[Tallied]:
            counts: dict[Part, dict[What, int]] = {}
            for branch, procedure, start_ms, what, count in self._connection.execute(COUNTS, span):
                counts.setdefault((branch, procedure, start_ms), {})[what] = count
            waited, handled = self._spreads("waited_s", span), self._spreads("handled_s", span)
            return [
                Tallied(*part, count, waited.get(part), handled.get(part)) for part, count in counts.items()
            ]

        return await self._in_thread(read)

    def _spreads(self, time: str, span: dict[str, int]) -> dict[Part, Spread]:
        return {
            (branch, procedure, start_ms): Spread(median, p95)
            for branch, procedure, start_ms, median, p95 in self._connection.execute(
                SPREADS.format(time=time), span
            )
        }

    async def close(self) -> None:
        """Close the file."""
        await self._in_thread(self._connection.close)

    async def _in_thread(self, work: Callable[[], ResultT]) -> ResultT:
        def guarded() -> ResultT:
            with self._lock:
                return work()

        try:
            return await asyncio.to_thread(guarded)
        except sqlite3.DatabaseError as error:  # locked, disk full, disk failing
            raise TelemetryStoreUnavailableError(str(error)) from error


def _open(file: Path) -> sqlite3.Connection:
    try:
        return open_file(file, SCHEMA)
    except sqlite3.DatabaseError as error:
        if not is_broken(error):
            raise
        set_aside(file, error)
        return open_file(file, SCHEMA)
