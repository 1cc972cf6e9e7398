"""The embedded telemetry store: one SQLite file, a row a reading, and the latest reading of each device.

Owns the file's tables. It must not decide what is worth storing.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

from hub.domain.readings import Reading
from hub.ports.telemetry import TelemetryStoreUnavailableError

ResultT = TypeVar("ResultT")

BUSY_S: Final = 5.0
"""How long a call waits for another process that holds the file, such as a backup."""

# The key is a reading's identity, and in this order also answers "this device, this span of time"
# without an index beside it.
SCHEMA: Final = """
    CREATE TABLE IF NOT EXISTS readings (
        region TEXT NOT NULL, branch TEXT NOT NULL, device TEXT NOT NULL, kind TEXT NOT NULL,
        boot TEXT NOT NULL, number INTEGER NOT NULL, measured_at_ms INTEGER NOT NULL,
        historical INTEGER NOT NULL, metrics TEXT NOT NULL,
        PRIMARY KEY (region, branch, device, measured_at_ms, boot, number)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS latest (
        region TEXT NOT NULL, branch TEXT NOT NULL, device TEXT NOT NULL, kind TEXT NOT NULL,
        boot TEXT NOT NULL, number INTEGER NOT NULL, measured_at_ms INTEGER NOT NULL,
        historical INTEGER NOT NULL, metrics TEXT NOT NULL,
        PRIMARY KEY (region, branch, device)
    ) STRICT, WITHOUT ROWID;
"""
INSERT: Final = """
    INSERT INTO readings VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
"""
UPSERT_LATEST: Final = """
    INSERT INTO latest VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (region, branch, device) DO UPDATE SET
        kind = excluded.kind, boot = excluded.boot, number = excluded.number,
        measured_at_ms = excluded.measured_at_ms, historical = excluded.historical,
        metrics = excluded.metrics
    WHERE excluded.measured_at_ms >= latest.measured_at_ms
"""
SELECT_LATEST: Final = "SELECT * FROM latest ORDER BY region, branch, device"
SELECT_COUNT: Final = "SELECT COUNT(*) FROM readings"


class SqliteTelemetryStore:
    """Readings in one SQLite file, which is made when missing.

    Raises:
        TelemetryStoreUnavailableError: the file cannot be opened.
    """

    def __init__(self, file: Path) -> None:
        # A lock of threads, not of tasks: a cancelled task leaves its thread at work.
        self._lock = threading.Lock()
        try:
            file.touch(mode=0o600)  # SQLite gives its journals the same permissions
            self._connection = sqlite3.connect(file, timeout=BUSY_S, check_same_thread=False)
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = FULL")
            self._connection.executescript(SCHEMA)
        except (OSError, sqlite3.Error) as error:
            msg = f"{file}: {error}"
            raise TelemetryStoreUnavailableError(msg) from error

    async def write(self, readings: Sequence[Reading]) -> None:
        """Store the readings and move `latest` forward, in one transaction."""
        rows = [_row(reading) for reading in readings]

        def insert() -> None:
            with self._connection:
                self._connection.executemany(INSERT, rows)
                self._connection.executemany(UPSERT_LATEST, rows)

        await self._in_thread(insert)

    async def last(self) -> list[Reading]:
        """The latest reading of each device, from its own small table."""
        rows = await self._in_thread(lambda: self._connection.execute(SELECT_LATEST).fetchall())
        return [_reading(row) for row in rows]

    async def count(self) -> int:
        """How many readings are stored."""
        row = await self._in_thread(lambda: self._connection.execute(SELECT_COUNT).fetchone())
        return int(row[0])

    async def close(self) -> None:
        """Close the file."""
        await self._in_thread(self._connection.close)

    async def _in_thread(self, work: Callable[[], ResultT]) -> ResultT:
        def guarded() -> ResultT:
            with self._lock:
                return work()

        try:
            return await asyncio.to_thread(guarded)
        except sqlite3.OperationalError as error:  # locked, disk full, disk failing
            raise TelemetryStoreUnavailableError(str(error)) from error


def _row(reading: Reading) -> tuple[Any, ...]:
    """The columns of both tables, in order."""
    return (
        reading.region,
        reading.branch,
        reading.device,
        reading.kind,
        reading.boot,
        reading.number,
        reading.measured_at_ms,
        int(reading.historical),
        json.dumps(dict(reading.metrics), allow_nan=False),
    )


def _reading(row: tuple[Any, ...]) -> Reading:
    region, branch, device, kind, boot, number, measured_at_ms, historical, metrics = row
    return Reading(
        region, branch, device, kind, boot, number, measured_at_ms, bool(historical), json.loads(metrics)
    )
