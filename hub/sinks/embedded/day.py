"""One day's readings in one file, and what they come to by the minute.

Owns the file's tables. A reading and the mark that its minute must be summed up anew are one commit; so
the sums are right in whatever order readings come, and whenever the power goes.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from hub.domain.history import Part, Span
from hub.domain.readings import Reading
from hub.sinks.embedded.columns import (
    add_summed,
    column,
    metrics_of,
    part,
    summed_columns,
    sums_of_readings,
    sums_of_sums,
)
from hub.sinks.embedded.files import open_file, open_to_read, transaction
from hub.sinks.embedded.quarters import QUARTER_MS, Owed
from hub.sinks.embedded.summed import (
    DEVICES,
    Total,
    devices_in,
    summed_parts,
    summed_totals,
    table_of,
    totals_of_readings,
)

MINUTE_MS: Final = 60_000

SCHEMA: Final = (
    DEVICES
    + table_of("minutes")
    + """
    CREATE TABLE IF NOT EXISTS boots (
        id INTEGER PRIMARY KEY, device INTEGER NOT NULL, boot TEXT NOT NULL, kind TEXT NOT NULL,
        UNIQUE (device, boot, kind)
    ) STRICT;
    CREATE TABLE IF NOT EXISTS readings (
        device INTEGER NOT NULL, ts INTEGER NOT NULL, boot INTEGER NOT NULL, number INTEGER NOT NULL,
        historical INTEGER NOT NULL,
        PRIMARY KEY (device, ts, boot, number)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS touched (
        device INTEGER NOT NULL, start INTEGER NOT NULL, PRIMARY KEY (device, start)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS owed (
        device INTEGER NOT NULL, start INTEGER NOT NULL, PRIMARY KEY (device, start)
    ) STRICT, WITHOUT ROWID;
"""
)
"""`touched` are minutes to sum up anew, `owed` quarters of an hour that the file of quarters lacks."""


class DayFile:
    """A day's file, open. Its writer and its reader are each for one thread at a time.

    Raises:
        sqlite3.Error: it cannot be opened.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._writer = open_file(file, SCHEMA)
        self._reader = open_to_read(file)
        self._metrics = metrics_of(self._writer, "readings")
        self._devices: dict[tuple[str, str, str], int] = {}
        self._boots: dict[tuple[int, str, str], int] = {}

    def close(self) -> None:
        """Let go of the file."""
        self._reader.close()
        self._writer.close()

    def write(self, readings: Sequence[Reading]) -> None:
        """Store these readings of the day, in one transaction.

        Raises:
            ValueError: a metric is not a number.
        """
        rows: defaultdict[tuple[str, ...], list[tuple[Any, ...]]] = defaultdict(list)
        touched = set()
        with transaction(self._writer):
            try:
                for reading in readings:
                    device = self._device_id(reading)
                    names = tuple(sorted(reading.metrics))
                    rows[names].append((*self._key(device, reading), *_values(reading, names)))
                    touched.add((device, reading.measured_at_ms - reading.measured_at_ms % MINUTE_MS))
                for names, group in rows.items():
                    self._add_columns(names)
                    self._writer.executemany(_insert(names), group)
                self._writer.executemany("INSERT OR IGNORE INTO touched VALUES (?, ?)", sorted(touched))
            except BaseException:
                # What was added is taken back.
                self._devices.clear()
                self._boots.clear()
                self._metrics.clear()
                raise

    def _key(self, device: int, reading: Reading) -> tuple[int, int, int, int, int]:
        boot = self._boot_id(device, reading)
        return (device, reading.measured_at_ms, boot, reading.number, int(reading.historical))

    def _device_id(self, reading: Reading) -> int:
        key = (reading.region, reading.branch, reading.device)
        if key not in self._devices:
            self._writer.execute(
                "INSERT OR IGNORE INTO devices (region, branch, device) VALUES (?, ?, ?)", key
            )
            [self._devices[key]] = self._writer.execute(
                "SELECT id FROM devices WHERE region = ? AND branch = ? AND device = ?", key
            ).fetchone()
        return self._devices[key]

    def _boot_id(self, device: int, reading: Reading) -> int:
        key = (device, reading.boot, reading.kind)
        if key not in self._boots:
            self._writer.execute("INSERT OR IGNORE INTO boots (device, boot, kind) VALUES (?, ?, ?)", key)
            [self._boots[key]] = self._writer.execute(
                "SELECT id FROM boots WHERE device = ? AND boot = ? AND kind = ?", key
            ).fetchone()
        return self._boots[key]

    def _add_columns(self, names: Iterable[str]) -> None:
        if self._metrics.issuperset(names):
            return
        self._metrics = metrics_of(self._writer, "readings")
        for name in sorted(set(names) - self._metrics):
            self._writer.execute(f"ALTER TABLE readings ADD COLUMN {column(name)} REAL")
        self._metrics.update(names)

    def sum_up(self, devices: Sequence[int] | None = None) -> None:
        """Sum up anew the minutes that were touched, of some devices or of all."""
        which = _among(devices)
        if self._writer.execute(f"SELECT 1 FROM touched AS t WHERE {which} LIMIT 1").fetchone() is None:
            return
        with transaction(self._writer):
            metrics = sorted(metrics_of(self._writer, "readings"))
            add_summed(self._writer, "minutes", metrics)
            into = ", ".join(["device", "start", "readings", *summed_columns(metrics)])
            made = ", ".join(["t.device", "t.start", "COUNT(*)", *sums_of_readings(metrics)])
            self._writer.execute(
                f"INSERT OR REPLACE INTO minutes ({into}) SELECT {made} FROM touched AS t"
                " CROSS JOIN readings AS r ON r.device = t.device AND r.ts >= t.start"
                f" AND r.ts < t.start + {MINUTE_MS} WHERE {which} GROUP BY t.device, t.start"
            )
            self._writer.execute(
                f"INSERT OR IGNORE INTO owed SELECT device, start - start % {QUARTER_MS} FROM touched AS t"
                f" WHERE {which}"
            )
            self._writer.execute(f"DELETE FROM touched AS t WHERE {which}")

    def owed(self, devices: Sequence[int] | None = None) -> Owed:
        """The quarters of an hour that the file of quarters lacks, as made of the minutes."""
        which = _among(devices)
        keys = self._writer.execute(f"SELECT device, start FROM owed AS t WHERE {which}").fetchall()
        if not keys:
            return Owed([], [], [], [])
        metrics = sorted(metrics_of(self._writer, "readings"))
        made = ", ".join(["t.device", "t.start", "SUM(readings)", *sums_of_sums(metrics)])
        rows = self._writer.execute(
            f"SELECT {made} FROM owed AS t CROSS JOIN minutes AS m ON m.device = t.device"
            f" AND m.start >= t.start AND m.start < t.start + {QUARTER_MS}"
            f" WHERE {which} GROUP BY t.device, t.start"
        ).fetchall()
        return Owed(keys, metrics, rows, self._writer.execute("SELECT * FROM devices").fetchall())

    def owing(self, devices: Iterable[int], *, quarters: bool) -> list[int]:
        """Those of the devices whose minutes, or quarters, are not summed up."""
        owing = {row[0] for row in self._reader.execute("SELECT DISTINCT device FROM touched")}
        if quarters:
            owing |= {row[0] for row in self._reader.execute("SELECT DISTINCT device FROM owed")}
        return sorted(owing.intersection(devices))

    def settle(self, keys: Iterable[tuple[int, int]]) -> None:
        """The file of quarters has these."""
        with transaction(self._writer):
            self._writer.executemany("DELETE FROM owed WHERE device = ? AND start = ?", keys)

    def devices(self, region: str, branch: str, device: str | None = None) -> dict[int, str]:
        """The ids and names of a branch's devices, or of one of them."""
        return devices_in(self._reader, region, branch, device)

    def parts(self, device: int, span: Span, bucket_ms: int, metrics: Sequence[str]) -> list[Part]:
        """A device's readings of this day, as parts of buckets: of minutes where buckets are whole ones."""
        if bucket_ms % MINUTE_MS == 0:
            return summed_parts(self._reader, "minutes", device, span, bucket_ms, metrics)
        metrics = sorted(metrics_of(self._reader, "readings").intersection(metrics))
        made = ", ".join([f"ts - ts % {bucket_ms} AS bucket", "COUNT(*)", *sums_of_readings(metrics)])
        rows = self._reader.execute(
            f"SELECT {made} FROM readings WHERE device = ? AND ts >= ? AND ts < ? GROUP BY bucket",
            (device, span.from_ms, span.until_ms),
        )
        return [part(row, metrics) for row in rows]

    def totals(
        self, devices: Iterable[int], span: Span, bucket_ms: int, metric: str
    ) -> dict[int, list[Total]]:
        """One metric of each of these devices on this day."""
        if bucket_ms % MINUTE_MS == 0:
            return summed_totals(self._reader, "minutes", MINUTE_MS, devices, span, bucket_ms, metric)
        return totals_of_readings(self._reader, devices, span, bucket_ms, metric)

    def count(self) -> int:
        """How many readings are in the file."""
        return int(self._reader.execute("SELECT COUNT(*) FROM readings").fetchone()[0])


def _insert(names: Sequence[str]) -> str:
    columns = ", ".join(["device", "ts", "boot", "number", "historical", *map(column, names)])
    places = ", ".join("?" * (5 + len(names)))
    return f"INSERT INTO readings ({columns}) VALUES ({places}) ON CONFLICT DO NOTHING"


def _values(reading: Reading, names: Iterable[str]) -> list[float]:
    values = [float(reading.metrics[name]) for name in names]
    if not all(map(math.isfinite, values)):
        msg = f"a metric of {reading.address} is no finite number: {dict(reading.metrics)}"
        raise ValueError(msg)
    return values


def _among(devices: Sequence[int] | None) -> str:
    return "TRUE" if devices is None else f"t.device IN ({', '.join(map(str, devices))})"
