"""The plan of a run: the same for a seed, another for another, with faults often enough."""

from __future__ import annotations

import pytest

from device_profiles.profiles import load_procedures
from tests.faults.kinds import KINDS
from tests.faults.plan import ORIGINS, make_plan


def test_a_seed_draws_the_same_plan_again() -> None:
    assert make_plan(200, 7, ("hub", "agent")) == make_plan(200, 7, ("hub", "agent"))


def test_another_seed_draws_another_plan() -> None:
    assert make_plan(50, 7, ("hub",)) != make_plan(50, 8, ("hub",))


@pytest.mark.parametrize("cases", [1, 10, 25, 200])
def test_every_kind_strikes_once_in_ten_cases_at_the_least(cases: int) -> None:
    strikes = make_plan(cases, 3, tuple(KINDS)).strikes
    for kind in KINDS:
        blocks = {strike.case // 10 for strike in strikes if strike.kind == kind}
        assert blocks == set(range((cases + 9) // 10))


def test_a_fault_strikes_at_a_case_of_the_plan() -> None:
    assert all(strike.case < 23 for strike in make_plan(23, 5, ("hub",)).strikes)


def test_customers_fill_in_what_their_procedure_takes() -> None:
    procedures = load_procedures()
    for case in make_plan(100, 1, ()).cases:
        assert procedures[case.procedure].first_fault(case.application) is None
        assert case.branch in ORIGINS[case.origin]


def test_every_way_of_answering_and_reviewing_is_drawn() -> None:
    cases = make_plan(200, 7, ("hub",)).cases
    assert {answer for case in cases for answer in case.answers} == {
        "accept",
        "decline",
        "wait",
        "silence",
        "pass-on",
    }
    assert {review for case in cases for review in case.reviews} == {
        "pass",
        "fail",
        "recapture",
        "transfer",
    }
    assert len({case.habit for case in cases}) == 5
    assert len({case.customer for case in cases}) == 200
