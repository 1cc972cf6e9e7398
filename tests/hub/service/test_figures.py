"""Casework's numbers on their way from the journal to the store, through kills and outages."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from structlog.testing import capture_logs

from device_profiles.delivery import tables as delivery
from device_profiles.delivery.clock import Ids
from device_profiles.delivery.outbox import Outbox
from hub.domain.events import OfferDeclined
from hub.domain.figures import NS_A_MS
from hub.ports.telemetry import TelemetryStoreUnavailableError
from hub.service import figures as service
from hub.service.figures import FURTHEST_BACK_MS, SETTLED_AFTER_MS, CaseworkFigures
from hub.stores import tables
from hub.stores.journal import SqlJournal
from tests.fakes.case_events import accepted, failed, filed, offered, write
from tests.fakes.figures import MemoryFigureStore
from tests.fakes.immediate_database import ImmediateDatabase
from tests.fakes.standing_clock import HOUR_MS, MINUTE_MS, NOON_MS, StandingClock
from tests.fakes.virtual_time import run_virtually
from tests.hub.stores.shelf import Shelf, in_memory, shelf_on


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    with shelf_on(in_memory()) as shelf:
        yield shelf


@pytest.fixture
def store() -> MemoryFigureStore:
    return MemoryFigureStore()


def hub(shelf: Shelf, store: MemoryFigureStore) -> CaseworkFigures:
    """A hub that has just started."""
    return CaseworkFigures(shelf.journal, store, shelf.clock)


def what(store: MemoryFigureStore) -> list[str]:
    return [figure.what for figure in store.figures]


async def test_what_happens_to_an_open_case_is_counted_while_it_is_open(
    shelf: Shelf, store: MemoryFigureStore
) -> None:
    running = hub(shelf, store)
    await shelf.do(write, "north-01", filed(), offered())
    await running.look()
    assert what(store) == ["filed"]
    shelf.clock.pass_ms(MINUTE_MS)
    await shelf.do(
        write, "north-01", OfferDeclined(1, "li", "busy", rerouting=True, at=shelf.clock.now_ms())
    )
    await running.look()
    assert what(store) == ["filed", "offer_declined"]


async def test_a_case_that_closes_between_two_looks_is_counted_whole(
    shelf: Shelf, store: MemoryFigureStore
) -> None:
    running = hub(shelf, store)
    await running.look()
    shelf.clock.pass_ms(HOUR_MS)
    now_ms = shelf.clock.now_ms()
    await shelf.do(write, "north-01", filed(at=NOON_MS + 1), accepted(at=now_ms - 5000), *failed(at=now_ms))
    await running.look()
    assert what(store) == ["filed", "failed"]
    assert (store.figures[1].waited_s, store.figures[1].handled_s) == (3594, 5)


async def test_of_many_cases_each_is_counted_once_whenever_the_hub_is_killed(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The store goes away after each of its calls in turn, and the next hub starts from what it kept."""
    monkeypatch.setattr(service, "PAGE", 2)
    for number in range(7):
        ended = [] if number == 6 else failed(at=NOON_MS + number // 3)
        await shelf.do(write, f"north-{number}", filed(), *ended)
    shelf.clock.pass_ms(HOUR_MS)
    undisturbed = MemoryFigureStore()
    await hub(shelf, undisturbed).look()
    assert sorted(what(undisturbed)) == ["failed"] * 6 + ["filed"] * 7

    store = DyingStore()
    for calls in range(20):
        store.calls_left = calls
        try:
            await hub(shelf, store).look()
        except TelemetryStoreUnavailableError:
            continue
        break
    else:
        pytest.fail("the hub never came to an end")
    assert calls > 5
    assert store.figures == undisturbed.figures


class DyingStore(MemoryFigureStore):
    """Answers so many calls more."""

    calls_left = 0

    def _must_be_available(self) -> None:
        self.available = self.calls_left > 0
        self.calls_left -= 1
        super()._must_be_available()


async def test_what_was_read_long_ago_is_not_read_again(shelf: Shelf, store: MemoryFigureStore) -> None:
    for number in range(3):
        await shelf.do(write, f"north-{number}", filed(), *failed(at=NOON_MS + number * MINUTE_MS))
    shelf.clock.pass_ms(HOUR_MS)
    await hub(shelf, store).look()
    assert await store.read_until() == NOON_MS + 2 * MINUTE_MS
    later = MemoryFigureStore()
    await later.set_read_until(NOON_MS + 2 * MINUTE_MS)
    await hub(shelf, later).look()
    assert [figure.what for figure in later.figures] == ["filed", "failed"]  # the last one, once more


@pytest.mark.parametrize("stopped_ms", [0, HOUR_MS])
async def test_a_commit_that_comes_late_is_still_counted(
    shelf: Shelf, store: MemoryFigureStore, stopped_ms: int
) -> None:
    """Another hub decided before this one looked, and committed after; this one may be stopped by then."""
    running = hub(shelf, store)
    await shelf.do(write, "north-01", filed(), *failed(at=NOON_MS))
    await running.look()
    await shelf.do(write, "north-02", filed(), *failed(at=NOON_MS - SETTLED_AFTER_MS + 1))
    shelf.clock.pass_ms(stopped_ms)
    await (hub(shelf, store) if stopped_ms else running).look()
    assert what(store).count("failed") == 2


async def test_a_clock_that_was_set_back_loses_nothing(shelf: Shelf, store: MemoryFigureStore) -> None:
    shelf.clock.pass_ms(HOUR_MS)
    await shelf.do(write, "north-01", filed(), *failed(at=NOON_MS + HOUR_MS))
    await hub(shelf, store).look()
    shelf.clock.pass_ms(-HOUR_MS + MINUTE_MS)
    await shelf.do(write, "north-02", filed(), *failed(at=shelf.clock.now_ms()))
    await hub(shelf, store).look()
    assert what(store).count("failed") == 2


async def test_a_new_store_gets_the_last_month(shelf: Shelf, store: MemoryFigureStore) -> None:
    shelf.clock.pass_ms(FURTHEST_BACK_MS)
    await shelf.do(write, "north-01", filed(), *failed(at=NOON_MS - 1))
    await shelf.do(write, "north-02", filed(), *failed(at=NOON_MS + 1))
    await hub(shelf, store).look()
    assert [figure.at_ns // NS_A_MS for figure in store.figures if figure.what == "failed"] == [NOON_MS + 1]


def test_an_outage_of_the_store_is_outlasted_and_told_once(store: MemoryFigureStore) -> None:
    clock = StandingClock()
    database = ImmediateDatabase(tables.METADATA, delivery.METADATA)
    journal = SqlJournal(database, Outbox("hub", Ids(clock)), clock, lambda _: None)

    async def outage() -> None:
        store.available = False
        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(CaseworkFigures(journal, store, clock).run())
            await journal.transact(lambda books: write(books, "north-01", filed(), *failed()))
            await asyncio.sleep(3600)
            store.available = True
            await asyncio.sleep(60)
            running.cancel()

    with capture_logs() as logs:
        run_virtually(outage())
    database.close()
    assert sorted(what(store)) == ["failed", "filed"]
    assert [log["event"] for log in logs] == ["casework figures wait"]
