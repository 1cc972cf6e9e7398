"""The files of the days: which there are, which are open, and which must go.

Owns opening, closing, setting aside and deleting. It must not be asked to close what somebody reads.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Final, TypeVar

import structlog

from hub.domain.history import Span
from hub.sinks.embedded.day import DayFile
from hub.sinks.embedded.files import SUFFIX, day_of, set_aside, unlink
from hub.sinks.embedded.quarters import QuartersFile

logger: structlog.typing.FilteringBoundLogger = structlog.get_logger()

QUARTERS: Final = ".quarters"
MOST_OPEN: Final = 64
"""Each open file costs descriptors and a cache; a month's quarters fit."""

FileT = TypeVar("FileT", DayFile, QuartersFile)


class Days:
    """The folder's files, opened when they are asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._opening = threading.Lock()
        self._days: dict[Path, DayFile] = {}
        self._quarters: dict[Path, QuartersFile] = {}
        self._there = {path for path in folder.glob(f"*{SUFFIX}") if _day_in(path) is not None}

    def day(self, day: date) -> DayFile:
        """A day's readings; the file is made when missing.

        Raises:
            sqlite3.Error: it cannot be opened.
        """
        return self._ask(self._days, self.path(day), DayFile)

    def quarters(self, day: date) -> QuartersFile:
        """A day's quarters of an hour; the file is made when missing.

        Raises:
            sqlite3.Error: it cannot be opened.
        """
        return self._ask(self._quarters, self.path(day, quarters=True), QuartersFile)

    def _ask(self, among: dict[Path, FileT], path: Path, opening: Callable[[Path], FileT]) -> FileT:
        with self._opening:
            self._still_there(path)
            found = among.pop(path, None) or opening(path)
            self._there.add(path)
            among[path] = found  # the one asked for last stands last
            return found

    def _still_there(self, path: Path) -> None:
        """What is written into a file that somebody deleted would be lost."""
        if path in self._there and not path.exists():
            logger.error("telemetry file is gone", file=str(path))
            self._there.discard(path)
            self._close(path)

    def days(self, span: Span | None = None, *, quarters: bool = False) -> list[date]:
        """The days of which there are files, in order; only those that a span touches."""
        days = {day for path in self._there if (day := _day_in(path)) and _is_quarters(path) is quarters}
        if span is not None:
            first, last = day_of(span.from_ms), day_of(span.until_ms - 1)
            days = {day for day in days if first <= day <= last}
        return sorted(days)

    def set_aside(self, path: Path, error: sqlite3.Error) -> None:
        """Rename a file that is broken. Nobody reads or writes meanwhile."""
        with self._opening:
            self._close(path)
            self._there.discard(path)
            set_aside(path, error)

    def path(self, day: date, *, quarters: bool = False) -> Path:
        """Where a day's file is."""
        return self._folder / f"{day.isoformat()}{QUARTERS if quarters else ''}{SUFFIX}"

    def delete(self, day: date, *, quarters: bool) -> None:
        """Delete a day's file. Nobody reads or writes meanwhile."""
        with self._opening:
            path = self.path(day, quarters=quarters)
            self._close(path)
            self._there.discard(path)
            unlink(path)

    def close_some(self) -> None:
        """Close those asked for longest ago, when many are open. Nobody reads or writes meanwhile."""
        with self._opening:
            for path in (*list(self._days)[:-MOST_OPEN], *list(self._quarters)[:-MOST_OPEN]):
                self._close(path)

    def close(self) -> None:
        """Close all."""
        with self._opening:
            for path in (*self._days, *self._quarters):
                self._close(path)

    def _close(self, path: Path) -> None:
        found = self._days.pop(path, None) or self._quarters.pop(path, None)
        if found is not None:
            with suppress(sqlite3.Error):
                found.close()


def _day_in(path: Path) -> date | None:
    name = path.name.removesuffix(SUFFIX).removesuffix(QUARTERS)
    try:
        return date.fromisoformat(name)
    except ValueError:
        return None


def _is_quarters(path: Path) -> bool:
    return path.name.endswith(QUARTERS + SUFFIX)
