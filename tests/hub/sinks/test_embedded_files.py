"""The embedded store's files: what is deleted, what breaks, what is left of a commit that was cut off."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from hub.domain.history import Span
from hub.ports.telemetry import TelemetryStoreUnavailableError
from hub.sinks.embedded import keeping
from hub.sinks.embedded.index import LATEST, Index
from hub.sinks.embedded.store import EmbeddedTelemetryStore
from tests.fakes.standing_clock import StandingClock
from tests.hub.sinks.contract import (
    COUNTER,
    DAY_MS,
    MINUTE_MS,
    NOON_MS,
    QUARTER_MS,
    THE_HOUR,
    reading,
)

TODAY = "2026-11-21"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "telemetry"


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
async def store(folder: Path, clock: StandingClock) -> AsyncIterator[EmbeddedTelemetryStore]:
    store = EmbeddedTelemetryStore(folder, clock, keep_days=2, keep_rollups_days=30)
    yield store
    await store.close()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*.sqlite*") if path.suffix == ".sqlite")


async def test_a_day_goes_by_its_file_and_its_quarters_stay_longer(
    store: EmbeddedTelemetryStore, folder: Path, clock: StandingClock
) -> None:
    await store.write([reading(number=1), reading(number=4)])
    clock.pass_ms(2 * DAY_MS)
    await store.write([reading(number=5, measured_at_ms=NOON_MS + 2 * DAY_MS)])
    assert names(folder) == ["2026-11-21.quarters.sqlite", "2026-11-23.sqlite", "index.sqlite"]
    [bucket] = await store.history(COUNTER, THE_HOUR, QUARTER_MS, ["cpu_percent"])
    assert (bucket.readings, bucket.missed, bucket.metrics["cpu_percent"].mean) == (2, 2, 12.5)
    assert await store.history(COUNTER, THE_HOUR, MINUTE_MS, ["cpu_percent"]) == []
    clock.pass_ms(29 * DAY_MS)
    await store.write([reading(number=6, measured_at_ms=NOON_MS + 31 * DAY_MS)])
    assert names(folder) == ["2026-11-23.quarters.sqlite", "2026-12-22.sqlite", "index.sqlite"]
    assert await store.history(COUNTER, THE_HOUR, QUARTER_MS, ["cpu_percent"]) == []


async def test_a_reading_older_than_what_is_kept_is_told_and_makes_no_file(
    store: EmbeddedTelemetryStore, folder: Path
) -> None:
    """The clock of a device stands in 1970."""
    with capture_logs() as logs:
        await store.write([reading(number=1, measured_at_ms=1), reading(number=2)])
    assert [(log["event"], log["readings"]) for log in logs] == [("readings too old to keep", 1)]
    assert names(folder) == [f"{TODAY}.sqlite", "index.sqlite"]
    assert await store.count() == 1


async def test_a_day_that_is_broken_is_set_aside_and_the_others_go_on(
    store: EmbeddedTelemetryStore, folder: Path
) -> None:
    yesterday = [reading(number=n, measured_at_ms=NOON_MS - DAY_MS + n) for n in (1, 2)]
    await store.write([*yesterday, reading(number=3)])
    await store.close()
    (folder / "2026-11-20.sqlite").write_bytes(b"no database" * 1_000)
    again = EmbeddedTelemetryStore(folder, StandingClock(), keep_days=2)
    whole = Span(THE_HOUR.from_ms - DAY_MS, THE_HOUR.until_ms)
    with capture_logs() as logs:
        found = await again.history(COUNTER, whole, MINUTE_MS, ["cpu_percent"])
    assert [bucket.readings for bucket in found] == [1]
    assert [log["event"] for log in logs] == ["telemetry file set aside"]
    assert (folder / "2026-11-20.sqlite.broken").exists()
    await again.write(yesterday)
    assert await again.count() == 3
    await again.close()


async def test_a_day_that_breaks_while_it_is_written_is_begun_anew(
    store: EmbeddedTelemetryStore, folder: Path
) -> None:
    await store.close()
    (folder / f"{TODAY}.sqlite").write_bytes(b"no database" * 1_000)
    again = EmbeddedTelemetryStore(folder, StandingClock())
    await again.write([reading(number=1)])
    assert await again.count() == 1
    assert (folder / f"{TODAY}.sqlite.broken").exists()
    await again.close()


async def test_an_index_that_is_broken_is_begun_anew(store: EmbeddedTelemetryStore, folder: Path) -> None:
    await store.write([reading(number=1)])
    await store.close()
    (folder / "index.sqlite").write_bytes(b"no database" * 1_000)
    again = EmbeddedTelemetryStore(folder, StandingClock())
    assert await again.last() == []
    assert await again.count() == 1
    await again.write([reading(number=2)])
    assert await again.last() == [reading(number=2)]
    await again.close()


async def test_a_file_that_somebody_deleted_is_told_and_begun_anew(
    store: EmbeddedTelemetryStore, folder: Path
) -> None:
    await store.write([reading(number=1)])
    (folder / f"{TODAY}.sqlite").unlink()
    with capture_logs() as logs:
        await store.write([reading(number=2)])
    assert [log["event"] for log in logs] == ["telemetry file is gone"]
    assert await store.count() == 1


async def test_what_was_cut_off_between_its_day_and_the_index_is_right_once_it_is_said_again(
    store: EmbeddedTelemetryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_off(*_: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    with monkeypatch.context() as power_cut:
        power_cut.setattr(Index, "note", cut_off)
        with pytest.raises(TelemetryStoreUnavailableError, match="disk I/O"):
            await store.write([reading(number=1), reading(number=3)])
    await store.write([reading(number=1), reading(number=3)])
    [bucket] = await store.history(COUNTER, THE_HOUR, QUARTER_MS, ["cpu_percent"])
    assert (bucket.readings, bucket.missed) == (2, 1)
    assert await store.last() == [reading(number=3)]


async def test_sums_that_were_not_made_before_the_power_went_are_made_after(
    store: EmbeddedTelemetryStore, folder: Path
) -> None:
    await store.write([reading(number=n, metrics={"cpu_percent": n}) for n in (1, 2, 3)])
    again = EmbeddedTelemetryStore(folder, StandingClock())  # the first one was never closed
    [bucket] = await again.history(COUNTER, THE_HOUR, QUARTER_MS, ["cpu_percent"])
    assert (bucket.readings, bucket.metrics["cpu_percent"].mean) == (3, 2)
    await again.close()


async def test_sums_are_made_by_themselves_and_reading_does_not_wait_for_writing(
    store: EmbeddedTelemetryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "SUM_UP_AFTER", 3)
    monkeypatch.setattr(keeping, "QUARTERS_EVERY_S", 0.0)
    await store.write([reading(number=n) for n in (1, 2, 3)])
    with store._files._writing:  # somebody writes for long
        for bucket_ms in (30_000, MINUTE_MS, QUARTER_MS):
            assert await store.history(COUNTER, THE_HOUR, bucket_ms, ["cpu_percent"])
        assert await store.last() == [reading(number=3)]


async def test_the_latest_readings_of_the_earlier_layout_are_taken_over(folder: Path) -> None:
    earlier = folder.with_suffix(".sqlite")
    with closing(sqlite3.connect(earlier)) as old:
        old.execute(LATEST)
        row = ("east", "riverside", "counter-1", "counter", "b1", 7, NOON_MS, 0, '{"cpu_percent": 12.5}')
        old.execute("INSERT INTO latest VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        old.commit()
    before = earlier.read_bytes()
    store = EmbeddedTelemetryStore(folder, StandingClock())
    assert await store.last() == [reading(number=7, measured_at_ms=NOON_MS)]
    await store.write([reading(number=8)])
    assert sum(bucket.missed for bucket in await store.history(COUNTER, THE_HOUR, MINUTE_MS, [])) == 0
    await store.close()
    assert earlier.read_bytes() == before


async def test_many_open_days_are_closed_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from hub.sinks.embedded import days

    monkeypatch.setattr(days, "MOST_OPEN", 2)
    monkeypatch.setattr(keeping, "SUM_UP_AFTER", 1)
    store = EmbeddedTelemetryStore(folder, StandingClock(), keep_days=30)
    for day in range(6):
        await store.write([reading(number=day + 1, measured_at_ms=NOON_MS - day * DAY_MS)])
    assert len(store._files._days._days) == 2
    assert await store.count() == 6
    await store.close()
