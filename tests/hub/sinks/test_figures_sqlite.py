"""Casework's numbers in the embedded store."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from hub.ports.telemetry import TelemetryStoreUnavailableError
from hub.sinks import sqlite_figures
from hub.sinks.sqlite_figures import KEPT_MS, SqliteFigureStore
from tests.fakes.standing_clock import HOUR_MS, NOON_MS, StandingClock
from tests.hub.sinks.figures_contract import FigureStoreContract, figure


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "casework.sqlite"


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
async def figures(file: Path, clock: StandingClock) -> AsyncIterator[SqliteFigureStore]:
    store = SqliteFigureStore(file, clock)
    yield store
    await store.close()


class TestSqlite(FigureStoreContract):
    async def test_what_is_stored_is_there_after_a_restart(
        self, figures: SqliteFigureStore, file: Path, clock: StandingClock
    ) -> None:
        await figures.write([figure()])
        await figures.set_read_until(NOON_MS)
        again = SqliteFigureStore(file, clock)
        assert len(await again.tallied(NOON_MS, NOON_MS + 1, HOUR_MS)) == 1
        assert await again.read_until() == NOON_MS
        await again.close()

    async def test_what_is_older_than_a_quarter_of_a_year_is_let_go(
        self, figures: SqliteFigureStore, clock: StandingClock
    ) -> None:
        await figures.write([figure(), figure(at_ms=NOON_MS + 1)])
        clock.pass_ms(KEPT_MS + 1)
        await figures.write([])
        (left,) = await figures.tallied(NOON_MS, NOON_MS + HOUR_MS, 1)
        assert left.start_ms == NOON_MS + 1

    async def test_a_file_held_by_another_process_is_unavailable_until_it_is_let_go(
        self, file: Path, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sqlite_figures, "BUSY_S", 0.01)
        store = SqliteFigureStore(file, clock)
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(TelemetryStoreUnavailableError, match="locked"):
                await store.write([figure()])
            other.execute("ROLLBACK")
        await store.write([figure()])
        await store.close()


def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path, clock: StandingClock) -> None:
    with pytest.raises(TelemetryStoreUnavailableError, match=r"missing/casework\.sqlite"):
        SqliteFigureStore(tmp_path / "missing" / "casework.sqlite", clock)
