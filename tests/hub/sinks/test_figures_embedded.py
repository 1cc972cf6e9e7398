"""Casework's numbers in the embedded store."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from hub.ports.telemetry import TelemetryStoreUnavailableError
from hub.sinks.embedded import files
from hub.sinks.embedded.figures import EmbeddedFigureStore
from hub.sinks.embedded.files import DAY_MS
from tests.fakes.standing_clock import HOUR_MS, NOON_MS, StandingClock
from tests.hub.sinks.figures_contract import FigureStoreContract, figure


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "casework.sqlite"


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
async def figures(file: Path, clock: StandingClock) -> AsyncIterator[EmbeddedFigureStore]:
    store = EmbeddedFigureStore(file, clock, keep_days=90)
    yield store
    await store.close()


class TestEmbedded(FigureStoreContract):
    async def test_what_is_stored_is_there_after_a_restart(
        self, figures: EmbeddedFigureStore, file: Path, clock: StandingClock
    ) -> None:
        await figures.write([figure()])
        await figures.set_read_until(NOON_MS)
        again = EmbeddedFigureStore(file, clock)
        assert len(await again.tallied(NOON_MS, NOON_MS + 1, HOUR_MS)) == 1
        assert await again.read_until() == NOON_MS
        await again.close()

    async def test_what_is_too_old_is_let_go(
        self, figures: EmbeddedFigureStore, clock: StandingClock
    ) -> None:
        await figures.write([figure(), figure(at_ms=NOON_MS + 1)])
        clock.pass_ms(90 * DAY_MS + 1)
        await figures.write([])
        (left,) = await figures.tallied(NOON_MS, NOON_MS + HOUR_MS, 1)
        assert left.start_ms == NOON_MS + 1

    async def test_a_file_held_by_another_process_is_unavailable_until_it_is_let_go(
        self, file: Path, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(files, "BUSY_S", 0.01)
        store = EmbeddedFigureStore(file, clock)
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(TelemetryStoreUnavailableError, match="locked"):
                await store.write([figure()])
            other.execute("ROLLBACK")
        await store.write([figure()])
        await store.close()


def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path, clock: StandingClock) -> None:
    with pytest.raises(TelemetryStoreUnavailableError, match=r"missing/casework\.sqlite"):
        EmbeddedFigureStore(tmp_path / "missing" / "casework.sqlite", clock)


@pytest.fixture
def broken(file: Path) -> Path:
    """What a failing disk has left of it."""
    file.write_bytes(b"no database any more" * 100)
    return file


async def test_a_file_that_is_no_database_any_more_is_set_aside(broken: Path, clock: StandingClock) -> None:
    store = EmbeddedFigureStore(broken, clock)
    await store.write([figure()])
    assert await store.read_until() is None
    assert broken.with_name("casework.sqlite.broken") in broken.parent.glob("*")
    await store.close()
