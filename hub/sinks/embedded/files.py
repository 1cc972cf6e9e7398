"""How a file of the embedded store is opened, and what becomes of one that is broken.

Owns the settings of SQLite and the files' names. It must not know what is in the tables.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import structlog

logger: structlog.typing.FilteringBoundLogger = structlog.get_logger()

BUSY_S: Final = 5.0
"""How long a call waits for another process that holds the file, such as a backup."""
CACHE_KIB: Final = 16_384
SYNCHRONOUS: Final = "FULL"
"""What was written survives a power cut."""
DAY_MS: Final = 86_400_000
SUFFIX: Final = ".sqlite"


def day_of(at_ms: int) -> date:
    """The UTC day in which a moment lies."""
    return datetime.fromtimestamp(at_ms / 1000, UTC).date()


def start_ms(day: date) -> int:
    """When a UTC day begins, Unix ms."""
    return (day.toordinal() - date(1970, 1, 1).toordinal()) * DAY_MS


def open_file(file: Path, schema: str) -> sqlite3.Connection:
    """Open a file for writing and make its tables; it is made when missing.

    Raises:
        sqlite3.OperationalError: it cannot be opened now.
        sqlite3.DatabaseError: it is no database any more.
    """
    file.touch(mode=0o600)  # SQLite gives its journals the same permissions
    connection = sqlite3.connect(file, timeout=BUSY_S, check_same_thread=False, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA synchronous = {SYNCHRONOUS}")
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        connection.executescript(schema)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def open_to_read(file: Path) -> sqlite3.Connection:
    """Open a file that is there, for reading alone: who reads does not keep who writes."""
    connection = sqlite3.connect(file, timeout=BUSY_S, check_same_thread=False, isolation_level=None)
    connection.execute("PRAGMA query_only = ON")
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing of what is written in the block."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # SQLite ends it by itself when the disk is full
            connection.execute("ROLLBACK")
        raise


def set_aside(file: Path, error: sqlite3.Error) -> None:
    """Rename a file that is no database any more, for a person to look at; the store goes on without it."""
    aside = file.with_name(f"{file.name}.broken")
    number = 2
    while aside.exists():
        aside = file.with_name(f"{file.name}.broken-{number}")
        number += 1
    file.rename(aside)
    unlink_journals(file)
    logger.error("telemetry file set aside", file=str(file), now=str(aside), reason=str(error))


def unlink(file: Path) -> None:
    """Delete a file that nobody has open."""
    file.unlink(missing_ok=True)
    unlink_journals(file)


def unlink_journals(file: Path) -> None:
    """Delete what SQLite keeps beside a file."""
    for suffix in ("-wal", "-shm"):
        file.with_name(file.name + suffix).unlink(missing_ok=True)


def is_broken(error: sqlite3.Error) -> bool:
    """Whether SQLite found that the file is damaged, rather than busy, full or away."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK)  # what Python itself raises has none
    return code & 0xFF in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
