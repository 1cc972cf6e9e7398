"""The embedded telemetry store."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from hub.ports.telemetry import TelemetryStoreUnavailableError
from hub.sinks import sqlite
from hub.sinks.sqlite import SqliteTelemetryStore
from tests.hub.sinks.contract import TelemetryStoreContract, reading


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "telemetry.sqlite"


@pytest.fixture
async def store(file: Path) -> AsyncIterator[SqliteTelemetryStore]:
    store = SqliteTelemetryStore(file)
    yield store
    await store.close()


class TestSqlite(TelemetryStoreContract):
    async def test_what_is_stored_is_there_after_a_restart(
        self, store: SqliteTelemetryStore, file: Path
    ) -> None:
        await store.write([reading(number=1), reading(number=2)])
        again = SqliteTelemetryStore(file)
        assert await again.count() == 2
        assert await again.last() == [reading(number=2)]
        await again.close()

    async def test_a_batch_is_stored_whole_or_not_at_all(self, store: SqliteTelemetryStore) -> None:
        unbelievable = reading(number=2, metrics={"cpu_percent": float("nan")})
        with pytest.raises(ValueError, match="Out of range float"):
            await store.write([reading(number=1), unbelievable])
        assert await store.count() == 0

    async def test_a_file_held_by_another_process_is_unavailable_until_it_is_let_go(
        self, file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sqlite, "BUSY_S", 0.01)
        store = SqliteTelemetryStore(file)
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(TelemetryStoreUnavailableError, match="locked"):
                await store.write([reading()])
            other.execute("ROLLBACK")
        await store.write([reading()])
        assert await store.count() == 1
        await store.close()


def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    with pytest.raises(TelemetryStoreUnavailableError, match=r"missing/telemetry\.sqlite"):
        SqliteTelemetryStore(tmp_path / "missing" / "telemetry.sqlite")
