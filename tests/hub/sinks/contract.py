"""What every telemetry store must do, whatever it is made of."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace

from hub.domain.readings import Reading
from hub.ports.telemetry import TelemetryStore

NOON_MS = 1_795_262_400_000


def reading(
    device: str = "counter-1",
    number: int = 1,
    *,
    boot: str = "b1",
    measured_at_ms: int | None = None,
    metrics: Mapping[str, float] | None = None,
) -> Reading:
    """A counter's reading; unless told, one every ten seconds from noon."""
    return Reading(
        region="east",
        branch="riverside",
        device=device,
        kind="counter",
        boot=boot,
        number=number,
        measured_at_ms=NOON_MS + number * 10_000 if measured_at_ms is None else measured_at_ms,
        historical=False,
        metrics={"cpu_percent": 12.5} if metrics is None else metrics,
    )


class TelemetryStoreContract:
    """Subclass it with a fixture `store`, empty at the start of each test."""

    async def test_a_new_store_is_empty(self, store: TelemetryStore) -> None:
        assert await store.count() == 0
        assert await store.last() == []

    async def test_a_reading_comes_back_as_it_went_in(self, store: TelemetryStore) -> None:
        stored = replace(
            reading(metrics={"cpu_percent": 12.5, "memory_percent": 0.1 + 0.2, "disk_free_mb": 1e9}),
            historical=True,
        )
        await store.write([stored])
        assert await store.last() == [stored]

    async def test_a_metric_may_be_called_like_one_of_our_columns(self, store: TelemetryStore) -> None:
        names = ("time", "region", "kind", "boot", "number", "historical", "metrics", "metric.time")
        stored = reading(metrics={name: float(place) for place, name in enumerate(names)})
        await store.write([stored])
        assert await store.last() == [stored]

    async def test_a_whole_number_stays_a_float(self, store: TelemetryStore) -> None:
        await store.write([reading(number=1, metrics={"link_drops": 3})])
        await store.write([reading(number=2, metrics={"link_drops": 3.5})])
        assert (await store.last())[0].metrics == {"link_drops": 3.5}
        assert await store.count() == 2

    async def test_a_reading_without_metrics_counts(self, store: TelemetryStore) -> None:
        await store.write([reading(metrics={})])
        assert await store.count() == 1
        assert await store.last() == [reading(metrics={})]

    async def test_a_reading_written_twice_is_stored_once(self, store: TelemetryStore) -> None:
        await store.write([reading(number=1), reading(number=2), reading(number=1)])
        await store.write([reading(number=1)])
        assert await store.count() == 2

    async def test_readings_of_one_millisecond_are_all_kept(self, store: TelemetryStore) -> None:
        """A device whose clock stands still, and starts again, still reports."""
        await store.write(
            [
                reading(number=number, boot=boot, measured_at_ms=NOON_MS)
                for boot in ("b1", "b2")
                for number in (1, 2, 3)
            ]
        )
        assert await store.count() == 6

    async def test_the_last_is_the_latest_measured_of_each_device(self, store: TelemetryStore) -> None:
        await store.write([reading("counter-2", number=7), reading("counter-1", number=1)])
        await store.write([reading("counter-1", number=5), reading("counter-1", number=4)])
        assert await store.last() == [reading("counter-1", number=5), reading("counter-2", number=7)]

    async def test_a_late_reading_is_kept_but_is_not_the_last(self, store: TelemetryStore) -> None:
        await store.write([reading(number=9)])
        await store.write([reading(number=3)])
        assert await store.last() == [reading(number=9)]
        assert await store.count() == 2

    async def test_devices_of_one_name_in_two_branches_are_two(self, store: TelemetryStore) -> None:
        elsewhere = replace(reading(), branch="uptown")
        await store.write([reading(), elsewhere])
        assert await store.last() == [reading(), elsewhere]

    async def test_nothing_may_be_written(self, store: TelemetryStore) -> None:
        await store.write([])
        assert await store.count() == 0

    async def test_many_may_write_at_once(self, store: TelemetryStore) -> None:
        async with asyncio.TaskGroup() as tasks:
            for device in range(8):
                batch = [reading(f"counter-{device}", number) for number in range(1, 26)]
                tasks.create_task(store.write(batch))
        assert await store.count() == 200
        assert [last.number for last in await store.last()] == [25] * 8
