"""转派 of a case that somebody has, and a handler who is lost: at every moment one person has it."""

from __future__ import annotations

import pytest

from tests.hub.domain.playbook import BankClock, BranchOffice, Counter, Teller, expect, find, form, refused
from tests.model.bank import Bank


@pytest.fixture
def li(branch: BranchOffice, counter_a: Counter) -> Teller:
    """The handler of `c1`."""
    li = branch.has(idle="li")
    counter_a.files()
    li.accepts()
    expect(counter_a).told("accepted", person="li")
    return li


@pytest.fixture
def wang(li: Teller, branch: BranchOffice) -> Teller:
    return branch.has(idle="wang")


class TestTransfer:
    def test_the_old_handler_keeps_it_until_the_new_one_accepts(
        self, li: Teller, wang: Teller, counter_a: Counter
    ) -> None:
        li.transfers(to=wang)
        expect(li).handles()
        expect(wang).offered()
        wang.accepts()
        expect(wang).handles()
        expect(li).saw("offered", "assigned", "transferred")
        expect(counter_a).told("accepted", person="wang")
        assert (li.staff.assigned, wang.staff.assigned) == (0, 1)

    def test_a_decline_leaves_it_and_is_no_news_to_the_origin(
        self, li: Teller, wang: Teller, counter_a: Counter
    ) -> None:
        li.transfers(to=wang)
        wang.declines()
        expect(li).handles()
        expect(li).saw("offered", "assigned", "offer_ended")
        expect(counter_a).told_nothing_more()

    def test_silence_leaves_it(self, li: Teller, wang: Teller, bank: Bank, clock: BankClock) -> None:
        li.transfers(to=wang)
        clock.goes(to="offer deadline")
        expect(li).handles()
        assert wang.staff.unresponsive
        assert find(bank, "c1").offer is None

    def test_a_promise_to_take_over_is_no_news_to_the_origin(
        self, li: Teller, wang: Teller, counter_a: Counter
    ) -> None:
        li.transfers(to=wang)
        wang.promises(minutes=5)
        expect(li).handles()
        expect(counter_a).told_nothing_more()

    def test_it_can_be_passed_on(self, li: Teller, wang: Teller, branch: BranchOffice) -> None:
        sun = branch.has(idle="sun")
        li.transfers(to=wang)
        wang.passes_on(to=sun)
        sun.accepts()
        expect(sun).handles()
        assert li.staff.assigned == wang.staff.assigned == 0

    def test_a_busy_target_has_it_queued(self, li: Teller, wang: Teller, counter_a: Counter) -> None:
        counter_a.files("c2")
        wang.accepts("c2")
        li.transfers(to=wang)
        expect(wang).queued()
        counter_a.cancels("c2")
        expect(wang).offered()

    def test_a_queued_target_who_goes_home_gives_it_back(
        self, li: Teller, wang: Teller, bank: Bank
    ) -> None:
        wang.becomes(on_break=True)
        li.transfers(to=wang)
        wang.becomes(on_duty=False)
        expect(li).handles()
        assert find(bank, "c1").search is None
        expect(li).saw("offered", "assigned", "offer_ended")

    def test_one_transfer_at_a_time(self, li: Teller, wang: Teller, branch: BranchOffice) -> None:
        sun = branch.has(idle="sun")
        li.transfers(to=wang)
        with refused("already_taken"):
            li.transfers(to=sun)

    def test_the_handler_may_finish_it_themselves(
        self, li: Teller, wang: Teller, counter_a: Counter
    ) -> None:
        counter_a.is_done()
        li.transfers(to=wang)
        li.passes()
        expect(counter_a).told("succeeded", person="li")
        expect(wang).saw("offered", "offer_ended")
        with refused("not_in_phase"):
            wang.accepts()

    def test_the_old_handler_is_a_stranger_then(self, li: Teller, wang: Teller, counter_a: Counter) -> None:
        counter_a.is_done()
        li.transfers(to=wang)
        wang.accepts()
        with refused("not_the_handler"):
            li.passes(fence=1)

    def test_what_comes_back_must_be_shown_anew(
        self, li: Teller, wang: Teller, bank: Bank, counter_a: Counter
    ) -> None:
        counter_a.captures()
        counter_a.is_done()
        li.sees_materials()
        li.transfers(to=wang)
        wang.accepts()
        assert find(bank, "c1").unseen_at(wang.counter) == ("form",)
        wang.transfers(to=li)
        li.accepts()
        with refused("materials_missing"):
            li.passes()
        li.sees_materials()
        li.passes()


class TestHandlerLost:
    def test_it_is_offered_again(self, li: Teller, wang: Teller, counter_a: Counter, bank: Bank) -> None:
        li.is_lost()
        expect(li).saw("offered", "assigned", "lost")
        expect(wang).offered()
        wang.accepts()
        expect(counter_a).told("accepted", person="wang")
        seat = find(bank, "c1").handler
        assert seat is not None
        assert seat.fence == 2

    def test_who_comes_back_finds_it_in_other_hands(
        self, li: Teller, wang: Teller, counter_a: Counter
    ) -> None:
        counter_a.is_done()
        li.is_lost()
        wang.accepts()
        for command in (li.passes, lambda fence: li.transfers(wang, fence=fence)):
            with refused("not_the_handler"):
                command(fence=1)

    def test_a_fence_that_is_behind_is_refused_even_to_who_has_it_again(
        self, li: Teller, counter_a: Counter, branch: BranchOffice
    ) -> None:
        zhao = branch.has_manager("zhao")
        counter_a.is_done()
        li.is_lost()
        zhao.names(li)
        li.accepts()
        with refused("not_the_handler"):
            li.passes(fence=1)
        li.passes(fence=2)

    def test_the_origin_goes_on_capturing_meanwhile(
        self, li: Teller, wang: Teller, bank: Bank, counter_a: Counter
    ) -> None:
        li.is_lost()
        counter_a.captures()
        counter_a.is_done()
        wang.accepts()
        wang.sees_materials()
        wang.passes()
        expect(counter_a).told("accepted", person="wang")
        expect(counter_a).told("succeeded")

    def test_before_anybody_had_it_nothing_is_captured(
        self, branch: BranchOffice, counter_a: Counter
    ) -> None:
        branch.has(idle="sun")
        counter_a.files("c2")
        with refused("not_in_phase"):
            counter_a.captures(form(), case="c2")

    def test_a_transfer_under_way_is_withdrawn(
        self, li: Teller, wang: Teller, branch: BranchOffice, bank: Bank
    ) -> None:
        li.transfers(to=wang)
        li.is_lost()
        expect(wang).saw("offered", "offer_ended", "offered")
        wang.accepts()
        expect(wang).handles()
