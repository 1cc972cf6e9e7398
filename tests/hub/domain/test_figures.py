"""What of a case is counted, and that nothing of it says whose case it was."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from hub.domain.events import CaseClosed, CaseMoved, Event, OfferDeclined, OfferExpired
from hub.domain.figures import NS_A_MS, TELLING, Figure, figures_of, percentile
from hub.domain.words import Choice
from tests.fakes.case_events import BRANCH_B, accepted, captured, collected, failed, filed, offered
from tests.fakes.standing_clock import MINUTE_MS, NOON_MS

CASE = "north-018c0ffee0000001"


def after(minutes: float) -> int:
    return round(NOON_MS + minutes * MINUTE_MS)


DECLINED = OfferDeclined(1, "li", "busy with 王小样", rerouting=True, at=after(1))
EXPIRED = OfferExpired(2, "wang", after(2))
STORY: list[Event] = [
    *(filed(), offered(), DECLINED, offered("wang", 2), EXPIRED, offered("sun", 3)),
    *(accepted("sun", 3, at=after(3.5)), captured(), collected(), *failed("sun", at=after(10))),
]


def what(figures: list[Figure]) -> list[tuple[str, int]]:
    return [(figure.what, figure.at_ns // NS_A_MS) for figure in figures]


def test_a_case_is_counted_when_it_is_filed_when_nobody_takes_it_and_at_its_end() -> None:
    figures = figures_of(CASE, STORY)
    assert what(figures) == [
        ("filed", NOON_MS),
        ("offer_declined", after(1)),
        ("offer_expired", after(2)),
        ("failed", after(10)),
    ]
    assert {(figure.branch, figure.procedure) for figure in figures} == {(BRANCH_B, "open-account")}
    assert [figure.waited_s for figure in figures] == [None, None, None, 210]
    assert figures[-1].handled_s == 390


def test_a_case_that_is_still_open_is_counted_as_far_as_it_has_come_and_never_otherwise() -> None:
    whole = figures_of(CASE, STORY)
    for length in range(len(STORY) + 1):
        some = figures_of(CASE, STORY[:length])
        assert some == whole[: len(some)]


def test_only_the_telling_events_need_be_read() -> None:
    telling = [event for event in STORY if isinstance(event, TELLING)]
    assert len(telling) < len(STORY)
    assert figures_of(CASE, telling) == figures_of(CASE, STORY)


def test_nothing_says_whose_case_it_was() -> None:
    for figure in figures_of(CASE, STORY):
        said = str(asdict(figure))
        for word in (CASE, CASE[-8:], "王小样", "110105198001019987", "li", "wang", "sun", "counter"):
            assert word not in said.replace("declined", "")


def test_the_time_to_the_first_acceptance_is_what_the_customer_waited() -> None:
    story = [filed(), accepted(at=after(1)), accepted("wang", 2, at=after(4)), *failed(at=after(5))]
    ended = figures_of(CASE, story)[-1]
    assert (ended.waited_s, ended.handled_s) == (60, 240)


def test_a_case_that_nobody_accepted_has_no_times() -> None:
    ended = figures_of(CASE, [filed(), CaseClosed("cancelled", (), after(1))])[-1]
    assert (ended.what, ended.waited_s, ended.handled_s) == ("cancelled", None, None)


def test_what_happens_after_a_case_moved_belongs_to_the_branch_it_moved_to() -> None:
    moved = CaseMoved("north/b9", Choice(None, "overflow"), after(1))
    figures = figures_of(CASE, [filed(), DECLINED, moved, CaseClosed("expired", (), after(2))])
    assert [figure.branch for figure in figures] == [BRANCH_B, BRANCH_B, "north/b9"]


def test_two_cases_that_end_in_one_millisecond_are_two() -> None:
    one, other = (figures_of(case, [filed(), *failed()])[-1] for case in ("north-01", "north-02"))
    assert one.at_ns != other.at_ns
    assert one.at_ns // NS_A_MS == other.at_ns // NS_A_MS == NOON_MS


@pytest.mark.parametrize(
    ("values", "median", "p95"),
    [([7], 7, 7), ([3, 1], 1, 3), ([3, 1, 2], 2, 3), (range(1, 21), 10, 19), (range(1, 12), 6, 10)],
)
def test_half_and_95_of_100_are_values_that_were_measured(values: list[int], median: int, p95: int) -> None:
    assert (percentile(values, 50), percentile(values, 95)) == (median, p95)
