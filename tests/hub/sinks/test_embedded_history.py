"""Whatever the order in which readings come, and whoever looks meanwhile: the sums are right."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from device_profiles.contract.ids import DeviceAddress
from hub.domain.history import Bucket, Span
from hub.domain.readings import Reading
from hub.ports.telemetry import TelemetryStore
from hub.sinks.embedded import files
from hub.sinks.embedded.store import EmbeddedTelemetryStore
from tests.fakes.standing_clock import StandingClock
from tests.fakes.telemetry import MemoryTelemetryStore
from tests.hub.sinks.contract import DAY_MS, HOUR_MS, MINUTE_MS, NOON_MS, QUARTER_MS, reading

MIDNIGHT = NOON_MS + 12 * HOUR_MS
SPAN = Span(MIDNIGHT - DAY_MS, MIDNIGHT + DAY_MS)
METRICS = ("cpu_percent", "link_drops")

told = st.builds(
    lambda number, boot, at_ms, metrics: reading(
        number=number, boot=boot, measured_at_ms=MIDNIGHT + at_ms, metrics=metrics
    ),
    number=st.integers(1, 30),
    boot=st.sampled_from(("b1", "b2")),
    at_ms=st.integers(-40, 40).map(lambda steps: steps * 20_000),
    metrics=st.dictionaries(st.sampled_from(METRICS), st.integers(-9, 9).map(float)),
)


def first_told(readings: list[Reading]) -> list[Reading]:
    """A number is measured once, and says one thing."""
    return list({(one.boot, one.number): one for one in readings}.values())


async def histories(store: TelemetryStore, device: DeviceAddress) -> list[list[Bucket]]:
    return [
        await store.history(device, SPAN, bucket_ms, METRICS)
        for bucket_ms in (20_000, MINUTE_MS, 3 * MINUTE_MS, QUARTER_MS, DAY_MS)
    ]


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedTelemetryStore]:
    """One store for all examples, each of which is a device of its own; no power is cut here."""
    with pytest.MonkeyPatch.context() as hasty:
        hasty.setattr(files, "SYNCHRONOUS", "OFF")
        store = EmbeddedTelemetryStore(tmp_path_factory.mktemp("telemetry"), StandingClock())
        yield store
        asyncio.run(store.close())


devices = itertools.count(1)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(batches=st.lists(st.lists(told, max_size=12).map(first_told), max_size=5))
def test_history_is_right_whatever_the_order_of_arrival(
    embedded: EmbeddedTelemetryStore, batches: list[list[Reading]]
) -> None:
    device = DeviceAddress(region="east", branch="riverside", device=f"counter-{next(devices)}")
    once = {(one.boot, one.number): one for batch in batches for one in batch}

    async def compare() -> None:
        fake = MemoryTelemetryStore()
        for batch in batches:
            said = [replace(once[one.boot, one.number], device=device.device) for one in batch]
            await embedded.write(said)  # some come again
            await fake.write(said)
            assert await histories(embedded, device) == await histories(fake, device)

    asyncio.run(compare())
