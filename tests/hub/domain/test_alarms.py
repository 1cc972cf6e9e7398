"""When an alarm of a device is open: under virtual time, with flapping, gaps, restarts and clock jumps."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.domain import alarms
from hub.domain.alarm_rules import Rulebook
from hub.domain.alarms import BOOTS_KEPT, MOST_KEPT, begin, hear, judge
from hub.domain.heard_numbers import STRETCHES_KEPT
from hub.domain.readings import Heard
from tests.hub.domain.watched import DISK, DROPS, HOT, MISSED, RULES, Watched, message

# Thresholds: for how long, and back across the second line.


def test_a_hot_counter_is_told_after_a_minute_and_again_only_once_it_was_cool() -> None:
    counter = Watched()
    for _ in range(6):
        assert counter.says(temperature_c=85) == set()
    assert counter.says(temperature_c=85) == {"hot"}
    for trembling in (79, 81, 76, 84, 80):
        assert counter.says(temperature_c=trembling) == {"hot"}
    assert counter.says(temperature_c=75) == set()
    assert counter.says(temperature_c=85) == set()


def test_a_value_that_flaps_about_its_limit_raises_nothing() -> None:
    counter = Watched()
    for _ in range(60):
        assert counter.says(temperature_c=85) == set()
        assert counter.says(temperature_c=70) == set()


def test_a_rule_without_a_duration_goes_off_at_once_and_downwards() -> None:
    counter = Watched()
    assert counter.says(disk_free_mb=500) == set()
    assert counter.says(disk_free_mb=499) == {"disk"}
    assert judge(counter.watch, RULES) == {"disk": 499}
    assert counter.says(disk_free_mb=999) == {"disk"}
    assert counter.says(disk_free_mb=1000) == set()


def test_what_was_between_two_readings_far_apart_is_not_known() -> None:
    counter = Watched()
    counter.says(temperature_c=85)
    assert counter.says(after_s=61, temperature_c=85) == set()
    assert counter.says(after_s=59, temperature_c=85) == set()
    assert counter.says(after_s=1, temperature_c=85) == {"hot"}


def test_a_metric_that_is_not_there_any_more_leaves_its_alarm_as_it_is() -> None:
    counter = Watched()
    counter.says(disk_free_mb=100)
    assert counter.says(temperature_c=20) == {"disk"}


# What tells nothing of now.


def test_a_replay_neither_raises_nor_clears() -> None:
    counter = Watched()
    assert counter.says(disk_free_mb=100, historical=True) == set()
    counter.says(disk_free_mb=100)
    assert counter.says(disk_free_mb=9000, historical=True) == {"disk"}


@pytest.mark.parametrize(("delay_s", "counts"), [(120, True), (121, False), (-120, True), (-121, False)])
def test_a_reading_counts_while_both_clocks_agree_about_it(delay_s: float, *, counts: bool) -> None:
    counter = Watched()
    assert ("disk" in counter.says(delay_s=delay_s, disk_free_mb=100)) is counts


def test_a_reading_of_an_earlier_boot_is_put_where_it_belongs() -> None:
    counter = Watched()
    counter.says(disk_free_mb=9000, boot="b1")
    counter.says(disk_free_mb=100, boot="b2")
    late = message(9, counter.at_s - 5, delay_s=8, boot="b1", disk_free_mb=9000)
    assert counter.hears(late) == {"disk"}


def test_a_repetition_changes_nothing() -> None:
    counter = Watched()
    counter.says(temperature_c=85)
    before = counter.watch
    counter.hears(message(1, 10, temperature_c=85))
    assert counter.watch == before


# Changes and losses.


def test_a_counter_whose_link_keeps_dropping() -> None:
    counter = Watched()
    for drops in range(5):
        assert counter.says(after_s=60, link_drops=drops) == set()
    assert counter.says(after_s=60, link_drops=5) == {"drops"}
    assert judge(counter.watch, RULES) == {"drops": 5}
    for _ in range(9):
        assert counter.says(after_s=60, link_drops=5) == {"drops"} or counter.at_s > 660
    assert counter.says(after_s=60, link_drops=5) == set()


def test_a_count_that_begins_anew_has_not_risen() -> None:
    counter = Watched()
    counter.says(link_drops=40)
    assert counter.says(boot="b2", link_drops=0) == set()
    assert counter.says(boot="b2", link_drops=4) == set()
    assert counter.says(boot="b2", link_drops=5) == {"drops"}


def test_a_metric_that_falls_fast() -> None:
    falling = replace(DROPS, name="falling", rises=False, by=3)
    counter = Watched(replace(RULES, changes=(falling,)))
    counter.says(link_drops=9)
    assert counter.says(link_drops=12) == set()
    assert counter.says(link_drops=9) == {"falling"}


def test_readings_that_never_come_are_told_after_a_grace_and_forgotten_after_their_span() -> None:
    counter = Watched()
    counter.says(temperature_c=20)
    counter.loses(10)
    for _ in range(12):
        assert counter.says(temperature_c=20) == set()
    assert counter.says(temperature_c=20) == {"missed"}
    assert judge(counter.watch, RULES) == {"missed": 10}
    for _ in range(59):
        assert counter.says(temperature_c=20) == {"missed"}
    assert counter.says(temperature_c=20) == set()


def test_a_replay_that_fills_a_gap_in_time_leaves_nothing_to_tell() -> None:
    counter = Watched()
    counter.says(temperature_c=20)
    counter.loses(30)
    counter.says(temperature_c=20)
    for number in range(2, 32):
        counter.hears(message(number, number * 10, delay_s=400, historical=True, temperature_c=99))
    for _ in range(20):
        assert counter.says(temperature_c=20) == set()


def test_a_new_boot_begins_at_one_and_has_missed_nothing() -> None:
    counter = Watched()
    counter.number = 5000
    counter.says(temperature_c=20)
    counter.number = 0
    for _ in range(20):
        assert counter.says(boot="b2", temperature_c=20) == set()


# Clocks.


def test_a_clock_that_jumps_is_told_and_its_values_do_not_count() -> None:
    counter = Watched()
    counter.says(disk_free_mb=9000)
    for jump_s in (3600, -3600):
        for passed_s in range(0, 60, 10):
            now_s = counter.at_s + passed_s
            told = message(50 + passed_s, now_s + jump_s, delay_s=-jump_s, disk_free_mb=1)
            assert counter.hears(told) == set()
        told = message(120, counter.at_s + 60 + jump_s, delay_s=-jump_s, disk_free_mb=1)
        assert counter.hears(told) == {"clock"}
        assert judge(counter.watch, RULES) == {"clock": jump_s}
        counter.at_s += 60
        assert counter.says(disk_free_mb=9000) == set()


def test_readings_that_all_come_late_at_once_say_nothing_of_the_clock() -> None:
    counter = Watched()
    for delay_s in range(300, 0, -10):
        assert counter.says(delay_s=delay_s) == set()
    assert counter.says() == set()


@pytest.mark.parametrize("off_s", [3600, -3600, 130])
def test_a_device_whose_clock_stays_wrong_is_judged_by_when_its_readings_come(off_s: float) -> None:
    counter = Watched()
    assert counter.says(disk_free_mb=9000, temperature_c=20, link_drops=0) == set()
    counter.at_s += off_s
    for _ in range(12):  # two minutes in which it might only be late
        assert counter.says(delay_s=-off_s, disk_free_mb=100, link_drops=0) <= {"clock"}
    assert counter.says(delay_s=-off_s, disk_free_mb=100, link_drops=0) == {"clock", "disk"}
    for _ in range(6):
        assert "hot" not in counter.says(delay_s=-off_s, temperature_c=85)
    assert "hot" in counter.says(delay_s=-off_s, temperature_c=85)
    assert counter.says(delay_s=-off_s, temperature_c=70, disk_free_mb=9000) == {"clock"}
    assert counter.says(delay_s=-off_s, link_drops=5) == {"clock", "drops"}
    counter.at_s -= off_s
    assert counter.says(disk_free_mb=9000, link_drops=5) == {"drops"}, "its clock was set right"
    assert counter.says(disk_free_mb=100) == {"drops", "disk"}


def test_what_is_open_clears_though_the_clock_went_wrong_meanwhile() -> None:
    counter = Watched()
    assert counter.says(disk_free_mb=100) == {"disk"}
    counter.at_s += 86_400
    for _ in range(13):
        counter.says(delay_s=-86_400, disk_free_mb=9000)
    assert counter.open == {"clock"}


def test_under_a_wrong_clock_repetitions_replays_and_what_was_overtaken_do_not_count() -> None:
    counter = Watched()
    counter.at_s += 3600
    for _ in range(14):
        counter.says(delay_s=-3600, disk_free_mb=9000)
    for number, historical in ((14, False), (3, False), (13, True)):
        late = message(number, counter.at_s, delay_s=-3590, historical=historical, disk_free_mb=1)
        assert counter.hears(late) == {"clock"}
    counter.loses(12)
    assert counter.says(delay_s=-3600, disk_free_mb=9000) == {"clock"}
    for _ in range(13):
        counter.says(delay_s=-3600, disk_free_mb=9000)
    assert counter.open == {"clock", "missed"}, "a gap is counted by when its end came"


def test_a_backlog_that_drains_for_minutes_is_not_taken_for_a_wrong_clock() -> None:
    counter = Watched()
    for passed_s in range(0, 300, 5):  # it is twice as fast as what goes on being said
        counter.says(delay_s=600 - passed_s, disk_free_mb=100)
        assert "disk" not in counter.open


def test_both_clocks_ahead_and_set_right_are_listened_to_at_once() -> None:
    counter = Watched()
    for _ in range(3):
        counter.says(after_s=3600, disk_free_mb=100)
    counter.at_s = 0
    assert counter.says(disk_free_mb=800) == {"disk"}
    assert counter.says(disk_free_mb=1000) == set()


# Silence, by the hub's clock.


def test_silence_is_counted_from_the_last_message_of_any_kind() -> None:
    counter = Watched()
    counter.says(delay_s=5)
    assert counter.silent_s(at_s=75) == 60
    counter.says(historical=True, delay_s=300)
    assert counter.silent_s(at_s=counter.at_s + 310) == 10
    counter.says(after_s=10_000, delay_s=-9_000)
    assert counter.silent_s(at_s=counter.at_s - 9_000 + 20) == 20


def test_a_hub_that_did_not_listen_blames_nobody() -> None:
    counter = Watched()
    assert counter.silent_s(at_s=30, since_s=0) == 30
    counter.says()
    assert counter.silent_s(at_s=7200, since_s=7190) == 10
    assert counter.silent_s(at_s=-7200, since_s=-7230) == 30


# After a restart of the hub, only the open alarms are known.


def test_alarms_that_were_open_stay_so_until_the_device_says_otherwise() -> None:
    counter = Watched(watch=begin(RULES, ["hot", "drops", "missed", "clock"]))
    assert counter.open == {"hot", "drops", "missed", "clock"}
    for _ in range(60):
        assert counter.says(temperature_c=79, link_drops=9) == {"hot", "drops", "missed"}
    assert counter.says(temperature_c=75, link_drops=9) == set()


def test_a_device_that_is_hot_already_is_told_once() -> None:
    counter = Watched(watch=begin(RULES, ["hot"]))
    for _ in range(20):
        assert counter.says(temperature_c=90) == {"hot"}


# Whatever the order, and however many.

TIMELY_RULES = Rulebook(10_000, (HOT, DISK), (), (DROPS,), (MISSED,))
"""Without the clock's rule: its time is that at which a message came."""


@st.composite
def days(draw: st.DrawFn) -> list[Heard]:
    """What a counter says until and after a new boot: some is lost, repeated, replayed, or late."""
    heard = []
    rebooted = draw(st.integers(1, 40))
    for number in range(1, draw(st.integers(2, 40))):
        boot, own = ("b1", number) if number < rebooted else ("b2", number - rebooted + 1)
        what = message(
            own,
            number * 10,
            delay_s=draw(st.sampled_from([0, 0, 0, 3, 11, 35, 90, 119])),
            boot=boot,
            historical=draw(st.sampled_from([False, False, False, False, True])),
            temperature_c=draw(st.sampled_from([70, 77, 85])),
            disk_free_mb=draw(st.sampled_from([100, 700, 2000])),
            link_drops=draw(st.integers(0, 8)),
        )
        heard += [what] * draw(st.sampled_from([0, 1, 1, 1, 1, 2]))
    return heard


def open_after(messages: list[Heard]) -> set[str]:
    watch = begin(TIMELY_RULES)
    for what in messages:
        watch = hear(watch, what, TIMELY_RULES)
    return set(judge(watch, TIMELY_RULES))


@settings(max_examples=80, deadline=None)
@given(days())
def test_which_alarms_are_open_never_depends_on_the_order(day: list[Heard]) -> None:
    in_order = open_after(day)
    as_they_came = open_after(sorted(day, key=lambda heard: heard.received_at_ms))
    assert as_they_came == in_order


@pytest.mark.parametrize(("values", "is_hot"), [([85] * 7, True), ([85] * 6 + [70], False)])
@settings(max_examples=40, deadline=None)
@given(chance=st.randoms(use_true_random=False))
def test_any_order_at_all_of_a_minute(values: list[float], chance: Random, *, is_hot: bool) -> None:
    told = [
        message(number + 1, number * 10, delay_s=90, temperature_c=value)
        for number, value in enumerate(values)
    ]
    chance.shuffle(told)
    assert ("hot" in open_after(told)) is is_hot


def test_a_watch_is_bounded_whatever_is_said() -> None:
    watch = begin(RULES)
    for number in range(MOST_KEPT + 500):
        boot = f"b{number % (3 * BOOTS_KEPT)}"
        told = message(2 * number, number / 10, boot=boot, temperature_c=85, link_drops=number)
        watch = hear(watch, told, RULES)
    assert len(watch.recent) <= MOST_KEPT
    assert len(watch.boots) <= BOOTS_KEPT
    assert max(len(numbers.stretches) for _, numbers in watch.boots) <= STRETCHES_KEPT
    assert set(judge(watch, RULES)) >= {"hot", "drops"}


def test_readings_are_forgotten_once_no_rule_asks_for_them() -> None:
    counter = Watched(Rulebook(10_000, (HOT, DISK)), begin(Rulebook(10_000, (HOT, DISK))))
    for _ in range(200):
        counter.says(temperature_c=20)
    assert len(counter.watch.recent) == alarms.SETTLED_MS / 10_000 + 1
