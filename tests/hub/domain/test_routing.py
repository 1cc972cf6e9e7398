"""Who gets a case, in which order, and why the others do not."""

from __future__ import annotations

import pytest

from tests.hub.domain.playbook import BankClock, BranchOffice, Counter, expect, find, offers, refused, why
from tests.model.bank import Bank


def test_who_is_idle_longest_gets_it(bank: Bank, branch: BranchOffice, counter_a: Counter) -> None:
    li, wang = branch.has(idle="li"), branch.has(idle="wang")
    counter_a.files()
    expect(li).offered()
    expect(li).saw("offered")
    assert why(bank) == {"li": "idle longest", "wang": "idle, but not for as long"}

    counter_a.files("c2")
    expect(wang).offered("c2")


def test_who_was_busy_last_is_asked_last(
    branch: BranchOffice, counter_a: Counter, clock: BankClock
) -> None:
    li, wang = branch.has(idle="li"), branch.has(idle="wang")
    counter_a.files("c1")
    li.accepts()
    clock.passes(minutes=1)
    counter_a.cancels()
    counter_a.files("c2")
    expect(wang).offered("c2")


@pytest.mark.parametrize(
    ("changes", "because"),
    [
        ({"role": "reviewer"}, "not a teller"),
        ({"on_duty": False}, "not on duty"),
        ({"skills": frozenset({"loans"})}, "lacks the skill accounts"),
        ({"limit": 10_000}, "may handle no more than 10000"),
        ({"on_break": True}, "on a break"),
        ({"counter": None}, "not signed in at a counter"),
        ({"counter_online": False}, "their counter is not connected"),
        ({"unresponsive": True}, "did not answer their last offer"),
        ({"wrap_up_until": 2**48}, "wrapping up"),
        ({"capacity": 0}, "busy"),
    ],
)
def test_each_reason_to_be_passed_over_is_recorded(
    changes: dict[str, object], because: str, bank: Bank, branch: BranchOffice, counter_a: Counter
) -> None:
    branch.has(idle="li", **changes)
    wang = branch.has(idle="wang")
    counter_a.files(amount=50_000)
    expect(wang).offered()
    assert why(bank)["li"] == because


def test_who_is_busy_is_passed_over(bank: Bank, branch: BranchOffice, counter_a: Counter) -> None:
    li, _ = branch.has(idle="li"), branch.has(idle="wang")
    counter_a.files("c1")
    li.accepts("c1")
    counter_a.files("c2")
    assert why(bank, "c2") == {"li": "busy", "wang": "idle longest"}


def test_a_limit_is_up_to_and_including(branch: BranchOffice, counter_a: Counter) -> None:
    li = branch.has(idle="li", limit=50_000)
    counter_a.files(amount=50_000)
    expect(li).offered()


def test_nobody_has_more_than_their_capacity(bank: Bank, branch: BranchOffice, counter_a: Counter) -> None:
    li = branch.has(idle="li")
    branch.has_manager("zhao")
    counter_a.files("c1")
    li.promises(minutes=5)
    counter_a.files("c2")
    li.accepts("c2")
    with refused("already_taken"):
        li.accepts("c1")
    assert li.staff.assigned == 1
    assert offers(bank, "c1") == ["li"]


def test_what_waits_is_served_by_priority_plus_age(
    bank: Bank, branch: BranchOffice, counter_a: Counter
) -> None:
    li = branch.has(idle="li")
    branch.has_manager("zhao")
    counter_a.files("c1")
    li.accepts("c1")
    for case, priority in (("c2", 0), ("c3", 5), ("c4", 0)):
        bank.now += 1
        counter_a.files(case, priority=priority)
    for case, following in (("c1", "c3"), ("c3", "c2"), ("c2", "c4")):
        if case != "c1":
            li.accepts(case)
        counter_a.cancels(case)
        expect(li).offered(following)


def test_who_wraps_up_gets_the_next_when_done(bank: Bank, branch: BranchOffice, counter_a: Counter) -> None:
    li = branch.has(idle="li")
    branch.has_manager("zhao")
    li.becomes(wrap_up_until=bank.now + 10)
    counter_a.files()
    assert find(bank, "c1").phase == "awaiting_manager"
    bank.now += 10
    bank.look()
    expect(li).offered()
