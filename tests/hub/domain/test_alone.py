"""A customer alone before a kiosk: two reviews, the recording they rest on, the queue, and the card."""

from __future__ import annotations

import pytest

from hub.domain.effects import (
    AssignToCounter,
    CallForReview,
    FulfilAtOrigin,
    OweCallback,
    RelayMaterial,
    ReleaseCounter,
)
from tests.hub.domain.playbook import (
    AT_A_KIOSK,
    BankClock,
    BranchOffice,
    Counter,
    Teller,
    expect,
    find,
    form,
    happened,
    refused,
    why,
)
from tests.model.bank import Bank


@pytest.fixture
def kiosk(bank: Bank) -> Counter:
    return Counter(bank, "north/b1/kiosk-1")


@pytest.fixture
def chen(branch: BranchOffice) -> Teller:
    return branch.has_reviewer("chen")


@pytest.fixture
def before_the_review(kiosk: Counter, chen: Teller) -> Counter:
    """Chen has the case, and the application and the ID card are there."""
    kiosk.files(rules=AT_A_KIOSK)
    chen.accepts()
    kiosk.fills_in(name="张伟")
    kiosk.captures(form(name="id-card"))
    kiosk.records()
    kiosk.is_done()
    return kiosk


class TestRounds:
    def test_from_the_application_to_the_card(
        self, before_the_review: Counter, chen: Teller, bank: Bank
    ) -> None:
        kiosk = before_the_review
        chen.passes()
        kiosk.captures(form(name="signature"))
        kiosk.records()
        kiosk.is_done()
        chen.passes()
        assert FulfilAtOrigin("north-c1") in [said.effect for said in bank.said]
        kiosk.did_it()
        expect(kiosk).told("accepted", person="chen")
        expect(kiosk).told("reviewed", review="eligibility")
        expect(kiosk).told("succeeded", reference="CARD-1")
        expect(kiosk).told_nothing_more()
        assert chen.staff.assigned == 0

    def test_one_way_of_signing_is_enough_and_one_is_needed(
        self, before_the_review: Counter, chen: Teller
    ) -> None:
        chen.passes()
        with refused("materials_missing"):
            before_the_review.is_done()
        before_the_review.captures(form(name="form"))
        before_the_review.is_done()

    def test_each_review_says_in_the_journal_what_it_was_and_on_which_recording(
        self, before_the_review: Counter, chen: Teller, bank: Bank
    ) -> None:
        chen.passes()
        decided = next(e for e in bank.journal["north-c1"] if type(e).__name__ == "ReviewDecided")
        assert (decided.review, decided.recording) == ("eligibility", f"{1:064x}")  # type: ignore[union-attr]

    def test_not_eligible_is_the_end(self, before_the_review: Counter, chen: Teller) -> None:
        chen.does_not_pass("the ID card has expired")
        expect(before_the_review).told("accepted")
        expect(before_the_review).told("failed", reasons=("the ID card has expired",))

    def test_the_machine_that_could_not_do_it_says_why(
        self, before_the_review: Counter, chen: Teller
    ) -> None:
        chen.passes()
        before_the_review.captures(form(name="signature"))
        before_the_review.is_done()
        before_the_review.records()
        chen.passes()
        before_the_review.could_not("the card did not come out")
        case = find(before_the_review.bank, "c1")
        assert (case.result, case.reasons) == ("failed", ("the card did not come out",))

    def test_the_application_is_asked_for_again_by_its_name(
        self, before_the_review: Counter, chen: Teller
    ) -> None:
        chen.wants_again("application")
        with refused("materials_missing"):
            before_the_review.is_done()
        before_the_review.fills_in(name="张维")
        before_the_review.is_done()

    def test_the_application_stays_once_it_was_passed(
        self, before_the_review: Counter, chen: Teller
    ) -> None:
        chen.passes()
        with refused("not_in_phase"):
            before_the_review.fills_in(name="张维")

    def test_without_an_application_nothing_is_reviewed(self, kiosk: Counter, chen: Teller) -> None:
        kiosk.files(rules=AT_A_KIOSK)
        chen.accepts()
        kiosk.captures(form(name="id-card"))
        with refused("materials_missing"):
            kiosk.is_done()

    def test_nothing_is_asked_for_without_end(self, before_the_review: Counter, chen: Teller) -> None:
        for version in (2, 3):
            chen.wants_again("id-card")
            before_the_review.captures(form(version, "id-card"))
            before_the_review.is_done()
        with refused("already_taken"):
            chen.wants_again("id-card")


class TestRecording:
    def test_a_gap_forbids_to_pass_and_not_to_refuse(
        self, before_the_review: Counter, chen: Teller
    ) -> None:
        before_the_review.records(missing=4)
        with refused("recording_incomplete"):
            chen.passes()
        chen.does_not_pass("somebody else held the card")

    def test_what_is_captured_anew_is_recorded_anew(self, before_the_review: Counter, chen: Teller) -> None:
        before_the_review.records(missing=4)
        chen.wants_again("id-card")
        before_the_review.captures(form(2, "id-card"))
        before_the_review.records()
        before_the_review.is_done()
        chen.passes()

    def test_without_a_recording_nothing_is_passed(self, kiosk: Counter, chen: Teller) -> None:
        kiosk.files(rules=AT_A_KIOSK)
        chen.accepts()
        kiosk.fills_in(name="张伟")
        kiosk.captures(form(name="id-card"))
        kiosk.is_done()
        with refused("recording_incomplete"):
            chen.passes()

    def test_a_recording_that_has_stopped_is_none(
        self, before_the_review: Counter, chen: Teller, clock: BankClock
    ) -> None:
        clock.passes(minutes=1)
        with refused("recording_incomplete"):
            chen.passes()

    @pytest.mark.parametrize("fault", ["black", "frozen", "lost"])
    def test_a_camera_that_shows_nothing_forbids_it_until_it_does(
        self, before_the_review: Counter, chen: Teller, fault: str
    ) -> None:
        before_the_review.sees(fault)
        with refused("recording_incomplete"):
            chen.passes()
        before_the_review.sees(None)
        chen.passes()

    def test_a_stretch_that_was_altered_or_follows_on_nothing_is_refused(
        self, before_the_review: Counter
    ) -> None:
        with refused("broken_chain"):
            before_the_review.records(sound=False)

    def test_its_last_seconds_come_after_the_end_and_move_nothing(
        self, before_the_review: Counter, chen: Teller, bank: Bank
    ) -> None:
        before_the_review.cancels()
        said = len(bank.said)
        before_the_review.records(seconds=6)
        before_the_review.ends_recording()
        case = find(bank, "c1")
        assert (case.result, case.recording_end and case.recording_end.stretches) == ("cancelled", 2)
        told = {type(each.effect).__name__ for each in bank.said[said:]}
        assert told == {"NotifyPerson"}
        with refused("not_in_phase"):
            before_the_review.records()

    def test_a_recording_that_is_over_goes_no_further_and_nothing_is_passed_on_it(
        self, before_the_review: Counter, chen: Teller
    ) -> None:
        with refused("not_in_phase"):
            before_the_review.ends_recording()  # it goes on as long as the customer is there
        before_the_review.cancels()
        before_the_review.ends_recording()
        before_the_review.ends_recording()  # said twice, and done once
        with refused("not_in_phase"):
            before_the_review.records()
        with refused("not_in_phase"):
            before_the_review.ends_recording(ended_at=1)

    def test_what_comes_long_after_the_end_belongs_to_nothing(
        self, before_the_review: Counter, clock: BankClock
    ) -> None:
        before_the_review.cancels()
        clock.passes(minutes=21)
        with refused("not_in_phase"):
            before_the_review.records()
        before_the_review.ends_recording()  # what has become of it may be said at any time

    def test_who_takes_back_their_consent_to_the_video_is_not_passed(
        self, before_the_review: Counter, chen: Teller
    ) -> None:
        before_the_review.hears(covers="video")
        before_the_review.hears(given=False, covers="video")
        with refused("recording_incomplete"):
            chen.passes()


class TestDesk:
    def test_a_teller_is_passed_over(self, kiosk: Counter, branch: BranchOffice, bank: Bank) -> None:
        branch.has(idle="li")
        branch.has_reviewer("chen")
        kiosk.files(rules=AT_A_KIOSK)
        assert why(bank) == {"chen": "idle longest", "li": "not a reviewer"}

    def test_nothing_is_sent_to_a_desk(self, before_the_review: Counter, chen: Teller, bank: Bank) -> None:
        chen.passes()
        sent = AssignToCounter | RelayMaterial | CallForReview | ReleaseCounter
        assert [said.effect for said in bank.said if isinstance(said.effect, sent)] == []

    def test_a_desk_that_is_closed_gets_no_case(
        self, kiosk: Counter, branch: BranchOffice, bank: Bank
    ) -> None:
        branch.has_reviewer("chen", counter_online=False)
        kiosk.files(rules=AT_A_KIOSK)
        assert why(bank) == {"chen": "their desk is closed"}


class TestQueue:
    def test_who_waits_knows_their_place_and_every_change_of_it(
        self, kiosk: Counter, branch: BranchOffice, bank: Bank
    ) -> None:
        chen = branch.has_reviewer("chen", on_break=True)
        kiosk.files("c1", rules=AT_A_KIOSK)
        kiosk.files("c2", rules=AT_A_KIOSK)
        bank.look()
        assert [find(bank, name).place for name in ("c1", "c2")] == [1, 2]
        kiosk.cancels("c1")
        bank.look()
        assert find(bank, "c2").place == 1
        chen.becomes(on_break=False)
        expect(chen).offered("c2")

    def test_nobody_there_at_all_still_is_a_queue(
        self, kiosk: Counter, branch: BranchOffice, bank: Bank
    ) -> None:
        branch.has(idle="li")
        kiosk.files(rules=AT_A_KIOSK)
        bank.look()
        expect(kiosk).told("queued", place=1)

    def test_who_will_not_wait_is_called_back(self, kiosk: Counter, bank: Bank) -> None:
        kiosk.files(rules=AT_A_KIOSK)
        kiosk.asks_to_be_called()
        assert happened(bank)[-2:] == ["CallbackAsked", "CaseClosed"]
        assert [said.effect for said in bank.said if isinstance(said.effect, OweCallback)]
        assert find(bank, "c1").result == "cancelled"

    def test_whoever_is_served_needs_no_call(self, before_the_review: Counter) -> None:
        with refused("not_in_phase"):
            before_the_review.asks_to_be_called()
