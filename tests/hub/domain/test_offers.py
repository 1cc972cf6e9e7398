"""An offer is accepted, put off, declined, passed on, or runs out; a late answer is a refusal."""

from __future__ import annotations

import pytest

from hub.domain.events import OfferDeclined, OfferExpired
from tests.hub.domain.playbook import (
    BankClock,
    BranchOffice,
    Counter,
    Teller,
    expect,
    find,
    offers,
    refused,
)
from tests.model.bank import Bank


@pytest.fixture
def li(branch: BranchOffice) -> Teller:
    return branch.has(idle="li")


@pytest.fixture
def wang(li: Teller, branch: BranchOffice) -> Teller:
    return branch.has(idle="wang")


def test_accepting_brings_it_to_the_counter(li: Teller, bank: Bank, counter_a: Counter) -> None:
    counter_a.files()
    expect(counter_a).told_nothing_more()
    li.accepts()
    expect(counter_a).told("accepted", person="li")
    expect(li).handles()
    assert find(bank, "c1").seats[0].counter == li.counter


def test_accepting_twice_changes_nothing(li: Teller, counter_a: Counter) -> None:
    counter_a.files()
    li.accepts()
    expect(counter_a).told("accepted")
    with refused("not_in_phase"):
        li.accepts()
    expect(counter_a).told_nothing_more()


def test_who_is_not_signed_in_cannot_accept(li: Teller, counter_a: Counter) -> None:
    counter_a.files()
    li.becomes(counter=None, counter_online=False)
    with refused("not_on_duty"):
        li.accepts()


def test_a_decline_goes_on_to_the_next(li: Teller, wang: Teller, counter_a: Counter) -> None:
    counter_a.files()
    li.declines(reason="with another customer")
    told = {"person": "li", "reasons": ("with another customer",), "rerouting": True}
    expect(counter_a).told("declined", **told)
    expect(wang).offered()
    assert not li.staff.unresponsive


def test_the_last_decline_closes_it(li: Teller, wang: Teller, counter_a: Counter) -> None:
    counter_a.files()
    li.declines()
    wang.declines()
    expect(counter_a).told("declined", person="li", rerouting=True)
    expect(counter_a).told("declined", person="wang", rerouting=False)
    expect(counter_a).told("failed", reasons=("nobody at north/b2 can take the case now",))
    expect(counter_a).told_nothing_more()


def test_a_decline_needs_a_reason(li: Teller, counter_a: Counter) -> None:
    counter_a.files()
    with refused("invalid_application"):
        li.declines(reason="")


def test_silence_is_not_a_decline(
    li: Teller, wang: Teller, bank: Bank, counter_a: Counter, clock: BankClock
) -> None:
    counter_a.files()
    clock.goes(to="offer deadline")
    expect(counter_a).told_nothing_more()
    expect(wang).offered()
    assert li.staff.unresponsive
    journal = bank.journal["north-c1"]
    assert any(isinstance(event, OfferExpired) for event in journal)
    assert not any(isinstance(event, OfferDeclined) for event in journal)


def test_who_was_silent_gets_no_more_until_they_act(
    li: Teller, wang: Teller, bank: Bank, branch: BranchOffice, counter_a: Counter, clock: BankClock
) -> None:
    branch.has_manager("zhao")
    counter_a.files("c1")
    clock.goes(to="offer deadline")
    wang.accepts("c1")
    counter_a.files("c2")
    assert find(bank, "c2").phase == "awaiting_manager"
    with refused("not_in_phase"):
        li.accepts("c1", offer=1)
    bank.look()
    expect(li).offered("c2")


def test_an_answer_after_the_deadline_is_refused(
    li: Teller, wang: Teller, counter_a: Counter, clock: BankClock
) -> None:
    counter_a.files()
    clock.goes(to="offer deadline")
    with refused("stale_offer"):
        li.accepts(offer=1)
    with refused("stale_offer"):
        li.declines(offer=1)
    expect(wang).offered()


def test_a_stranger_cannot_answer(li: Teller, wang: Teller, counter_a: Counter) -> None:
    counter_a.files()
    with refused("stale_offer"):
        wang.accepts(offer=1)
    expect(li).offered()


class TestWait:
    """等待: a promise keeps the case, and it comes back to who made it first."""

    def test_it_comes_back_to_the_same_teller(
        self, li: Teller, wang: Teller, bank: Bank, counter_a: Counter, clock: BankClock
    ) -> None:
        counter_a.files()
        li.promises(minutes=10)
        expect(counter_a).told("waiting", person="li", until=bank.now + 600_000)
        assert find(bank, "c1").phase == "waiting"
        clock.goes(to="promised time")
        expect(li).offered()
        assert offers(bank) == ["li"]
        li.accepts()
        expect(counter_a).told("accepted")

    def test_whoever_breaks_it_is_silent(
        self, li: Teller, wang: Teller, counter_a: Counter, clock: BankClock
    ) -> None:
        counter_a.files()
        li.promises(minutes=10)
        clock.goes(to="promised time")
        clock.goes(to="offer deadline")
        expect(wang).offered()
        assert li.staff.unresponsive

    def test_who_promised_may_take_it_earlier(self, li: Teller, counter_a: Counter) -> None:
        counter_a.files()
        li.promises(minutes=10)
        li.accepts()
        expect(li).handles()

    def test_who_promised_takes_others_meanwhile(self, li: Teller, counter_a: Counter) -> None:
        counter_a.files("c1")
        li.promises(minutes=10)
        counter_a.files("c2")
        expect(li).offered("c2")

    @pytest.mark.parametrize("minutes", [-1, 0, 31])
    def test_a_promise_is_for_the_near_future(self, minutes: int, li: Teller, counter_a: Counter) -> None:
        counter_a.files()
        with refused("invalid_application"):
            li.promises(minutes=minutes)

    def test_the_origin_may_ask_for_another(self, li: Teller, wang: Teller, counter_a: Counter) -> None:
        counter_a.files()
        with refused("not_in_phase"):
            counter_a.asks_for_another()
        li.promises(minutes=10)
        counter_a.asks_for_another()
        expect(wang).offered()
        with refused("stale_offer"):
            li.accepts(offer=1)

    def test_only_the_origin_may(self, li: Teller, bank: Bank, counter_a: Counter) -> None:
        counter_a.files()
        li.promises(minutes=10)
        with refused("not_the_origin"):
            Counter(bank, "north/b1/counter-9").asks_for_another()


class TestPassOn:
    """转派 of what was not accepted: it goes on at once."""

    def test_it_goes_to_the_other_at_once(
        self, li: Teller, wang: Teller, bank: Bank, counter_a: Counter
    ) -> None:
        counter_a.files()
        li.passes_on(to=wang)
        expect(wang).offered()
        expect(li).saw("offered", "offer_ended")
        assert offers(bank) == ["li", "wang"]

    def test_not_to_oneself_or_a_stranger(self, li: Teller, bank: Bank, counter_a: Counter) -> None:
        counter_a.files()
        with refused("already_taken"):
            li.passes_on(to=li)
        with refused("unknown_branch"):
            li.passes_on(to=Teller(bank, "nobody"))

    def test_not_to_who_may_not_have_it(self, li: Teller, branch: BranchOffice, counter_a: Counter) -> None:
        sun = branch.has(idle="sun", limit=100)
        counter_a.files(amount=101)
        with refused("not_on_duty"):
            li.passes_on(to=sun)
