"""What the customer agrees to, and remarks that come after their material."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hub.domain.case import Phase
from tests.hub.domain.playbook import (
    BranchOffice,
    Core,
    Counter,
    Teller,
    expect,
    find,
    form,
    happened,
    refused,
)
from tests.model.bank import Bank

ALIKE = '[{"kind": "faces-alike"}]'
LOOK = '[{"kind": "faces-look"}]'


@pytest.fixture
def li(branch: BranchOffice) -> Teller:
    return branch.has(idle="li")


class TestConsent:
    def test_it_stands_in_the_journal_while_nobody_has_the_case(
        self, li: Teller, counter_a: Counter, bank: Bank
    ) -> None:
        counter_a.files()
        before = find(bank, "c1")
        counter_a.hears(given=True)
        after = find(bank, "c1")
        assert after.consents["face-comparison"].given
        assert replace(after, consents={}) == before
        assert happened(bank)[-1] == "ConsentRecorded"

    def test_the_same_answer_twice_is_one(self, li: Teller, counter_a: Counter, bank: Bank) -> None:
        counter_a.files()
        counter_a.hears(given=True)
        counter_a.hears(given=True)
        assert happened(bank).count("ConsentRecorded") == 1

    def test_taken_back_it_is_an_event_of_its_own_and_the_handler_sees_it(
        self, li: Teller, counter_a: Counter, bank: Bank
    ) -> None:
        counter_a.files()
        li.accepts()
        counter_a.hears(given=True)
        counter_a.hears(given=False, minute=1)
        assert not find(bank, "c1").consents["face-comparison"].given
        assert happened(bank).count("ConsentRecorded") == 2
        expect(li).saw("offered", "assigned", "consent", "consent")
        expect(li).handles()

    def test_it_can_be_taken_back_at_every_stage_until_the_end(
        self, branch: BranchOffice, li: Teller, counter_a: Counter, core: Core, bank: Bank
    ) -> None:
        wang = branch.has(idle="wang")
        counter_a.files(second_review=True, fulfilment="http")
        phases = []
        for minute, goes_on in enumerate(
            (li.accepts, counter_a.is_done, li.passes, wang.accepts, wang.passes)
        ):
            goes_on()
            counter_a.hears(given=bool(minute % 2), minute=minute)
            phases.append(find(bank, "c1").phase)
        assert {Phase.COLLECTING, Phase.REVIEWING, Phase.CONFIRMING, Phase.FULFILLING} <= set(phases)
        assert happened(bank).count("ConsentRecorded") == 5
        core.does_it()
        with refused("not_in_phase"):
            counter_a.hears(given=False, minute=9)

    def test_of_a_case_that_nobody_filed_it_is_refused(self, counter_a: Counter) -> None:
        with refused("unknown_case"):
            counter_a.hears()

    def test_another_counter_cannot_give_it(self, li: Teller, counter_a: Counter, bank: Bank) -> None:
        counter_a.files()
        with refused("not_the_origin"):
            Counter(bank, "north/b1/counter-2").hears()


class TestLaterRemarks:
    def test_they_take_the_place_of_the_earlier_and_go_to_the_handler(
        self, li: Teller, counter_a: Counter, bank: Bank
    ) -> None:
        counter_a.files()
        li.accepts()
        counter_a.captures()
        counter_a.remarks(ALIKE)
        counter_a.remarks(ALIKE)
        assert find(bank, "c1").materials["form"] == replace(form(), findings=ALIKE)
        assert happened(bank).count("FindingsChanged") == 1
        expect(li).saw("offered", "assigned", "material", "material")

    def test_nothing_is_decided_before_the_handlers_counter_has_them(
        self, li: Teller, counter_a: Counter
    ) -> None:
        counter_a.files()
        li.accepts()
        counter_a.captures()
        counter_a.is_done()
        li.sees_materials()
        counter_a.remarks(ALIKE)
        with refused("materials_missing"):
            li.passes()
        li.sees_materials()
        li.passes()

    def test_after_a_review_what_it_rested_on_stays(
        self, branch: BranchOffice, li: Teller, counter_a: Counter, bank: Bank
    ) -> None:
        branch.has(idle="wang")
        counter_a.files(second_review=True)
        li.accepts()
        counter_a.captures()
        counter_a.remarks(LOOK)
        counter_a.is_done()
        li.sees_materials()
        li.passes()
        with refused("not_in_phase"):
            counter_a.remarks(ALIKE)
        assert find(bank, "c1").materials["form"].findings == LOOK

    def test_of_bytes_that_were_replaced_they_are_refused(self, li: Teller, counter_a: Counter) -> None:
        counter_a.files()
        li.accepts()
        counter_a.captures(form(2))
        with refused("unknown_material"):
            counter_a.remarks(ALIKE, form(1))

    def test_another_counter_cannot_make_them(self, li: Teller, counter_a: Counter, bank: Bank) -> None:
        counter_a.files()
        li.accepts()
        counter_a.captures()
        with refused("not_the_origin"):
            Counter(bank, "north/b1/counter-2").remarks(ALIKE)
