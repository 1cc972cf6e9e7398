"""The embedded telemetry store: files by the day, in whatever order readings come and whatever breaks."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from hub.ports.telemetry import TelemetryStoreUnavailableError
from hub.sinks.embedded import files
from hub.sinks.embedded.store import EmbeddedTelemetryStore
from tests.fakes.standing_clock import StandingClock
from tests.hub.sinks.contract import TelemetryStoreContract, reading


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "telemetry"


@pytest.fixture
async def store(folder: Path) -> AsyncIterator[EmbeddedTelemetryStore]:
    store = EmbeddedTelemetryStore(folder, StandingClock())
    yield store
    await store.close()


class TestEmbedded(TelemetryStoreContract):
    async def test_what_is_stored_is_there_after_a_restart(
        self, store: EmbeddedTelemetryStore, folder: Path
    ) -> None:
        await store.write([reading(number=1), reading(number=2)])
        again = EmbeddedTelemetryStore(folder, StandingClock())
        assert await again.count() == 2
        assert await again.last() == [reading(number=2)]
        await again.close()

    async def test_a_batch_is_stored_whole_or_not_at_all(self, store: EmbeddedTelemetryStore) -> None:
        unbelievable = reading(number=2, metrics={"cpu_percent": float("nan")})
        with pytest.raises(ValueError, match="no finite number"):
            await store.write([reading(number=1), unbelievable])
        assert await store.count() == 0

    async def test_a_file_held_by_another_process_is_unavailable_until_it_is_let_go(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(files, "BUSY_S", 0.01)
        store = EmbeddedTelemetryStore(folder, StandingClock())
        with closing(sqlite3.connect(folder / "2026-11-21.sqlite", isolation_level=None)) as other:
            await store.write([])
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(TelemetryStoreUnavailableError, match="locked"):
                await store.write([reading()])
            other.execute("ROLLBACK")
        await store.write([reading()])
        assert await store.count() == 1
        await store.close()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(TelemetryStoreUnavailableError, match="taken"):
        EmbeddedTelemetryStore(tmp_path / "taken", StandingClock())
