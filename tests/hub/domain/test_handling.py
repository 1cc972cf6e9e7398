"""Materials, review by one or two, the core, and the end of a case."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hub.domain.effects import CallCore
from tests.hub.domain.playbook import (
    BankClock,
    BranchOffice,
    Core,
    Counter,
    Teller,
    expect,
    find,
    form,
    refused,
    why,
)
from tests.model.bank import Bank


@pytest.fixture
def li(branch: BranchOffice) -> Teller:
    return branch.has(idle="li")


@pytest.fixture
def wang(li: Teller, branch: BranchOffice) -> Teller:
    return branch.has(idle="wang")


class TestReview:
    def test_passed(self, li: Teller, counter_a: Counter) -> None:
        counter_a.files(required_materials=("form",))
        li.accepts()
        counter_a.captures()
        counter_a.is_done()
        li.sees_materials()
        li.passes()
        expect(counter_a).told("accepted")
        expect(counter_a).told("succeeded", person="li")
        expect(counter_a).told_nothing_more()
        assert li.staff.assigned == 0

    def test_not_passed_needs_a_reason(self, li: Teller, counter_a: Counter) -> None:
        counter_a.files()
        li.accepts()
        counter_a.is_done()
        with refused("invalid_application"):
            li.does_not_pass()
        li.does_not_pass("not signed")
        expect(counter_a).told("accepted")
        expect(counter_a).told("failed", reasons=("not signed",))

    def test_nothing_is_decided_on_what_was_not_shown(self, li: Teller, counter_a: Counter) -> None:
        counter_a.files()
        li.accepts()
        counter_a.captures()
        counter_a.is_done()
        with refused("materials_missing"):
            li.passes()

    def test_all_that_is_required_must_be_there(self, li: Teller, counter_a: Counter) -> None:
        counter_a.files(required_materials=("form", "id-card"))
        li.accepts()
        counter_a.captures()
        with refused("materials_missing"):
            counter_a.is_done()

    def test_recapture(self, li: Teller, counter_a: Counter) -> None:
        counter_a.files()
        li.accepts()
        counter_a.captures(form(1))
        counter_a.is_done()
        li.sees_materials()
        li.wants_again("form")
        expect(counter_a).told("accepted")
        expect(counter_a).told("recapture", materials=("form",), reasons=("too dark",))
        with refused("not_in_phase"):
            li.passes()
        counter_a.captures(form(1))  # the old one, sent again
        with refused("materials_missing"):
            counter_a.is_done()
        counter_a.captures(form(2))
        counter_a.is_done()
        with refused("materials_missing"):
            li.passes()
        li.sees_materials()
        li.passes()
        expect(counter_a).told("succeeded")

    def test_only_what_is_there_can_be_wanted_again(self, li: Teller, counter_a: Counter) -> None:
        counter_a.files()
        li.accepts()
        counter_a.captures()
        counter_a.is_done()
        with refused("unknown_material"):
            li.wants_again("passport")
        with refused("unknown_material"):
            li.wants_again()


class TestTwoReviewers:
    """双人复核: two people, never one."""

    def test_the_second_is_another(self, li: Teller, wang: Teller, bank: Bank, counter_a: Counter) -> None:
        li.becomes(capacity=2)
        self.passed_once(li, counter_a)
        assert find(bank, "c1").stage == "confirming"
        assert why(bank) == {"li": "has the case already", "wang": "idle longest"}
        expect(wang).offered()
        wang.accepts()
        with refused("not_the_handler"):
            li.passes()
        wang.passes()
        expect(counter_a).told("accepted", person="li")
        expect(counter_a).told("succeeded", person="li")
        expect(counter_a).told_nothing_more()

    def test_a_manager_cannot_name_the_first(
        self, li: Teller, branch: BranchOffice, counter_a: Counter
    ) -> None:
        zhao = branch.has_manager("zhao")
        self.passed_once(li, counter_a)
        with refused("already_taken"):
            zhao.names(li)

    def test_the_second_may_refuse_it(self, li: Teller, wang: Teller, counter_a: Counter) -> None:
        self.passed_once(li, counter_a)
        wang.accepts()
        wang.does_not_pass("the signatures differ")
        expect(counter_a).told("accepted")
        expect(counter_a).told("failed", reasons=("the signatures differ",))

    def test_a_decline_is_no_news_to_the_origin_and_the_case_waits(
        self, li: Teller, wang: Teller, bank: Bank, counter_a: Counter, branch: BranchOffice
    ) -> None:
        self.passed_once(li, counter_a)
        expect(counter_a).told("accepted")
        wang.declines()
        expect(counter_a).told_nothing_more()
        assert find(bank, "c1").stage == "confirming"
        sun = branch.has(idle="sun")
        bank.look()
        expect(sun).offered()

    def test_managers_who_let_it_lie_are_told_that_it_is_over(
        self, li: Teller, bank: Bank, branch: BranchOffice, counter_a: Counter, clock: BankClock
    ) -> None:
        zhao = branch.has_manager("zhao")
        self.passed_once(li, counter_a)
        clock.goes(to="manager deadline")
        expect(zhao).saw("asked", "answered", "asked")
        assert find(bank, "c1").result is None

    def test_a_second_who_is_lost_is_replaced(
        self, li: Teller, wang: Teller, branch: BranchOffice, counter_a: Counter
    ) -> None:
        self.passed_once(li, counter_a)
        wang.accepts()
        sun = branch.has(idle="sun")
        wang.is_lost()
        expect(sun).offered()
        sun.accepts()
        with refused("not_the_handler"):
            wang.passes(fence=2)
        sun.passes()
        expect(li).saw("offered", "assigned", "ready_for_review", "passed", "closed")

    def passed_once(self, li: Teller, counter_a: Counter) -> None:
        counter_a.files(second_review=True)
        li.accepts()
        counter_a.is_done()
        li.passes()


class TestFulfilment:
    def test_by_hand(self, li: Teller, bank: Bank, counter_a: Counter) -> None:
        self.passed(li, counter_a, "manual")
        expect(counter_a).told_nothing_more()
        with refused("invalid_application"):
            li.enters(" ")
        li.enters("KH-42")
        expect(counter_a).told("succeeded", reference="KH-42")
        assert find(bank, "c1").reference == "KH-42"
        with refused("not_in_phase"):
            li.enters("KH-43")

    def test_by_the_core_once(self, li: Teller, bank: Bank, counter_a: Counter, core: Core) -> None:
        self.passed(li, counter_a, "http")
        calls = [said.effect for said in bank.said if isinstance(said.effect, CallCore)]
        assert calls == [CallCore("north-c1", "north-c1")]
        with refused("not_in_phase"):
            li.enters("KH-1")
        with refused("not_expected"):
            core.does_it(key="another")
        core.does_it("KH-7")
        expect(counter_a).told("succeeded", reference="KH-7")
        with refused("not_in_phase"):
            core.does_it("KH-7")
        expect(counter_a).told_nothing_more()

    def test_the_core_refuses(self, li: Teller, counter_a: Counter, core: Core) -> None:
        self.passed(li, counter_a, "http")
        core.refuses("the account is blocked")
        expect(counter_a).told("failed", reasons=("the account is blocked",))

    @pytest.mark.parametrize("mode", ["manual", "http"])
    def test_what_the_core_may_be_doing_is_not_taken_back(
        self, mode: str, li: Teller, bank: Bank, counter_a: Counter, clock: BankClock
    ) -> None:
        self.passed(li, counter_a, mode)
        with refused("not_in_phase"):
            counter_a.cancels()
        clock.passes(minutes=60 * 24)
        assert find(bank, "c1").phase == "fulfilling"

    def test_by_hand_when_the_handler_is_lost(self, li: Teller, wang: Teller, counter_a: Counter) -> None:
        self.passed(li, counter_a, "manual")
        li.is_lost()
        wang.accepts()
        with refused("not_the_handler"):
            li.enters("KH-1")
        wang.enters("KH-1")
        expect(counter_a).told("accepted", person="wang")
        expect(counter_a).told("succeeded")

    def test_by_the_core_nobody_is_needed(self, li: Teller, bank: Bank, counter_a: Counter) -> None:
        self.passed(li, counter_a, "http")
        li.is_lost()
        expect(li).handles()

    def passed(self, li: Teller, counter_a: Counter, mode: str) -> None:
        counter_a.files(fulfilment=mode)
        li.accepts()
        expect(counter_a).told("accepted")
        counter_a.is_done()
        li.passes()


class TestEnd:
    @pytest.mark.parametrize(
        "come_to",
        [
            lambda li, a: None,
            lambda li, a: li.promises(minutes=5),
            lambda li, a: li.accepts(),
            lambda li, a: (li.accepts(), a.is_done()),
        ],
        ids=["offered", "waiting", "collecting", "reviewing"],
    )
    def test_the_origin_cancels_at_any_moment(
        self, come_to: Callable[[Teller, Counter], object], li: Teller, bank: Bank, counter_a: Counter
    ) -> None:
        counter_a.files()
        come_to(li, counter_a)
        counter_a.cancels()
        assert counter_a.news()[-1].news == "cancelled"
        assert counter_a.news()[-1].reasons == ("the customer left",)
        assert bank.timers() == []
        assert li.staff.assigned == li.staff.offered == 0
        with refused("not_in_phase"):
            counter_a.cancels()

    def test_while_managers_are_asked(self, bank: Bank, branch: BranchOffice, counter_a: Counter) -> None:
        zhao = branch.has_manager("zhao")
        counter_a.files()
        counter_a.cancels()
        expect(zhao).saw("asked", "answered")
        expect(counter_a).told("cancelled")

    def test_while_a_second_reviewer_is_sought(self, li: Teller, wang: Teller, counter_a: Counter) -> None:
        TestTwoReviewers().passed_once(li, counter_a)
        counter_a.cancels()
        expect(wang).saw("offered", "offer_ended")
        expect(li).saw("offered", "assigned", "ready_for_review", "passed", "offer_ended", "closed")

    def test_only_the_origin_cancels(self, li: Teller, bank: Bank, counter_a: Counter) -> None:
        counter_a.files()
        with refused("not_the_origin"):
            Counter(bank, "north/b1/counter-9").cancels()

    def test_a_forgotten_case_expires(
        self, li: Teller, bank: Bank, counter_a: Counter, clock: BankClock
    ) -> None:
        counter_a.files(case_ms=30_000)
        li.accepts()
        clock.goes(to="case deadline")
        expect(counter_a).told("accepted")
        expect(counter_a).told("expired", reasons=("nobody finished it in time",))
        assert li.staff.assigned == 0

    def test_the_result_is_acknowledged_once(self, li: Teller, bank: Bank, counter_a: Counter) -> None:
        counter_a.files()
        with refused("not_in_phase"):
            counter_a.shows_result()
        counter_a.cancels()
        counter_a.shows_result()
        counter_a.shows_result()
        assert find(bank, "c1").result_shown
        assert [type(event).__name__ for event in bank.journal["north-c1"]].count("ResultShown") == 1

    def test_a_case_is_filed_once(self, li: Teller, counter_a: Counter) -> None:
        counter_a.files()
        with refused("case_exists"):
            counter_a.files()

    def test_a_case_nobody_filed_is_unknown(self, li: Teller, counter_a: Counter) -> None:
        with refused("unknown_case"):
            counter_a.cancels()

    def test_a_case_belongs_to_the_region_of_its_branch(self, counter_a: Counter) -> None:
        with refused("unknown_branch"):
            counter_a.files(at="south/b1")
