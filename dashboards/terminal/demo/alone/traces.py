"""What of a customer still is on a kiosk's disk, as far as its tables and files show."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from contextlib import closing
from pathlib import Path


def traces(folder: Path, case: str, words: Collection[str]) -> list[str]:
    """The tables in which one of the customer's words stands, and files that belong to the case."""
    found = [str(path) for path in folder.joinpath("materials").rglob("*") if case in str(path)]
    with closing(sqlite3.connect(folder / "device.sqlite")) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (name,) in tables:
            rows = connection.execute(f'SELECT * FROM "{name}"')  # noqa: S608  its own tables
            found += [name for row in rows if any(word in str(row) for word in words)]
    return found
