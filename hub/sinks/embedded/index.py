"""What must be found without looking through the days: latest readings, boots, and numbers that never came.

Owns the file `index.sqlite`. It is written after the day's file: what is told to it twice changes nothing.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from hub.domain.history import Boot, Hole, Span, start_of
from hub.domain.readings import Reading
from hub.sinks.embedded.files import is_broken, open_file, open_to_read, set_aside, transaction

LATEST: Final = """
    CREATE TABLE IF NOT EXISTS latest (
        region TEXT NOT NULL, branch TEXT NOT NULL, device TEXT NOT NULL, kind TEXT NOT NULL,
        boot TEXT NOT NULL, number INTEGER NOT NULL, measured_at_ms INTEGER NOT NULL,
        historical INTEGER NOT NULL, metrics TEXT NOT NULL,
        PRIMARY KEY (region, branch, device)
    ) STRICT, WITHOUT ROWID;
"""
SCHEMA: Final = (
    LATEST
    + """
    CREATE TABLE IF NOT EXISTS boots (
        device TEXT NOT NULL, boot TEXT NOT NULL, highest INTEGER NOT NULL,
        since_ms INTEGER NOT NULL, until_ms INTEGER NOT NULL,
        PRIMARY KEY (device, boot)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS holes (
        device TEXT NOT NULL, boot TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
        before_ms INTEGER NOT NULL,
        PRIMARY KEY (device, boot, first)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS holes_by_time ON holes (device, before_ms);
"""
)
UPSERT_LATEST: Final = """
    INSERT INTO latest VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (region, branch, device) DO UPDATE SET
        kind = excluded.kind, boot = excluded.boot, number = excluded.number,
        measured_at_ms = excluded.measured_at_ms, historical = excluded.historical,
        metrics = excluded.metrics
    WHERE excluded.measured_at_ms >= latest.measured_at_ms
"""
SELECT_LATEST: Final = """
    SELECT region, branch, device, kind, boot, number, measured_at_ms, historical, metrics
    FROM latest ORDER BY region, branch, device
"""
HOLE_OF: Final = """
    SELECT first, last, before_ms FROM holes
    WHERE device = ? AND boot = ? AND first <= ? ORDER BY first DESC LIMIT 1
"""
HOLES_BETWEEN: Final = """
    SELECT first, last, before_ms FROM holes WHERE device = ? AND before_ms >= ? AND before_ms < ?
"""
DELETE_HOLE: Final = "DELETE FROM holes WHERE device = ? AND boot = ? AND first = ?"
MOST_KNOWN: Final = 50_000
"""Boots held in memory, so that they need not be looked up for each reading."""

_spelled: Final = json.JSONEncoder(allow_nan=False, separators=(",", ":")).encode


@dataclass(slots=True)
class _Boot:
    """How far a boot has come, and between which moments it was measured."""

    highest: int
    since_ms: int
    until_ms: int


def open_index(file: Path, earlier: Path) -> Index:
    """Open the index; one that is broken is set aside, and what it knew of gaps and boots is lost.

    A new one takes over the latest readings of an earlier layout's file, which stays as it is.

    Raises:
        sqlite3.Error: it cannot be opened now.
    """
    is_new = not file.exists()
    try:
        index = Index(file)
    except sqlite3.DatabaseError as error:
        if not is_broken(error):
            raise
        set_aside(file, error)
        index = Index(file)
    if is_new and earlier.exists():
        index.take_over(earlier)
    return index


def reopened(index: Index, error: sqlite3.DatabaseError) -> Index:
    """A new index in the place of one that was found broken."""
    index.close()
    set_aside(index.file, error)
    return Index(index.file)


class Index:
    """The file, open. Its writer and its reader are each for one thread at a time.

    Raises:
        sqlite3.Error: it cannot be opened.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._writer = open_file(file, SCHEMA)
        self._reader = open_to_read(file)
        self._known: dict[tuple[str, str], _Boot] = {}
        self._latest = self._read_latest()
        self._order: list[tuple[str, str, str]] = []

    def close(self) -> None:
        """Let go of the file."""
        self._reader.close()
        self._writer.close()

    def take_over(self, earlier: Path) -> None:
        """Learn the latest readings of an earlier layout: a boot that goes on has no gap."""
        with closing(open_to_read(earlier)) as old:
            rows = old.execute(SELECT_LATEST).fetchall()
        with transaction(self._writer):
            self._writer.executemany(UPSERT_LATEST, rows)
            self._writer.executemany(
                "INSERT INTO boots VALUES (?, ?, ?, ?, ?)",
                [("/".join(row[:3]), row[4], row[5], row[6], row[6]) for row in rows],
            )
        self._latest = self._read_latest()

    def note(self, readings: Sequence[Reading]) -> None:
        """Learn of readings that are stored, in one transaction."""
        known, self._known = self._known, {}  # what is half noted when this fails is read anew
        noted: dict[tuple[str, str], _Boot] = {}
        with transaction(self._writer):
            self._writer.executemany(UPSERT_LATEST, map(_row, readings))
            for reading in readings:
                key = (reading.address, reading.boot)
                if key not in noted:
                    noted[key] = known.get(key) or self._boot(*key, reading)
                self._note(key, noted[key], reading)
            self._writer.executemany(
                "INSERT OR REPLACE INTO boots VALUES (?, ?, ?, ?, ?)",
                [(*key, boot.highest, boot.since_ms, boot.until_ms) for key, boot in noted.items()],
            )
        for reading in readings:
            place = (reading.region, reading.branch, reading.device)
            before = self._latest.get(place)
            if before is None or reading.measured_at_ms >= before.measured_at_ms:
                self._latest[place] = reading
        if len(known) < MOST_KNOWN:
            known.update(noted)
            self._known = known

    def _boot(self, device: str, boot: str, reading: Reading) -> _Boot:
        known = self._writer.execute(
            "SELECT highest, since_ms, until_ms FROM boots WHERE device = ? AND boot = ?", (device, boot)
        ).fetchone()
        return _Boot(*known) if known else _Boot(0, reading.measured_at_ms, reading.measured_at_ms)

    def _note(self, key: tuple[str, str], boot: _Boot, reading: Reading) -> None:
        at_ms, number = reading.measured_at_ms, reading.number
        boot.since_ms, boot.until_ms = min(boot.since_ms, at_ms), max(boot.until_ms, at_ms)
        if number > boot.highest:
            if number > boot.highest + 1:
                self._add(key, Hole(boot.highest + 1, number - 1, at_ms))
            boot.highest = number
            return
        found = self._writer.execute(HOLE_OF, (*key, number)).fetchone()
        if found is None or number > found[1]:
            return  # it came before
        hole = Hole(*found)
        self._writer.execute(DELETE_HOLE, (*key, hole.first))
        for left in hole.without(number, at_ms):
            self._add(key, left)

    def _add(self, key: tuple[str, str], hole: Hole) -> None:
        row = (*key, hole.first, hole.last, hole.before_ms)
        self._writer.execute("INSERT OR REPLACE INTO holes VALUES (?, ?, ?, ?, ?)", row)

    def forget(self, before_ms: int) -> None:
        """Forget the boots and holes that ended earlier; latest readings stay."""
        with transaction(self._writer):
            self._writer.execute("DELETE FROM holes WHERE before_ms < ?", (before_ms,))
            self._writer.execute("DELETE FROM boots WHERE until_ms < ?", (before_ms,))
        self._known = {}

    def last(self) -> list[Reading]:
        """The latest reading of each device. They are held in memory: pages ask every few seconds."""
        latest = self._latest
        if len(self._order) != len(latest):
            self._order = sorted(latest.copy())
        return [latest[key] for key in self._order]

    def _read_latest(self) -> dict[tuple[str, str, str], Reading]:
        rows = self._reader.execute(SELECT_LATEST).fetchall()
        metrics = json.loads(f"[{','.join(row[-1] for row in rows)}]")  # one call: there may be thousands
        return {
            (region, branch, device): Reading(
                region, branch, device, kind, boot, number, measured_at_ms, bool(historical), mine
            )
            for (region, branch, device, kind, boot, number, measured_at_ms, historical, _), mine in zip(
                rows, metrics, strict=True
            )
        }

    def missed(self, device: str, span: Span, bucket_ms: int) -> dict[int, int]:
        """How many numbers of a device never came, by the start of the bucket of the next that did."""
        missed: defaultdict[int, int] = defaultdict(int)
        holes = self._reader.execute(
            HOLES_BETWEEN,
            (device, span.from_ms, span.until_ms),
        )
        for first, last, before_ms in holes:
            missed[start_of(before_ms, bucket_ms)] += last - first + 1
        return dict(missed)

    def boots(self, device: str, span: Span) -> list[Boot]:
        """The boots that were measured at some time before the span ends, and not only before it."""
        rows = self._reader.execute(
            "SELECT boot, since_ms FROM boots WHERE device = ? AND until_ms >= ? AND since_ms < ?"
            " ORDER BY since_ms, boot",
            (device, span.from_ms, span.until_ms),
        )
        return [Boot(boot, since_ms) for boot, since_ms in rows]


def _row(reading: Reading) -> tuple[Any, ...]:
    """The columns of `latest`, in order."""
    return (
        reading.region,
        reading.branch,
        reading.device,
        reading.kind,
        reading.boot,
        reading.number,
        reading.measured_at_ms,
        int(reading.historical),
        _spelled(dict(reading.metrics)),
    )
