"""What operators see of readings over time: a device's, a branch's, and the fleet as it is now."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from device_profiles.contract.ids import parse_device
from device_profiles.contract.messages.health import Readings
from hub.domain.readings import MOST_AHEAD_MS, Reading
from tests.fakes.case_events import BRANCH_B, COUNTER_B, teller
from tests.fakes.hub_house import House
from tests.fakes.standing_clock import HOUR_MS, MINUTE_MS, NOON_MS
from tests.hub.sinks.contract import reading
from tests.hub.web.handsets import Handset, Handsets, problem

HERE = parse_device(COUNTER_B)


@pytest.fixture
async def chen(house: House, handsets: Handsets) -> Handset:
    """An operator."""
    await house.has(teller("chen", "north/hq", "operator"))
    await house.has_counter(COUNTER_B)
    return await handsets.of("chen")


def measured(
    number: int, ago_ms: int, cpu: float, *, boot: str = "b1", device: str = HERE.device
) -> Reading:
    told = reading(device, number, boot=boot, measured_at_ms=NOON_MS - ago_ms, metrics={"cpu_percent": cpu})
    return replace(told, region=HERE.region, branch=HERE.branch)


async def test_a_device_tells_what_it_measured_what_is_missing_and_when_it_started_anew(
    house: House, chen: Handset
) -> None:
    await house.telemetry_store.write(
        [
            measured(1, 9 * MINUTE_MS, 10),
            measured(4, 8 * MINUTE_MS + 20_000, 20),
            measured(5, 8 * MINUTE_MS + 10_000, 40),
            measured(1, MINUTE_MS, 5, boot="b2"),
        ]
    )
    told = await chen.sees(f"/api/ops/telemetry/devices/{COUNTER_B}?span=1h")
    assert (told["from"], told["until"]) == (NOON_MS - HOUR_MS, NOON_MS + 30_000)
    assert (told["bucket_s"], told["interval_s"]) == (30, 10)
    assert told["buckets"] == [
        {
            "at": NOON_MS - 9 * MINUTE_MS,
            "readings": 1,
            "missed": 0,
            "metrics": {"cpu_percent": [10, 10, 10]},
        },
        {
            "at": NOON_MS - 9 * MINUTE_MS + 30_000,
            "readings": 2,
            "missed": 2,
            "metrics": {"cpu_percent": [20, 30, 40]},
        },
        {"at": NOON_MS - MINUTE_MS, "readings": 1, "missed": 0, "metrics": {"cpu_percent": [5, 5, 5]}},
    ]
    assert told["boots"] == [
        {"boot": "b1", "since": NOON_MS - 9 * MINUTE_MS},
        {"boot": "b2", "since": NOON_MS - MINUTE_MS},
    ]
    [cpu] = [metric for metric in told["metrics"] if metric["metric"] == "cpu_percent"]
    assert (cpu["unit"], cpu["lowest"], cpu["highest"]) == ("%", 0, 100)
    for back, bucket_s in (("24h", 300), ("30d", 7_200)):
        longer = await chen.sees(f"/api/ops/telemetry/devices/{COUNTER_B}?span={back}")
        assert longer["bucket_s"] == bucket_s
        assert sum(bucket["readings"] for bucket in longer["buckets"]) == 4
        assert sum(bucket["missed"] for bucket in longer["buckets"]) == 2


async def test_a_branch_tells_one_metric_of_each_of_its_devices(house: House, chen: Handset) -> None:
    await house.telemetry_store.write(
        [measured(1, MINUTE_MS, 10), measured(1, MINUTE_MS, 30, device="kiosk-7")]
    )
    told = await chen.sees(f"/api/ops/telemetry/branches/{BRANCH_B}?span=1h&metric=cpu_percent")
    assert told["metric"]["title"]["zh"] == "处理器占用"
    at = NOON_MS - MINUTE_MS
    assert told["devices"] == [
        {"device": HERE.device, "buckets": [{"at": at, "mean": 10}]},
        {"device": "kiosk-7", "buckets": [{"at": at, "mean": 30}]},
    ]
    names = [metric["metric"] for metric in told["metrics"]]
    assert {"cpu_percent", "disk_free_mb"} < set(names)
    assert len(names) == len(set(names))


async def test_the_fleet_is_each_devices_latest_reading_and_what_was_not_believed(
    house: House, chen: Handset
) -> None:
    intake = house.web.telemetry
    async with asyncio.TaskGroup() as tasks:
        run = tasks.create_task(intake.run())
        said = Readings(
            boot="b1", number=1, measured_at=NOON_MS, metrics={"cpu_percent": 12.5, "mood": 1, "disk": 2}
        )
        ahead = said.model_copy(update={"number": 2, "measured_at": NOON_MS + MOST_AHEAD_MS + 1})
        for told in (said, ahead, said.model_copy(update={"number": 5}), said):
            await intake.take(told, HERE, "counter")
        run.cancel()
    seen = await chen.sees("/api/ops/telemetry/fleet")
    [device] = seen["devices"]
    assert device == {
        "address": COUNTER_B,
        "kind": "counter",
        "measured_at": NOON_MS,
        "interval_s": 10,
        "historical": False,
        "missed": 2,
        "duplicates": 1,
        "refused": {"unknown": 6, "in_the_future": 1},
        "metrics": {"cpu_percent": 12.5},
    }
    assert seen["counts"] == {
        "received": 4,
        "stored": 3,
        "duplicates": 1,
        "waiting": 0,
        "spooled_readings": 0,
        "spooled_bytes": 0,
        "refused": {"unknown": 6, "in_the_future": 1},
    }
    assert seen["down"] is False
    assert "cpu_percent" in [metric["metric"] for metric in seen["metrics"]]


async def test_a_store_that_is_down_is_told(house: House, chen: Handset) -> None:
    house.telemetry_store.available = False
    for path in (
        f"devices/{COUNTER_B}",
        f"branches/{BRANCH_B}?metric=cpu_percent",
    ):
        answer = await chen.ask("GET", f"/api/ops/telemetry/{path}")
        problem(answer, 503, "telemetry_unavailable")
        assert answer.headers["Retry-After"]
    seen = await chen.sees("/api/ops/telemetry/fleet")
    assert (seen["devices"], seen["down"], seen["counts"]["received"]) == ([], True, 0)


async def test_what_is_not_there_is_said(chen: Handset) -> None:
    answer = await chen.ask("GET", "/api/ops/telemetry/devices/north/b1/nobody")
    problem(answer, 404, "not_found", "device")
    answer = await chen.ask("GET", f"/api/ops/telemetry/branches/{BRANCH_B}?metric=mood")
    problem(answer, 422, "invalid_request", "metric")
    answer = await chen.ask("GET", f"/api/ops/telemetry/devices/{COUNTER_B}?span=2h")
    problem(answer, 422, "invalid_request", "span")
