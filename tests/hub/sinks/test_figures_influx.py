"""Casework's numbers in a real InfluxDB."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Iterator

import pytest
from structlog.testing import capture_logs

from hub.ports.telemetry import TelemetryStoreUnavailableError
from hub.sinks.influx_database import InfluxDatabase
from hub.sinks.influx_figures import InfluxFigureStore
from tests.fakes.standing_clock import HOUR_MS, NOON_MS
from tests.hub.sinks.figures_contract import FigureStoreContract, figure
from tests.servers.influx import any_influx_server, skip_module_without_influx
from tests.servers.program import free_ports

skip_module_without_influx()
pytestmark = pytest.mark.influx


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with any_influx_server(tmp_path_factory.mktemp("influx")) as server:
        yield server.url


ALL_OUR_LIVES_DAYS = 36_500
"""The tests' noon is long ago for whoever runs them later."""
LONG_BEFORE_MS = -2_000_000_000_000


@pytest.fixture
def database() -> str:
    return f"tongban-test-{uuid.uuid4()}"


@pytest.fixture
async def figures(url: str, database: str) -> AsyncIterator[InfluxFigureStore]:
    store = InfluxFigureStore(InfluxDatabase(url, database=database, keep_days=ALL_OUR_LIVES_DAYS))
    yield store
    await store.close()


class TestInflux(FigureStoreContract):
    async def test_what_the_server_keeps_no_more_is_said_and_holds_nothing_up(
        self, url: str, database: str
    ) -> None:
        store = InfluxFigureStore(InfluxDatabase(url, database=database, keep_days=ALL_OUR_LIVES_DAYS))
        with capture_logs() as logs:
            await store.write([figure(at_ms=LONG_BEFORE_MS), figure()])
        assert (store.dropped, len(logs)) == (1, 1)
        assert "retention" in logs[0]["reason"]
        assert len(await store.tallied(NOON_MS, NOON_MS + HOUR_MS, HOUR_MS)) == 1
        await store.close()


async def test_a_server_that_is_not_there_is_unavailable() -> None:
    store = InfluxFigureStore(InfluxDatabase(f"http://127.0.0.1:{free_ports(1)[0]}"))
    for call in (store.write([figure()]), store.read_until(), store.set_read_until(NOON_MS)):
        with pytest.raises(TelemetryStoreUnavailableError, match="cannot be reached"):
            await call
    await store.close()
