"""Nobody is idle: managers are asked, and then the branch's overflow."""

from __future__ import annotations

import pytest

from tests.hub.domain.playbook import (
    BankClock,
    BranchOffice,
    Counter,
    Teller,
    expect,
    find,
    offers,
    refused,
    why,
)
from tests.model.bank import Bank


@pytest.fixture
def li(branch: BranchOffice, counter_a: Counter) -> Teller:
    """A teller who is busy with another case."""
    li = branch.has(idle="li")
    counter_a.files("c0")
    li.accepts("c0")
    expect(counter_a).told("accepted")
    return li


class TestManagers:
    """大堂经理: all are asked, the first answer wins."""

    def test_all_on_duty_are_asked_and_the_first_answer_wins(
        self, li: Teller, bank: Bank, branch: BranchOffice, counter_a: Counter
    ) -> None:
        zhao, qian = branch.has_manager("zhao"), branch.has_manager("qian")
        branch.has_manager("away", on_duty=False)
        counter_a.files()
        assert find(bank, "c1").phase == "awaiting_manager"
        expect(zhao).saw("asked")
        zhao.names(li)
        expect(li).queued()
        expect(qian).saw("asked", "answered")
        with refused("not_in_phase"):
            qian.names(li)

    def test_a_busy_teller_gets_it_when_free(
        self, li: Teller, branch: BranchOffice, counter_a: Counter
    ) -> None:
        zhao = branch.has_manager("zhao")
        counter_a.files()
        zhao.names(li)
        counter_a.cancels("c0")
        expect(li).offered()
        li.accepts()
        expect(li).handles()

    def test_whoever_goes_home_keeps_nothing_queued(
        self, li: Teller, branch: BranchOffice, counter_a: Counter
    ) -> None:
        zhao = branch.has_manager("zhao")
        counter_a.files()
        zhao.names(li)
        li.becomes(on_duty=False)
        expect(zhao).saw("asked", "answered", "asked")

    def test_who_is_only_silent_is_asked_at_once(
        self, bank: Bank, branch: BranchOffice, counter_a: Counter
    ) -> None:
        sun, zhao = branch.has(idle="sun", unresponsive=True), branch.has_manager("zhao")
        counter_a.files()
        zhao.names(sun)
        expect(sun).offered()

    def test_who_was_not_asked_names_nobody(
        self, li: Teller, branch: BranchOffice, counter_a: Counter
    ) -> None:
        branch.has_manager("zhao")
        away = branch.has_manager("away", on_duty=False)
        counter_a.files()
        with refused("not_granted"):
            away.names(li)

    def test_whom_they_name_must_be_fit(self, branch: BranchOffice, counter_a: Counter) -> None:
        zhao, sun = branch.has_manager("zhao"), branch.has(idle="sun", limit=100)
        counter_a.files(amount=101)
        with refused("not_on_duty"):
            zhao.names(sun)
        with refused("already_taken"):
            zhao.names(zhao)

    def test_someone_who_becomes_idle_answers_the_question(
        self, li: Teller, branch: BranchOffice, counter_a: Counter
    ) -> None:
        zhao = branch.has_manager("zhao")
        counter_a.files()
        counter_a.cancels("c0")
        expect(li).offered()
        expect(zhao).saw("asked", "answered")

    def test_no_answer_in_time_takes_who_is_idle_by_then(
        self, li: Teller, bank: Bank, branch: BranchOffice, counter_a: Counter
    ) -> None:
        branch.has_manager("zhao")
        counter_a.files()
        due = next(due for due, _, timer in bank.timers() if timer.kind == "manager")
        sun = branch.has(idle="sun")
        bank.now = due
        bank.look()  # timers come before the look at what waits
        expect(sun).offered()
        assert why(bank)["sun"] == "idle longest"

    def test_no_answer_in_time_sends_it_back(
        self, li: Teller, branch: BranchOffice, counter_a: Counter, clock: BankClock
    ) -> None:
        zhao = branch.has_manager("zhao")
        counter_a.files()
        clock.goes(to="manager deadline")
        expect(counter_a).told("failed", reasons=("nobody at north/b2 can take the case now",))
        with refused("not_in_phase"):
            zhao.names(li)

    def test_a_named_teller_may_decline(self, li: Teller, branch: BranchOffice, counter_a: Counter) -> None:
        zhao = branch.has_manager("zhao")
        counter_a.files()
        zhao.names(li)
        counter_a.cancels("c0")
        expect(counter_a).told("cancelled")
        li.declines()
        expect(counter_a).told("declined", rerouting=True)
        expect(zhao).saw("asked", "answered", "asked")


class TestWaitingForAnyone:
    """No manager is there, but somebody who could have the case is."""

    def test_who_comes_free_in_time_gets_it(self, li: Teller, counter_a: Counter) -> None:
        counter_a.files()
        expect(counter_a).told_nothing_more()
        counter_a.cancels("c0")
        expect(li).offered()

    def test_a_manager_who_comes_is_asked(
        self, li: Teller, bank: Bank, branch: BranchOffice, counter_a: Counter, clock: BankClock
    ) -> None:
        counter_a.files()
        zhao = branch.has_manager("zhao")
        clock.passes(minutes=0.1)
        assert find(bank, "c1").phase == "awaiting_manager"
        expect(zhao).saw("asked")

    def test_a_counter_may_take_a_moment_to_be_connected_again(
        self, branch: BranchOffice, counter_a: Counter, clock: BankClock
    ) -> None:
        wang = branch.has(idle="wang", counter_online=False)
        counter_a.files()
        expect(counter_a).told_nothing_more()
        branch.has(idle="wang")
        clock.passes(minutes=0.1)
        expect(wang).offered()

    def test_but_not_for_ever(self, li: Teller, counter_a: Counter, clock: BankClock) -> None:
        counter_a.files()
        clock.goes(to="manager deadline")
        expect(counter_a).told("failed", reasons=("nobody at north/b2 can take the case now",))


class TestOverflow:
    """No manager, or none who answers: deputy, sister branch, back to the origin."""

    def test_a_deputy_is_offered_it(
        self, li: Teller, bank: Bank, branch: BranchOffice, counter_a: Counter, clock: BankClock
    ) -> None:
        branch.overflows("deputy:zhao", "branch:north/b3")
        zhao = branch.has_manager("zhao", skills=frozenset({"accounts"}))
        counter_a.files()
        clock.goes(to="manager deadline")
        expect(zhao).offered()
        assert why(bank)["zhao"] == "the branch's deputy"

    @pytest.mark.parametrize("unfit", [{"limit": 100}, {"skills": frozenset[str]()}, {"on_duty": False}])
    def test_a_deputy_must_be_fit_for_it(
        self,
        unfit: dict[str, object],
        li: Teller,
        branch: BranchOffice,
        counter_a: Counter,
        clock: BankClock,
    ) -> None:
        branch.overflows("deputy:sun")
        branch.has(idle="sun", on_break=True, **unfit)
        counter_a.files(amount=101)
        clock.goes(to="manager deadline")
        expect(counter_a).told("failed")

    def test_a_deputy_who_declines_is_not_asked_again(
        self,
        li: Teller,
        bank: Bank,
        branch: BranchOffice,
        sister: BranchOffice,
        counter_a: Counter,
        clock: BankClock,
    ) -> None:
        branch.overflows("deputy:sun", "branch:north/b3")
        sun, chen = branch.has(idle="sun", role="reviewer"), sister.has(idle="chen")
        counter_a.files()
        clock.goes(to="manager deadline")
        expect(sun).offered()
        sun.declines()
        expect(counter_a).told("declined", rerouting=True)
        expect(chen).offered()
        assert offers(bank) == ["sun", "chen"]

    def test_a_sister_branch_takes_it_once(
        self,
        li: Teller,
        bank: Bank,
        branch: BranchOffice,
        sister: BranchOffice,
        counter_a: Counter,
        clock: BankClock,
    ) -> None:
        branch.overflows("branch:north/b3")
        sister.overflows("branch:north/b2")
        chen = sister.has(idle="chen")
        counter_a.files()
        clock.goes(to="manager deadline")
        assert find(bank, "c1").branch == "north/b3"
        expect(chen).offered()
        chen.declines()
        expect(counter_a).told("declined", rerouting=False)
        expect(counter_a).told("failed", reasons=("nobody at north/b3 can take the case now",))

    def test_back_to_the_origin_with_the_reason(
        self, bank: Bank, branch: BranchOffice, counter_a: Counter
    ) -> None:
        branch.has(idle="li", on_duty=False)
        counter_a.files()
        expect(counter_a).told("failed", reasons=("nobody at north/b2 can take the case now",))
        assert find(bank, "c1").result == "failed"
