"""`history`: how fast the embedded store answers what the operators' pages ask.

Ours: each device's latest reading (the value), and as details 300 buckets of one metric of one device, of
all its metrics, and of one metric of each of a branch's hundred devices. What it took to load is told.

Peer: DuckDB on the same readings, in one table, asked the same for one metric.

300,000 readings of ten metrics are loaded, with `--full` five million: 50 million values of 10,000 devices.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import duckdb

from device_profiles.contract.ids import BranchAddress, DeviceAddress
from device_profiles.delivery.clock import SystemClock
from hub.domain.history import Span, start_of
from hub.domain.readings import Reading
from hub.sinks.embedded.store import EmbeddedTelemetryStore
from tests.bench.harness import Benchmark, Goal, Measured, Say, Sides

FULL: Final = "TONGBAN_BENCH_FULL"
METRICS: Final = tuple(f"metric_{number}" for number in range(10))
A_BRANCH: Final = 100
BUCKET_MS: Final = 60_000
BUCKETS: Final = 300
BATCH: Final = 5_000
AT_ONCE: Final = 25
TIMES: Final = 7


@dataclass(frozen=True)
class Fleet:
    """So many devices that each reported so often, over three hundred minutes that lie in one day."""

    devices: int
    readings: int

    @cached_property
    def span(self) -> Span:
        """The three hundred minutes, yesterday."""
        yesterday_ms = start_of(SystemClock().now_ms(), 86_400_000) - 86_400_000
        return Span(yesterday_ms, yesterday_ms + BUCKETS * BUCKET_MS)

    def at_ms(self, number: int) -> int:
        """When the reading of this number, from 0, was measured."""
        return self.span.from_ms + number * BUCKETS * BUCKET_MS // self.readings

    def all(self) -> Iterator[Reading]:
        """Every reading: of each device some, then of each the next, as after outages.

        One at a time of ten thousand would be a page of the file written for each.
        """
        for first in range(0, self.readings, AT_ONCE):
            for device in range(self.devices):
                for number in range(first, min(first + AT_ONCE, self.readings)):
                    yield self.reading(device, number)

    def reading(self, device: int, number: int) -> Reading:
        """One device's reading of this number, from 0."""
        return Reading(
            region="north",
            branch=f"b{device // A_BRANCH}",
            device=f"counter-{device}",
            kind="counter",
            boot="b1",
            number=number + 1,
            measured_at_ms=self.at_ms(number),
            historical=False,
            metrics={
                name: (device * 7 + number * 13 + place * 31) % 1000 / 8
                for place, name in enumerate(METRICS)
            },
        )


async def _load(store: EmbeddedTelemetryStore, fleet: Fleet, say: Say) -> None:
    total, started, batch = fleet.devices * fleet.readings, time.perf_counter(), list[Reading]()
    for written, reading in enumerate(fleet.all(), 1):
        batch.append(reading)
        if len(batch) == BATCH or written == total:
            await store.write(batch)
            batch = []
            if written % (BATCH * 10) == 0 or written == total:
                taken_s = time.perf_counter() - started
                values_s, left_s = written * len(METRICS) / taken_s, (total / written - 1) * taken_s
                told = f"loaded {written:,} of {total:,} readings, {values_s:,.0f} values/s"
                say(f"{told}, {left_s:.0f} s left")


async def _ms(ask: Callable[[], Awaitable[object]]) -> float:
    """The median of several times, after one that is not counted; milliseconds."""
    await ask()
    taken = []
    for _ in range(TIMES):
        started = time.perf_counter_ns()
        await ask()
        taken.append((time.perf_counter_ns() - started) / 1e6)
    return statistics.median(taken)


async def _ours(store: EmbeddedTelemetryStore, fleet: Fleet) -> Measured:
    device = DeviceAddress(region="north", branch="b3", device="counter-342")
    branch = BranchAddress(region="north", branch="b3")
    span = fleet.span
    return Measured(
        await _ms(store.last),
        {
            "device_ms": await _ms(lambda: store.history(device, span, BUCKET_MS, METRICS[:1])),
            "device_all_ms": await _ms(lambda: store.history(device, span, BUCKET_MS, METRICS)),
            "branch_ms": await _ms(lambda: store.means(branch, span, BUCKET_MS, METRICS[0])),
        },
    )


def _fill_peer(peer: duckdb.DuckDBPyConnection, fleet: Fleet) -> None:
    metrics = ", ".join(
        f"((d * 7 + n * 13 + {place} * 31) % 1000) / 8 AS {name}" for place, name in enumerate(METRICS)
    )
    step_ms = BUCKETS * BUCKET_MS
    peer.execute(
        "CREATE TABLE readings AS SELECT CAST(d AS INTEGER) AS device,"
        f" CAST({fleet.span.from_ms} + n * {step_ms} // {fleet.readings} AS BIGINT) AS ts, {metrics}"
        f" FROM range({fleet.readings}) AS numbers(n), range({fleet.devices}) AS devices(d) ORDER BY n, d"
    )


async def _peer(peer: duckdb.DuckDBPyConnection) -> Measured:
    bucket, metric = f"ts - ts % {BUCKET_MS}", METRICS[0]

    async def ask(question: str) -> None:
        await asyncio.to_thread(lambda: peer.execute(question).fetchall())

    latest = ", ".join(f"arg_max({name}, ts)" for name in METRICS)
    return Measured(
        await _ms(lambda: ask(f"SELECT device, max(ts), {latest} FROM readings GROUP BY device")),
        {
            "device_ms": await _ms(
                lambda: ask(
                    f"SELECT {bucket}, count(*), min({metric}), avg({metric}), max({metric})"
                    " FROM readings WHERE device = 342 GROUP BY 1"
                )
            ),
            "branch_ms": await _ms(
                lambda: ask(
                    f"SELECT device, {bucket}, avg({metric}) FROM readings"
                    " WHERE device >= 300 AND device < 400 GROUP BY 1, 2"
                )
            ),
        },
    )


@asynccontextmanager
async def _open(say: Say) -> AsyncIterator[Sides]:
    fleet = Fleet(10_000, 500) if os.environ.get(FULL) else Fleet(1_000, 300)
    with tempfile.TemporaryDirectory(prefix="tongban-bench-") as name:
        folder = Path(name)
        loading = EmbeddedTelemetryStore(folder / "telemetry", SystemClock())
        await _load(loading, fleet, say)
        await loading.close()
        size_bytes = sum(file.stat().st_size for file in (folder / "telemetry").iterdir())
        values = fleet.devices * fleet.readings * len(METRICS)
        say(f"{size_bytes / values:.1f} bytes a value, sums included")
        store = EmbeddedTelemetryStore(folder / "telemetry", SystemClock())
        with closing(duckdb.connect(folder / "peer.duckdb")) as peer:
            say("loading DuckDB …")
            await asyncio.to_thread(_fill_peer, peer, fleet)
            yield Sides(ours=lambda: _ours(store, fleet), peer=lambda: _peer(peer))
        await store.close()


HISTORY: Final = Benchmark(
    name="history",
    unit="ms for the last values",
    peer="DuckDB on the same readings",
    goal=Goal(most_value=20, most_of={"device_ms": 5, "branch_ms": 100}),
    open=_open,
)
