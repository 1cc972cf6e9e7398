"""Which metrics are believed, and which readings never came."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from device_profiles.profiles import load_kinds
from hub.domain.readings import HOLES_KEPT, MOST_AHEAD_MS, Gaps, RefusedMetric, check, is_in_the_future

COUNTER = load_kinds()["counter"]


def test_good_metrics_are_believed() -> None:
    checked = check({"cpu_percent": 100.0, "outbox_messages": 0}, COUNTER)
    assert checked.accepted == {"cpu_percent": 100.0, "outbox_messages": 0}
    assert checked.refused == ()


def test_each_bad_metric_is_refused_with_its_reason_and_the_rest_is_kept() -> None:
    checked = check(
        {
            "cpu_percent": 100.1,
            "flux_capacitor": 1.21,
            "memory_percent": math.nan,
            "disk_free_mb": math.inf,
            "link_drops": 2.0,
        },
        COUNTER,
    )
    assert checked.accepted == {"link_drops": 2.0}
    assert checked.refused == (
        RefusedMetric("cpu_percent", "out_of_range"),
        RefusedMetric("flux_capacitor", "unknown"),
        RefusedMetric("memory_percent", "not_a_number"),
        RefusedMetric("disk_free_mb", "not_a_number"),
    )


@given(st.dictionaries(st.sampled_from([*COUNTER.metrics, "cpu", "", "时间"]), st.floats() | st.integers()))
def test_no_metric_is_lost_changed_or_wrongly_believed(metrics: dict[str, float]) -> None:
    checked = check(metrics, COUNTER)
    assert set(checked.accepted) | {refused.name for refused in checked.refused} == set(metrics)
    assert len(checked.accepted) + len(checked.refused) == len(metrics)
    for name, value in checked.accepted.items():
        low, high = COUNTER.metrics[name].range
        assert value is metrics[name]
        assert low <= value <= high
    for refused in checked.refused:
        metric = COUNTER.metrics.get(refused.name)
        assert metric is None or not metric.range[0] <= metrics[refused.name] <= metric.range[1]


def test_a_clock_may_be_two_minutes_ahead_and_no_more() -> None:
    assert not is_in_the_future(MOST_AHEAD_MS, 0)
    assert is_in_the_future(MOST_AHEAD_MS + 1, 0)
    assert not is_in_the_future(0, 2**48)


def after(*numbers: int) -> Gaps:
    gaps = Gaps()
    for number in numbers:
        gaps = gaps.seen(number)
    return gaps


def test_numbers_in_order_leave_no_gap() -> None:
    assert after(1, 2, 3) == Gaps(highest=3)


def test_a_later_number_than_expected_shows_how_many_were_missed() -> None:
    assert after(1, 5).missed == 3
    assert after(4).missed == 3


def test_a_late_reading_fills_its_gap() -> None:
    assert after(1, 5, 3).missed == 2
    assert after(1, 5, 3, 2, 4) == Gaps(highest=5)


def test_a_repeated_reading_is_counted_and_changes_nothing_else() -> None:
    assert after(1, 5, 3, 3, 5, 1) == Gaps(
        highest=5, holes=(range(2, 3), range(4, 5)), missed=2, duplicates=3
    )


@given(st.lists(st.integers(1, 60), max_size=120))
def test_in_whatever_order_the_numbers_come_the_sums_are_right(numbers: list[int]) -> None:
    gaps = after(*numbers)
    assert gaps.missed == max(numbers, default=0) - len(set(numbers))
    assert gaps.duplicates == len(numbers) - len(set(numbers))
    assert sum(map(len, gaps.holes)) == gaps.missed


def test_a_device_that_loses_every_other_reading_is_remembered_in_little_space() -> None:
    gaps = after(*range(2, 2 * HOLES_KEPT + 22, 2))
    assert gaps.missed == HOLES_KEPT + 10
    assert len(gaps.holes) == HOLES_KEPT


def test_a_leap_to_the_largest_number_costs_nothing() -> None:
    assert after(1, 2**53).missed == 2**53 - 2
