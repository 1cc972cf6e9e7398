"""Puts each reading into the file of its day, and finds it there again.

Owns what is summed up when, what is deleted, and what a broken file means. One thread writes at a time and
one reads; who reads waits for who writes only where sums are not made yet.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

import structlog

from device_profiles.contract.ids import BranchAddress, DeviceAddress
from device_profiles.delivery.clock import Clock
from hub.domain.history import Boot, Mean, Part, Span
from hub.domain.readings import Reading
from hub.sinks.embedded.day import MINUTE_MS, DayFile
from hub.sinks.embedded.days import Days
from hub.sinks.embedded.files import day_of, is_broken, start_ms
from hub.sinks.embedded.index import open_index, reopened
from hub.sinks.embedded.quarters import QUARTER_MS, QuartersFile
from hub.sinks.embedded.summed import Total, means_of

logger: structlog.typing.FilteringBoundLogger = structlog.get_logger()

ResultT = TypeVar("ResultT")

INDEX: Final = "index.sqlite"
SUM_UP_EVERY_S: Final = 30.0
SUM_UP_AFTER: Final = 20_000
"""Readings after which sums are made sooner: to make so many holds writers up a tenth of a second."""
QUARTERS_EVERY_S: Final = 300.0


class Keeping:
    """The folder's files.

    Raises:
        sqlite3.Error: the index cannot be opened.
    """

    def __init__(self, folder: Path, clock: Clock, keep_days: int, keep_rollups_days: int) -> None:
        self._clock = clock
        self._keep_days, self._keep_rollups_days = keep_days, keep_rollups_days
        # Locks of threads, not of tasks: a cancelled task leaves its thread at work. Who takes both takes
        # `_writing` first.
        self._writing, self._reading = threading.RLock(), threading.RLock()
        self._days = Days(folder)
        self._index = open_index(folder / INDEX, folder.with_suffix(".sqlite"))
        self._swept: date | None = None
        self._unsummed = 0
        self._summed_at_s = self._quarters_at_s = time.monotonic()

    def write(self, readings: Sequence[Reading]) -> None:
        """Store the readings: each day's in one transaction, then what the index says of them."""
        with self._writing:
            self._sweep_once_a_day()
            by_day: defaultdict[date, list[Reading]] = defaultdict(list)
            for reading in readings:
                by_day[day_of(reading.measured_at_ms)].append(reading)
            for day, those in by_day.items():
                if day < self._oldest(self._keep_days):
                    logger.warning("readings too old to keep", day=day.isoformat(), readings=len(those))
                else:
                    self._on_day(day, partial(DayFile.write, readings=those))
            self._note(readings)
            self._unsummed += len(readings)
            self._sum_up_when_due()

    def last(self) -> list[Reading]:
        """The latest reading of each device."""
        with self._reading:
            return self._index.last()

    def count(self) -> int:
        """How many readings the days hold."""
        total = 0
        for day in self._days.days():
            total += self._read(self._days.path(day), partial(_count, self._days, day), 0)
        return total

    def missed(self, device: str, span: Span, bucket_ms: int) -> dict[int, int]:
        """How many of a device's numbers never came, by bucket."""
        with self._reading:
            return self._index.missed(device, span, bucket_ms)

    def boots(self, device: str, span: Span) -> list[Boot]:
        """The boots of a span."""
        with self._reading:
            return self._index.boots(device, span)

    def parts(
        self, device: DeviceAddress, span: Span, bucket_ms: int, metrics: Collection[str]
    ) -> list[Part]:
        """A device's readings, as parts of buckets."""
        found: list[Part] = []

        def read(file: DayFile | QuartersFile) -> None:
            for key in file.devices(device.region, device.branch, device.device):
                found.extend(file.parts(key, span, bucket_ms, sorted(metrics)))

        self._look_through(device.home, device.device, span, bucket_ms, read)
        return found

    def means(
        self, branch: BranchAddress, span: Span, bucket_ms: int, metric: str
    ) -> dict[str, list[Mean]]:
        """One metric of each of a branch's devices."""
        sums: defaultdict[str, list[Total]] = defaultdict(list)

        def read(file: DayFile | QuartersFile) -> None:
            for key, name in sorted(file.devices(branch.region, branch.branch).items()):
                sums[name] += file.totals(key, span, bucket_ms, metric)

        self._look_through(branch, None, span, bucket_ms, read)
        return {name: means_of(totals) for name, totals in sorted(sums.items()) if totals}

    def close(self) -> None:
        """Make the sums that are owed, if anything was written here, and close the files."""
        with self._writing, self._reading:
            try:
                for day in self._days.days() if self._unsummed else ():
                    self._sum_up(day, quarters=True)
            except sqlite3.OperationalError as error:  # they are made when somebody reads them
                logger.warning("sums not made", reason=str(error))
            self._days.close()
            self._index.close()

    def _look_through(
        self,
        branch: BranchAddress,
        device: str | None,
        span: Span,
        bucket_ms: int,
        read: Callable[[DayFile | QuartersFile], None],
    ) -> None:
        """Read the files of the days of a span, in order, those whose sums fit into the buckets."""
        quarters = bucket_ms % QUARTER_MS == 0
        if bucket_ms % MINUTE_MS == 0:
            self._sum_up_for(branch, device, span, quarters=quarters)
        for day in self._days.days(span, quarters=quarters):

            def read_day(day: date = day) -> None:
                read(self._days.quarters(day) if quarters else self._days.day(day))

            self._read(self._days.path(day, quarters=quarters), read_day, None)

    def _note(self, readings: Sequence[Reading]) -> None:
        try:
            self._index.note(readings)
        except sqlite3.DatabaseError as error:
            if not is_broken(error):
                raise
            with self._reading:
                self._index = reopened(self._index, error)
            self._index.note(readings)

    def _sum_up_when_due(self) -> None:
        now_s = time.monotonic()
        if self._unsummed < SUM_UP_AFTER and now_s - self._summed_at_s < SUM_UP_EVERY_S:
            return
        quarters = now_s - self._quarters_at_s >= QUARTERS_EVERY_S
        for day in self._days.days():
            self._sum_up(day, quarters=quarters)
        self._summed_at_s, self._unsummed = now_s, 0
        if quarters:
            self._quarters_at_s = now_s
        with self._reading:
            self._days.close_some()

    def _sum_up_for(self, branch: BranchAddress, device: str | None, span: Span, *, quarters: bool) -> None:
        """Make the sums that somebody is about to read, where they are not made yet."""
        for day in self._days.days(span):

            def owing(day: date = day) -> list[int]:
                file = self._days.day(day)
                return file.owing(file.devices(branch.region, branch.branch, device), quarters=quarters)

            nobody: list[int] = []
            if devices := self._read(self._days.path(day), owing, nobody):
                with self._writing:
                    self._sum_up(day, devices, quarters=quarters)

    def _sum_up(self, day: date, devices: Sequence[int] | None = None, *, quarters: bool) -> None:
        self._on_day(day, lambda file: file.sum_up(devices))
        if not quarters:
            return
        owed = self._on_day(day, lambda file: file.owed(devices))
        if owed.keys:
            self._on_quarters(day, lambda file: file.write(owed))
            self._on_day(day, lambda file: file.settle(owed.keys))

    def _sweep_once_a_day(self) -> None:
        today = day_of(self._clock.now_ms())
        if self._swept == today:
            return
        with self._reading:
            for day in self._days.days():
                if day < self._oldest(self._keep_days):
                    try:
                        self._sum_up(day, quarters=True)
                    except sqlite3.OperationalError as error:  # a full disk must not keep what fills it
                        logger.warning("sums not made", day=day.isoformat(), reason=str(error))
                    self._days.delete(day, quarters=False)
            for day in self._days.days(quarters=True):
                if day < self._oldest(self._keep_rollups_days):
                    self._days.delete(day, quarters=True)
        self._index.forget(start_ms(self._oldest(self._keep_rollups_days)))
        self._swept = today

    def _oldest(self, days: int) -> date:
        """The first of the last so many days."""
        return day_of(self._clock.now_ms()) - timedelta(days=days - 1)

    def _on_day(self, day: date, work: Callable[[DayFile], ResultT]) -> ResultT:
        """Write to a day's file; one that is broken is set aside, and another one begun."""
        try:
            return work(self._days.day(day))
        except sqlite3.DatabaseError as error:
            self._set_aside_if_broken(self._days.path(day), error)
            return work(self._days.day(day))

    def _on_quarters(self, day: date, work: Callable[[QuartersFile], ResultT]) -> ResultT:
        try:
            return work(self._days.quarters(day))
        except sqlite3.DatabaseError as error:
            self._set_aside_if_broken(self._days.path(day, quarters=True), error)
            return work(self._days.quarters(day))

    def _read(self, file: Path, work: Callable[[], ResultT], otherwise: ResultT) -> ResultT:
        """Read from a file; one that is broken is set aside, and the others are read."""
        try:
            with self._reading:
                return work()
        except sqlite3.DatabaseError as error:
            self._set_aside_if_broken(file, error)
            return otherwise

    def _set_aside_if_broken(self, file: Path, error: sqlite3.DatabaseError) -> None:
        if not is_broken(error):
            raise error
        with self._writing, self._reading:
            self._days.set_aside(file, error)


def _count(days: Days, day: date) -> int:
    return days.day(day).count()
