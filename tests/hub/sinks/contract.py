"""What every telemetry store must do, whatever it is made of."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace

import pytest

from device_profiles.contract.ids import BranchAddress, DeviceAddress
from hub.domain.history import Boot, Bucket, Mean, Span, Spread
from hub.domain.readings import Reading
from hub.ports.telemetry import TelemetryStore

NOON_MS = 1_795_262_400_000
MINUTE_MS = 60_000
QUARTER_MS = 15 * MINUTE_MS
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS
COUNTER = DeviceAddress(region="east", branch="riverside", device="counter-1")
RIVERSIDE = BranchAddress(region="east", branch="riverside")
THE_HOUR = Span(NOON_MS, NOON_MS + HOUR_MS)
AROUND = Span(NOON_MS - DAY_MS, NOON_MS + DAY_MS)


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

    async def test_history_is_the_lowest_mean_and_highest_of_each_bucket(
        self, store: TelemetryStore
    ) -> None:
        await store.write(
            [reading(number=n, metrics={"cpu_percent": n, "link_drops": 2 * n}) for n in (1, 2, 3, 6)]
        )
        cpu, drops = Spread(1, 2, 3), Spread(2, 4, 6)
        assert await store.history(COUNTER, THE_HOUR, 30_000, ["cpu_percent", "link_drops"]) == [
            Bucket(NOON_MS, 2, 0, {"cpu_percent": Spread(1, 1.5, 2), "link_drops": Spread(2, 3, 4)}),
            Bucket(NOON_MS + 30_000, 1, 0, {"cpu_percent": Spread(3, 3, 3), "link_drops": Spread(6, 6, 6)}),
            Bucket(
                NOON_MS + 60_000, 1, 2, {"cpu_percent": Spread(6, 6, 6), "link_drops": Spread(12, 12, 12)}
            ),
        ]
        assert await store.history(COUNTER, THE_HOUR, MINUTE_MS, ["cpu_percent", "link_drops"]) == [
            Bucket(NOON_MS, 3, 0, {"cpu_percent": cpu, "link_drops": drops}),
            Bucket(
                NOON_MS + MINUTE_MS,
                1,
                2,
                {"cpu_percent": Spread(6, 6, 6), "link_drops": Spread(12, 12, 12)},
            ),
        ]
        [whole] = await store.history(COUNTER, THE_HOUR, HOUR_MS, ["cpu_percent"])
        assert whole == Bucket(NOON_MS, 4, 2, {"cpu_percent": Spread(1, 3, 6)})

    async def test_history_ends_where_the_span_ends(self, store: TelemetryStore) -> None:
        times = (NOON_MS - 1, NOON_MS, NOON_MS + HOUR_MS - 1, NOON_MS + HOUR_MS)
        await store.write([reading(number=n, measured_at_ms=at) for n, at in enumerate(times, 1)])
        for bucket_ms in (1_000, MINUTE_MS, QUARTER_MS, HOUR_MS):
            found = await store.history(COUNTER, THE_HOUR, bucket_ms, ["cpu_percent"])
            assert sum(bucket.readings for bucket in found) == 2
            assert found[-1].start_ms == NOON_MS + HOUR_MS - bucket_ms or bucket_ms == HOUR_MS

    async def test_a_span_of_broken_buckets_is_a_fault_of_ours(self, store: TelemetryStore) -> None:
        with pytest.raises(ValueError, match="whole buckets"):
            await store.history(COUNTER, Span(NOON_MS + 1, NOON_MS + HOUR_MS), MINUTE_MS, [])

    async def test_an_hour_without_a_reading_has_no_buckets(self, store: TelemetryStore) -> None:
        await store.write([reading(number=1, measured_at_ms=NOON_MS - HOUR_MS)])
        assert await store.history(COUNTER, THE_HOUR, MINUTE_MS, ["cpu_percent"]) == []
        assert await store.means(RIVERSIDE, THE_HOUR, MINUTE_MS, "cpu_percent") == {}
        assert await store.boots(COUNTER, THE_HOUR) == []

    async def test_a_metric_that_few_readings_have_is_the_mean_of_those(
        self, store: TelemetryStore
    ) -> None:
        metrics = [{"cpu_percent": 1.0}, {"link_drops": 8.0}, {"cpu_percent": 2.0, "link_drops": 4.0}, {}]
        await store.write([reading(number=n, metrics=each) for n, each in enumerate(metrics, 1)])
        await store.write([reading(number=40, metrics={"cpu_percent": 9.0})])
        for bucket_ms in (HOUR_MS, QUARTER_MS):
            [bucket] = await store.history(
                COUNTER, THE_HOUR, bucket_ms, ["cpu_percent", "link_drops", "never"]
            )
            assert bucket.readings == 5
            assert bucket.metrics == {"cpu_percent": Spread(1, 4, 9), "link_drops": Spread(4, 6, 8)}

    @pytest.mark.parametrize("bucket_ms", [30_000, MINUTE_MS, QUARTER_MS])
    async def test_what_was_missed_is_told_where_the_next_one_came_and_no_more_once_it_came_late(
        self, store: TelemetryStore, bucket_ms: int
    ) -> None:
        async def missed() -> int:
            return sum(one.missed for one in await store.history(COUNTER, THE_HOUR, bucket_ms, []))

        await store.write([reading(number=number) for number in (1, 2, 90)])
        found = await store.history(COUNTER, THE_HOUR, bucket_ms, [])
        assert found[-1] == Bucket(NOON_MS + QUARTER_MS, 1, 87, {})
        await store.write([reading(number=50), reading(number=89)])
        assert await missed() == 85
        await store.write([reading(number=50), reading(number=90)])
        assert await missed() == 85
        await store.write([reading(number=number) for number in range(88, 2, -1)])
        assert await missed() == 0

    async def test_a_boot_begins_at_one_and_what_it_lost_before_its_first_reading_is_missed(
        self, store: TelemetryStore
    ) -> None:
        await store.write(
            [reading(number=7), reading(number=3, boot="b2", measured_at_ms=NOON_MS + 90_000)]
        )
        found = await store.history(COUNTER, THE_HOUR, MINUTE_MS, [])
        assert [(one.start_ms, one.missed) for one in found] == [(NOON_MS + MINUTE_MS, 8)]

    async def test_what_was_missed_before_the_span_is_not_told_in_it(self, store: TelemetryStore) -> None:
        """The number before the span's first is looked for where it is: hours before."""
        await store.write([reading(number=4, measured_at_ms=NOON_MS - 5 * HOUR_MS)])
        await store.write([reading(number=6, measured_at_ms=NOON_MS + MINUTE_MS)])
        [bucket] = await store.history(COUNTER, THE_HOUR, MINUTE_MS, [])
        assert bucket.missed == 1

    async def test_history_goes_on_over_midnight(self, store: TelemetryStore) -> None:
        midnight = NOON_MS + 12 * HOUR_MS
        await store.write(
            [
                reading(
                    number=n, measured_at_ms=midnight + (n - 50) * MINUTE_MS, metrics={"cpu_percent": n}
                )
                for n in range(1, 101)
            ]
        )
        for bucket_ms in (30_000, MINUTE_MS, QUARTER_MS, 2 * HOUR_MS, DAY_MS):
            whole = Span(AROUND.from_ms - AROUND.from_ms % DAY_MS, midnight + DAY_MS)
            found = await store.history(COUNTER, whole, bucket_ms, ["cpu_percent"])
            assert sum(one.readings for one in found) == 100
            assert sum(one.missed for one in found) == 0
            total = sum(one.metrics["cpu_percent"].mean * one.readings for one in found)
            assert total == pytest.approx(5050)

    async def test_a_late_reading_is_in_the_history_as_if_it_had_come_in_time(
        self, store: TelemetryStore
    ) -> None:
        numbers = [30, 2, 17, 1, 31, 16, 3, 29]
        expected = []
        for bucket_ms in (30_000, MINUTE_MS, QUARTER_MS):
            values = [number for number in numbers if (number * 10_000) // bucket_ms == 0]
            expected.append((min(values), max(values), len(values)))
        for number in numbers:
            await store.write([reading(number=number, metrics={"cpu_percent": number})])
            await store.history(COUNTER, THE_HOUR, QUARTER_MS, ["cpu_percent"])  # somebody looks meanwhile
        for bucket_ms, (lowest, highest, count) in zip(
            (30_000, MINUTE_MS, QUARTER_MS), expected, strict=True
        ):
            first = (await store.history(COUNTER, THE_HOUR, bucket_ms, ["cpu_percent"]))[0]
            spread = first.metrics["cpu_percent"]
            assert (spread.lowest, spread.highest, first.readings) == (lowest, highest, count)

    async def test_a_branch_is_the_mean_of_each_of_its_devices(self, store: TelemetryStore) -> None:
        for device, factor in (("counter-1", 1), ("counter-2", 10)):
            await store.write(
                [reading(device, n, metrics={"cpu_percent": factor * n, "other": 5}) for n in (1, 2, 8)]
            )
        await store.write([replace(reading(), branch="uptown"), reading("counter-3", metrics={"other": 5})])
        for bucket_ms, first in ((20_000, 1), (MINUTE_MS, 1.5)):
            means = await store.means(RIVERSIDE, THE_HOUR, bucket_ms, "cpu_percent")
            assert sorted(means) == ["counter-1", "counter-2"]
            assert means["counter-1"][0] == Mean(NOON_MS, first)
            assert means["counter-2"][-1] == Mean(
                NOON_MS + 60_000 + (20_000 if bucket_ms < 60_000 else 0), 80
            )

    async def test_a_device_whose_boots_can_be_told_apart(self, store: TelemetryStore) -> None:
        await store.write(
            [
                reading(number=1, boot="b1", measured_at_ms=NOON_MS - 2 * HOUR_MS),
                reading(number=2, boot="b1", measured_at_ms=NOON_MS + MINUTE_MS),
                reading(number=1, boot="b2", measured_at_ms=NOON_MS + 5 * MINUTE_MS),
                reading(number=1, boot="b0", measured_at_ms=NOON_MS - HOUR_MS),
            ]
        )
        assert await store.boots(COUNTER, THE_HOUR) == [
            Boot("b1", NOON_MS - 2 * HOUR_MS),
            Boot("b2", NOON_MS + 5 * MINUTE_MS),
        ]
