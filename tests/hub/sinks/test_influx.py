"""Telemetry in a real InfluxDB."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from hub.domain.readings import Reading
from hub.ports.telemetry import TelemetryStoreUnavailableError
from hub.sinks import influx_history
from hub.sinks.influx import InfluxTelemetryStore
from hub.sinks.influx_database import InfluxDatabase
from tests.hub.sinks.contract import (
    COUNTER,
    MINUTE_MS,
    NOON_MS,
    QUARTER_MS,
    THE_HOUR,
    TelemetryStoreContract,
    reading,
)
from tests.servers.influx import (
    InfluxServer,
    RunningServer,
    any_influx_server,
    influx_server,
    skip_module_without_influx,
)

skip_module_without_influx()
pytestmark = pytest.mark.influx

CENTURY_DAYS = 36_500
"""The readings here are of one noon; the database must not find them too old some day."""
AFTER_ALL_TIME_MS = 2**47
"""Year 6429: the contract lets a device say so, InfluxDB's clock ends in 2262."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[InfluxServer | RunningServer]:
    with any_influx_server(tmp_path_factory.mktemp("influx")) as server:
        yield server


@pytest.fixture
async def store(server: InfluxServer | RunningServer) -> AsyncIterator[InfluxTelemetryStore]:
    store = fresh_store(server.url)
    yield store
    await store.close()


def fresh_store(url: str, policy: str = "") -> InfluxTelemetryStore:
    return InfluxTelemetryStore(
        InfluxDatabase(url, database=f"tongban-test-{uuid.uuid4()}{policy}", keep_days=CENTURY_DAYS)
    )


class TestInflux(TelemetryStoreContract):
    async def test_a_retention_policy_may_be_named(self, server: InfluxServer | RunningServer) -> None:
        store = fresh_store(server.url, "/autogen")
        await store.write([reading()])
        assert await store.last() == [reading()]
        await store.close()

    async def test_a_bad_reading_in_a_batch_is_left_out_named_and_counted(
        self, store: InfluxTelemetryStore
    ) -> None:
        batch = [reading(number=number) for number in range(1, 501)]
        batch[123] = reading("counter-9", 124, measured_at_ms=AFTER_ALL_TIME_MS)
        batch[300] = replace(reading(number=301), device="no\nname")
        with capture_logs() as logs:
            await store.write(batch)
        assert await store.count() == 498
        assert store.dropped == 2
        assert [(log["device"], log["number"]) for log in logs] == [("no\nname", 301), ("counter-9", 124)]
        assert "out of range" in logs[1]["reason"]

    async def test_a_metric_of_another_type_costs_only_its_own_readings(
        self, store: InfluxTelemetryStore
    ) -> None:
        """Somebody wrote whole numbers into our measurement by hand."""
        await store.write([])
        await by_hand(store, "readings,region=x cpu_percent=1i")
        others = [reading(number=number, metrics={"link_drops": 0.0}) for number in (1, 2, 4)]
        with capture_logs() as logs:
            await store.write([*others, reading(number=3)])
        assert await store.count() == 3
        assert "field type conflict" in logs[0]["reason"]

    async def test_a_database_that_is_missing_is_made_with_its_retention(
        self, server: InfluxServer | RunningServer
    ) -> None:
        for policy in ("autogen", "a-year"):
            name = f"tongban-test-{uuid.uuid4()}"
            database = name if policy == "autogen" else f"{name}/{policy}"
            kept = InfluxDatabase(server.url, database=database, keep_days=CENTURY_DAYS)
            store = InfluxTelemetryStore(kept)
            await store.write([reading()])
            assert await store.last() == [reading()]
            [[series]] = store._database.ask(f'SHOW RETENTION POLICIES ON "{name}"')
            assert [row[:2] for row in series["values"]] == [[policy, "876000h0m0s"]]
            await store.close()

    async def test_a_reading_older_than_what_is_kept_costs_only_itself(
        self, server: InfluxServer | RunningServer
    ) -> None:
        store = fresh_store(server.url)
        with capture_logs() as logs:
            await store.write([reading(number=1), reading(number=2, measured_at_ms=-(2**42))])
        assert await store.count() == 1
        assert [log["number"] for log in logs] == [2]
        await store.close()

    async def test_over_a_long_span_the_server_tells_what_was_missed(
        self, store: InfluxTelemetryStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await store.write([reading(number=number) for number in (1, 2, 30, 33, 34, 100)])
        await store.write([reading(number=1, boot="b2", measured_at_ms=NOON_MS + 2 * QUARTER_MS)])
        exactly = await store.history(COUNTER, THE_HOUR, MINUTE_MS, ["cpu_percent"])
        monkeypatch.setattr(influx_history, "MOST_FETCHED", 0)
        assert await store.history(COUNTER, THE_HOUR, MINUTE_MS, ["cpu_percent"]) == exactly
        assert sum(bucket.missed for bucket in exactly) == 27 + 2 + 65

    @settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(data=st.data())
    def test_nasty_names_come_back_unharmed(
        self, server: InfluxServer | RunningServer, data: st.DataObject
    ) -> None:
        readings = data.draw(st.lists(nasty_readings, max_size=20, unique_by=lambda one: one.device))
        assert asyncio.run(round_trip(server.url, readings)) == sorted(readings, key=lambda one: one.device)


names = st.text(st.sampled_from("""a z,= "'#/.*$%通é"""), min_size=1, max_size=8)
nasty_readings = st.builds(
    lambda device, boot, metrics: replace(reading(boot=boot, metrics=metrics), device=device),
    device=names,
    boot=st.text(st.sampled_from("a\\\"'\n\t ,=通"), min_size=1, max_size=8),
    metrics=st.dictionaries(names, st.floats(allow_nan=False, allow_infinity=False), max_size=3),
)


async def round_trip(url: str, readings: list[Reading]) -> list[Reading]:
    store = fresh_store(url)
    await store.write(readings)
    last = await store.last()
    await store.close()
    return last


async def by_hand(store: InfluxTelemetryStore, line: str) -> None:
    await asyncio.to_thread(store._database.write, line.encode())


async def test_a_server_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    with influx_server(tmp_path) as server:
        store = InfluxTelemetryStore(InfluxDatabase(server.url, keep_days=CENTURY_DAYS))
        await store.write([reading(number=1)])
        server.stop()
        for call in (store.write([reading(number=2)]), store.count(), store.last()):
            with pytest.raises(TelemetryStoreUnavailableError, match="cannot be reached"):
                await call
        server.start()
        assert await store.count() == 1
        await store.write([reading(number=2)])
        assert await store.count() == 2
        await store.close()
