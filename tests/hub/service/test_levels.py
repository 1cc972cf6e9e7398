"""Service levels: what was closed in a span of time, each quarter of an hour read once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hub.domain.events import CaseClosed, Event
from hub.domain.figures import percentile
from hub.ports.oversight import ClosedCase
from hub.service import levels
from hub.service.levels import QUARTER_MS, ServiceLevels, Tally
from tests.fakes.case_events import BRANCH_B, accepted, failed, filed, offered, write
from tests.fakes.standing_clock import HOUR_MS, MINUTE_MS, NOON_MS
from tests.hub.stores.shelf import Shelf, in_memory, shelf_on

KEY = (BRANCH_B, "open-account")


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    with shelf_on(in_memory()) as shelf:
        yield shelf


@pytest.fixture
def service(shelf: Shelf) -> ServiceLevels:
    return ServiceLevels(shelf.journal, shelf.clock)


def business(at: int, waited_s: int, handled_s: int, branch: str = BRANCH_B) -> list[Event]:
    """A case that was accepted and closed after so many seconds each."""
    taken = at + waited_s * 1000
    return [filed(branch, at), offered(), accepted(at=taken), *failed(at=taken + handled_s * 1000)]


async def test_a_span_counts_results_and_times(shelf: Shelf, service: ServiceLevels) -> None:
    for number, waited_s in enumerate((10, 20, 300)):
        await shelf.do(write, f"north-{number}", *business(NOON_MS, waited_s, 60))
    await shelf.do(write, "north-9", filed(), CaseClosed("cancelled", (), NOON_MS + MINUTE_MS))
    await shelf.do(write, "north-8", filed())
    shelf.clock.pass_ms(HOUR_MS)
    tally = (await service.of(NOON_MS, None, None)).lines[KEY]
    assert tally.results == {"failed": 3, "cancelled": 1}
    assert (percentile(tally.waits_s, 50), percentile(tally.waits_s, 90)) == (20, 300)
    assert tally.handlings_s == [60, 60, 60]


async def test_a_branch_or_a_procedure_can_be_looked_at_alone(shelf: Shelf, service: ServiceLevels) -> None:
    await shelf.do(write, "north-1", *business(NOON_MS, 10, 60))
    await shelf.do(write, "north-2", *business(NOON_MS, 10, 60, "north/b9"))
    shelf.clock.pass_ms(HOUR_MS)
    assert len((await service.of(NOON_MS, None, None)).lines) == 2
    assert list((await service.of(NOON_MS, BRANCH_B, None)).lines) == [KEY]
    assert (await service.of(NOON_MS, BRANCH_B, "report-loss")).lines == {}


async def test_the_parts_of_an_hour_are_quarters_and_an_empty_one_is_a_gap(
    shelf: Shelf, service: ServiceLevels
) -> None:
    await shelf.do(write, "north-1", *business(NOON_MS, 10, 60))
    await shelf.do(write, "north-2", *business(NOON_MS + 2 * QUARTER_MS, 30, 60))
    shelf.clock.pass_ms(3 * QUARTER_MS - 1)
    found = await service.of(NOON_MS, None, None)
    assert [tally.waits_s for tally in found.parts] == [[10], [], [30]]
    assert found.part_ms == QUARTER_MS


async def test_what_is_over_is_read_once_and_what_runs_is_read_each_time(
    shelf: Shelf, service: ServiceLevels, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(levels, "PAGE", 2)
    for number in range(5):
        await shelf.do(write, f"north-{number}", *business(NOON_MS, 10, 60))
    shelf.clock.pass_ms(2 * QUARTER_MS)
    assert sum((await service.of(NOON_MS, None, None)).lines[KEY].results.values()) == 5
    counted: list[str] = []
    count = Tally.count

    def note(tally: Tally, case: ClosedCase) -> None:
        counted.append(case.case)
        count(tally, case)

    monkeypatch.setattr(Tally, "count", note)
    await shelf.do(write, "north-9", *business(NOON_MS + 2 * QUARTER_MS - 71_000, 10, 61))
    found = await service.of(NOON_MS, None, None)
    assert sum(found.lines[KEY].results.values()) == 6
    assert counted == ["north-9"]


async def test_nobody_looks_further_back_than_a_week_and_a_day(
    shelf: Shelf, service: ServiceLevels
) -> None:
    found = await service.of(0, None, None)
    assert found.since == NOON_MS - levels.LONGEST_MS


def test_of_nothing_there_is_no_median() -> None:
    assert percentile([], 50) is None
