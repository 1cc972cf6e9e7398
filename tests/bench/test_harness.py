"""The arithmetic of the harness, with measurements that were made up; no benchmark runs here."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from tests.bench.harness import Benchmark, Goal, Measured, Pair, Say, Sides, percentile, run_pairs, sum_up

KEYS = [
    *("name", "value", "unit", "peer", "peer_value", "ratio", "ratio_min", "ratio_max", "pairs"),
    *("goal", "met", "machine", "commit", "detail"),
]


def benchmark(measured: Iterator[float], order: list[str] | None = None) -> Benchmark:
    """A benchmark whose sides give the next of these figures each time."""
    heard = [] if order is None else order

    async def ours() -> Measured:
        heard.append("ours")
        value = next(measured)
        return Measured(value, {"p50_ms": value / 2})

    async def peer() -> Measured:
        heard.append("peer")
        return Measured(next(measured))

    @asynccontextmanager
    async def sides(say: Say) -> AsyncIterator[Sides]:
        say("ready")
        yield Sides(ours, peer)

    return Benchmark("route", "ms", "the raw thing", Goal(most_ratio=3), sides)


def pairs(*values: tuple[float, float]) -> list[Pair]:
    return [Pair(Measured(ours), Measured(peer)) for ours, peer in values]


class TestPairs:
    async def test_both_warm_up_and_then_alternate(self) -> None:
        order: list[str] = []

        measured = await run_pairs(benchmark(iter([9, 9, 2, 1, 6, 2]), order), 2, lambda _: None)

        assert order == ["ours", "peer"] * 3
        assert [(pair.ours.value, pair.peer.value) for pair in measured] == [(2, 1), (6, 2)]

    async def test_each_pair_is_told_to_the_person_who_waits(self) -> None:
        told: list[str] = []

        await run_pairs(benchmark(iter([9, 9, 2, 1, 6, 2])), 2, told.append)

        assert told[-1] == "pair 2 of 2: ours 6 ms, peer 2, ratio 3"


class TestSum:
    def test_the_object_has_the_agreed_keys_in_their_order(self) -> None:
        assert list(sum_up(benchmark(iter([])), pairs((2, 1)), "a machine", "abc")) == KEYS

    def test_the_ratio_is_taken_pair_by_pair_before_the_median(self) -> None:
        result = sum_up(benchmark(iter([])), pairs((2, 1), (30, 10), (16, 2)), "a machine", "abc")

        assert (result["ratio"], result["ratio_min"], result["ratio_max"]) == (3, 2, 8)
        assert (result["value"], result["peer_value"], result["pairs"]) == (16, 2, 3)

    @pytest.mark.parametrize(("ours", "met"), [(3.0, True), (3.01, False)])
    def test_the_goal_is_met_up_to_its_bound(self, *, ours: float, met: bool) -> None:
        result = sum_up(benchmark(iter([])), pairs((ours, 1)), "a machine", "abc")

        assert (result["goal"], result["met"]) == ("ratio ≤ 3", met)

    @pytest.mark.parametrize(
        ("goal", "ours", "met", "says"),
        [
            (Goal(most_beyond=6), 8.0, True, "≤ 6 ms beyond"),
            (Goal(most_beyond=6), 8.1, False, "≤ 6 ms beyond"),
            (Goal(least_value=5, most_value=9), 9.0, True, "≥ 5 ms, ≤ 9 ms"),
            (Goal(least_value=5, most_value=9), 9.1, False, "≥ 5 ms, ≤ 9 ms"),
            (Goal(least_value=5, most_value=9), 4.9, False, "≥ 5 ms, ≤ 9 ms"),
            (Goal(most_ratio=0.5, most_value=9), 2.0, False, "ratio ≤ 0.5, ≤ 9 ms"),
        ],
    )
    def test_a_goal_may_be_a_figure_or_so_much_beyond_the_peer(
        self, *, goal: Goal, ours: float, met: bool, says: str
    ) -> None:
        asked = replace(benchmark(iter([])), goal=goal)

        result = sum_up(asked, pairs((ours, 2)), "a machine", "abc")

        assert (result["goal"], result["met"]) == (says, met)

    def test_details_are_medians_by_name(self) -> None:
        measured = [Pair(Measured(1, {"p50_ms": value}), Measured(1)) for value in (5, 1, 3)]

        result = sum_up(benchmark(iter([])), measured, "a machine", "abc")

        assert result["detail"] == {"ours": {"p50_ms": 3}, "peer": {}}

    def test_figures_claim_no_more_than_four_digits(self) -> None:
        assert sum_up(benchmark(iter([])), pairs((1 / 3, 1)), "a machine", "abc")["value"] == 0.3333


@pytest.mark.parametrize(
    ("share", "expected"), [(0.5, 100), (0.493, 99), (0.99, 198), (1.0, 200), (0.0, 1)]
)
def test_percentiles_are_by_nearest_rank(*, share: float, expected: int) -> None:
    assert percentile(list(range(200, 0, -1)), share) == expected
