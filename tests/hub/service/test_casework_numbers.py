"""A day by the hour and a month by the day, however many look."""

from __future__ import annotations

import asyncio

import pytest

from hub.ports.telemetry import TelemetryStoreUnavailableError
from hub.service.casework_numbers import CaseworkNumbers
from tests.fakes.figures import MemoryFigureStore
from tests.fakes.standing_clock import HOUR_MS, MINUTE_MS, NOON_MS, StandingClock
from tests.hub.sinks.figures_contract import figure


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
def store() -> MemoryFigureStore:
    return MemoryFigureStore()


@pytest.fixture
def numbers(store: MemoryFigureStore, clock: StandingClock) -> CaseworkNumbers:
    return CaseworkNumbers(store, clock)


async def test_a_span_begins_with_a_whole_stretch_and_ends_now(
    numbers: CaseworkNumbers, store: MemoryFigureStore, clock: StandingClock
) -> None:
    await store.write([figure(at_ms=NOON_MS - 24 * HOUR_MS - 1), figure(at_ms=NOON_MS - 24 * HOUR_MS)])
    clock.pass_ms(MINUTE_MS)
    await store.write([figure(at_ms=NOON_MS + MINUTE_MS)])
    day = await numbers.of("24h")
    assert (day.since, day.until, day.part_ms) == (NOON_MS - 24 * HOUR_MS, NOON_MS + MINUTE_MS, HOUR_MS)
    assert [each.start_ms for each in day.tallied] == [NOON_MS - 24 * HOUR_MS, NOON_MS]
    month = await numbers.of("30d")
    assert sum(each.counts["succeeded"] for each in month.tallied) == 3


async def test_all_who_look_at_once_cost_one_question(
    numbers: CaseworkNumbers, store: MemoryFigureStore, clock: StandingClock
) -> None:
    async with asyncio.TaskGroup() as tasks:
        for _ in range(5):
            tasks.create_task(numbers.of("30d"))
    assert store.asked == 1
    clock.pass_ms(MINUTE_MS - 1)
    await numbers.of("30d")
    assert store.asked == 1
    clock.pass_ms(1)
    await numbers.of("30d")
    assert store.asked == 2


async def test_a_clock_that_was_set_back_keeps_no_old_answer(
    numbers: CaseworkNumbers, clock: StandingClock
) -> None:
    await numbers.of("24h")
    clock.pass_ms(-HOUR_MS)
    assert (await numbers.of("24h")).until == NOON_MS - HOUR_MS


async def test_who_asks_in_vain_asks_again(numbers: CaseworkNumbers, store: MemoryFigureStore) -> None:
    store.available = False
    with pytest.raises(TelemetryStoreUnavailableError):
        await numbers.of("24h")
    store.available = True
    assert (await numbers.of("24h")).tallied == []
