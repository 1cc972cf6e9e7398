"""One day's quarters of an hour in one file, which outlives the day's readings.

Owns the file. What it holds is made of the day's minutes, and can be made again as long as they are there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from hub.domain.history import Part, Span
from hub.sinks.embedded.columns import add_summed, summed_columns
from hub.sinks.embedded.files import open_file, open_to_read, transaction
from hub.sinks.embedded.summed import DEVICES, Total, devices_in, summed_parts, summed_totals, table_of

QUARTER_MS: Final = 900_000
SCHEMA: Final = DEVICES + table_of("quarters")


@dataclass(frozen=True, slots=True)
class Owed:
    """What a day's file owes its file of quarters: which they are, and the rows as they should be.

    Keys are (device, start); a row is those two, its readings and the sums of `metrics`. Devices are rows
    of (id, region, branch, device).
    """

    keys: Sequence[tuple[int, int]]
    metrics: Sequence[str]
    rows: Sequence[tuple[Any, ...]]
    devices: Sequence[tuple[Any, ...]]


class QuartersFile:
    """A day's quarters of an hour, open. Its writer and its reader are each for one thread at a time.

    Raises:
        sqlite3.Error: it cannot be opened.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._writer = open_file(file, SCHEMA)
        self._reader = open_to_read(file)

    def close(self) -> None:
        """Let go of the file."""
        self._reader.close()
        self._writer.close()

    def write(self, owed: Owed) -> None:
        """Put these in the place of what was there."""
        columns = ["device", "start", "readings", *summed_columns(owed.metrics)]
        places = ", ".join("?" * len(columns))
        with transaction(self._writer):
            add_summed(self._writer, "quarters", owed.metrics)
            self._writer.executemany("INSERT OR REPLACE INTO devices VALUES (?, ?, ?, ?)", owed.devices)
            self._writer.executemany(
                f"INSERT OR REPLACE INTO quarters ({', '.join(columns)}) VALUES ({places})", owed.rows
            )

    def devices(self, region: str, branch: str, device: str | None = None) -> dict[int, str]:
        """The ids and names of a branch's devices, or of one of them."""
        return devices_in(self._reader, region, branch, device)

    def totals(
        self, devices: Iterable[int], span: Span, bucket_ms: int, metric: str
    ) -> dict[int, list[Total]]:
        """One metric of each of these devices on this day."""
        return summed_totals(self._reader, "quarters", QUARTER_MS, devices, span, bucket_ms, metric)

    def parts(self, device: int, span: Span, bucket_ms: int, metrics: Sequence[str]) -> list[Part]:
        """A device's quarters of this day, as parts of buckets."""
        return summed_parts(self._reader, "quarters", device, span, bucket_ms, metrics)
