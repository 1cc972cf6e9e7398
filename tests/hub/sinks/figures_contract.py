"""What every store of casework's numbers must do, whatever it is made of."""

from __future__ import annotations

import random

import pytest

from hub.domain.figures import NS_A_MS, Figure, Spread, Tallied, What
from hub.ports.figures import FigureStore
from tests.fakes.figures import MemoryFigureStore
from tests.fakes.standing_clock import HOUR_MS, NOON_MS

BRANCH = "east/riverside"


def figure(
    what: What = "succeeded",
    at_ms: int = NOON_MS,
    *,
    mark: int = 0,
    branch: str = BRANCH,
    procedure: str = "open-account",
    waited_s: int | None = None,
    handled_s: int | None = None,
) -> Figure:
    """What happened at noon, unless told otherwise; `mark` tells two of one millisecond apart."""
    return Figure(what, branch, procedure, at_ms * NS_A_MS + mark, waited_s, handled_s)


class FigureStoreContract:
    """Subclass it with a fixture `figures`, empty at the start of each test."""

    async def test_a_new_store_knows_nothing(self, figures: FigureStore) -> None:
        await figures.write([])
        assert await figures.tallied(NOON_MS, NOON_MS + HOUR_MS, HOUR_MS) == []
        assert await figures.read_until() is None

    async def test_what_happened_is_counted_by_branch_procedure_hour(self, figures: FigureStore) -> None:
        await figures.write(
            [
                figure("filed"),
                figure("filed", NOON_MS + 1),
                figure("offer_declined", NOON_MS + 2),
                figure("succeeded", NOON_MS + 3, waited_s=20, handled_s=300),
                figure("cancelled", NOON_MS + HOUR_MS),
                figure("filed", branch="east/uptown"),
                figure("filed", procedure="report-loss"),
            ]
        )
        assert await figures.tallied(NOON_MS, NOON_MS + 2 * HOUR_MS, HOUR_MS) == [
            Tallied(
                *(BRANCH, "open-account", NOON_MS),
                {"filed": 2, "offer_declined": 1, "succeeded": 1},
                Spread(20, 20),
                Spread(300, 300),
            ),
            Tallied(BRANCH, "open-account", NOON_MS + HOUR_MS, {"cancelled": 1}, None, None),
            Tallied(BRANCH, "report-loss", NOON_MS, {"filed": 1}, None, None),
            Tallied("east/uptown", "open-account", NOON_MS, {"filed": 1}, None, None),
        ]

    async def test_the_span_begins_with_its_first_millisecond_and_ends_before_its_last(
        self, figures: FigureStore
    ) -> None:
        end = NOON_MS + HOUR_MS
        await figures.write([figure(at_ms=at) for at in (NOON_MS - 1, NOON_MS, end - 1, end)])
        (only,) = await figures.tallied(NOON_MS, end, HOUR_MS)
        assert only.counts == {"succeeded": 2}

    async def test_a_figure_written_twice_is_counted_once(self, figures: FigureStore) -> None:
        for _ in range(2):
            await figures.write([figure(waited_s=5, handled_s=6), figure("filed")])
        (only,) = await figures.tallied(NOON_MS, NOON_MS + HOUR_MS, HOUR_MS)
        assert (only.counts, only.waited_s) == ({"succeeded": 1, "filed": 1}, Spread(5, 5))

    async def test_two_cases_that_end_in_one_millisecond_are_two(self, figures: FigureStore) -> None:
        await figures.write([figure(mark=1), figure(mark=2)])
        (only,) = await figures.tallied(NOON_MS, NOON_MS + HOUR_MS, HOUR_MS)
        assert only.counts == {"succeeded": 2}

    @pytest.mark.parametrize("many", [1, 2, 3, 10, 11, 19, 20, 110])
    async def test_half_and_95_of_100_are_the_same_numbers_everywhere(
        self, figures: FigureStore, many: int
    ) -> None:
        chance = random.Random(many)
        batch = [
            figure(mark=mark, waited_s=chance.randrange(900), handled_s=chance.randrange(9000))
            for mark in range(many)
        ]
        expected = MemoryFigureStore()
        for store in (figures, expected):
            await store.write(batch)
        span = (NOON_MS, NOON_MS + HOUR_MS, HOUR_MS)
        assert await figures.tallied(*span) == await expected.tallied(*span)

    async def test_how_far_the_journal_was_read_is_kept(self, figures: FigureStore) -> None:
        for at in (NOON_MS, NOON_MS + 1, NOON_MS + HOUR_MS):
            await figures.set_read_until(at)
            assert await figures.read_until() == at
