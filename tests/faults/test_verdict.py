"""The verdict on histories that are right, and on histories in which something was planted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hub.domain.chain import GENESIS, Entry, link
from hub.domain.events import (
    CaseClosed,
    CaseFiled,
    CollectingFinished,
    Event,
    FulfilmentBegun,
    FulfilmentDone,
    HandlerLost,
    MaterialAdded,
    OfferAccepted,
    OfferDeclined,
    OfferMade,
    PromiseMade,
    ResultShown,
    ReviewDecided,
)
from hub.domain.words import Choice, Material, ProcedureRules
from hub.stores.event_codec import kind_of, to_text
from tests.faults.findings import DEFINITIONS, Fault
from tests.faults.history import CaseHistory, CoreOrder, Device, History, Json, Look, Stream
from tests.faults.verdict import judge

CASE = "north-1"
FORM = Material("application-form", "f" * 64, 100, "image/png", 5)
NOBODY = Choice(None, "")


def offered(offer: int, person: str, at: int) -> OfferMade:
    return OfferMade(offer, "handle", person, "router", NOBODY, at + 60_000, at)


def accepted(offer: int, person: str, at: int) -> OfferAccepted:
    return OfferAccepted(offer, "handle", person, "north/b2/counter-1", offer, at)


FILED = CaseFiled("north/b1/counter-1", "north/b2", ProcedureRules("open-account", "accounts"), {}, 1)
BEGINNING: tuple[Event, ...] = (
    FILED,
    offered(1, "wang", 1),
    OfferDeclined(1, "wang", "Busy.", rerouting=True, at=2),
    offered(2, "li", 2),
    PromiseMade(2, "li", 900, 3),
    accepted(2, "li", 10),
    MaterialAdded(FORM, 11),
    CollectingFinished(12),
)
ENDING: tuple[Event, ...] = (
    ReviewDecided("li", passed=True, reasons=(), evidence=(FORM.sha256,), second=False, at=20),
    CaseClosed("succeeded", (), 20),
    ResultShown(30),
)


def journal(*events: Event, case: str = CASE) -> tuple[Entry, ...]:
    entries: list[Entry] = []
    previous = GENESIS
    for number, event in enumerate(events, start=1):
        entries.append(link(f"case/{case}", number, kind_of(event), "hub", to_text(event), previous))
        previous = entries[-1].hash
    return tuple(entries)


def word(news: str, person: str | None, **more: object) -> Json:
    handler = None if person is None else {"person": person, "name": person.title()}
    plain: Json = {"reasons": [], "materials": [], "rerouting": None, "until": None}
    return {"news": news, "handler": handler, **plain, **more}


DECLINED = word("declined", "wang", reasons=["Busy."], rerouting=True)
WAITING = word("waiting", "li", until=900)
ACCEPTED = word("accepted", "li")
SUCCEEDED = word("succeeded", "li")
TOLD = (DECLINED, WAITING, ACCEPTED, SUCCEEDED)
GOOD = CaseHistory(
    case=CASE,
    device=Device(TOLD, {FORM.name: FORM.sha256}),
    entries=journal(*BEGINNING, *ENDING),
    scanned={FORM.name: FORM.sha256},
    looks=(Look("li", FORM.name, FORM.sha256, FORM.sha256),),
)
DAY = History(
    cases=(GOOD,),
    capacity={"li": 1, "wang": 1},
    feeds={"li": (1, 2, 3)},
    core={},
    streams=(Stream("north/b1/counter-1>hub#e", 4, 5),),
)


def counts(history: History) -> dict[Fault, int]:
    verdict = judge(history)
    return {fault: verdict.count(fault) for fault in DEFINITIONS if verdict.count(fault)}


def with_case(case: CaseHistory) -> History:
    return replace(DAY, cases=(case,))


def with_told(*told: Json) -> History:
    return with_case(replace(GOOD, device=Device(tuple(told), {FORM.name: FORM.sha256})))


def with_events(*events: Event, told: Sequence[Json] = TOLD) -> History:
    device = Device(tuple(told), {FORM.name: FORM.sha256})
    return with_case(replace(GOOD, entries=journal(*events), device=device))


def test_a_good_day_has_no_findings() -> None:
    assert judge(DAY).findings == ()


class TestLost:
    def test_the_hub_does_not_know_a_case_that_was_confirmed(self) -> None:
        assert counts(with_case(replace(GOOD, entries=()))) == {"lost": 1}

    def test_the_device_does_not_know_a_case_that_its_screen_confirmed(self) -> None:
        assert counts(with_case(replace(GOOD, device=None))) == {"lost": 1}

    def test_the_result_did_not_reach_the_origin(self) -> None:
        assert counts(with_told(DECLINED, WAITING, ACCEPTED)) == {"lost": 1}

    def test_one_of_two_declines_was_not_told(self) -> None:
        assert counts(with_told(WAITING, ACCEPTED, SUCCEEDED)) == {"lost": 1}

    def test_the_hub_has_another_material_than_was_captured(self) -> None:
        other = Device(TOLD, {FORM.name: "0" * 64})
        assert counts(with_case(replace(GOOD, device=other, scanned={}))) == {"lost": 1}

    def test_the_device_forgot_a_capture_that_was_confirmed(self) -> None:
        assert counts(with_case(replace(GOOD, scanned={FORM.name: "0" * 64}))) == {"lost": 1}

    def test_the_counter_shows_nothing_or_something_else(self) -> None:
        for shown in (None, "0" * 64):
            looks = (Look("li", FORM.name, FORM.sha256, shown),)
            assert counts(with_case(replace(GOOD, looks=looks))) == {"lost": 1}

    def test_a_review_rests_on_what_the_case_did_not_have(self) -> None:
        decided = ReviewDecided("li", passed=True, reasons=(), evidence=(), second=False, at=20)
        assert counts(with_events(*BEGINNING, decided, *ENDING[1:])) == {"lost": 1}

    def test_the_hub_did_not_hear_that_the_result_was_seen(self) -> None:
        assert counts(with_events(*BEGINNING, *ENDING[:-1])) == {"lost": 1}

    def test_a_number_of_a_stream_was_never_applied(self) -> None:
        assert counts(replace(DAY, streams=(Stream("s", 4, 4),))) == {"lost": 1}

    def test_a_person_was_not_shown_a_change(self) -> None:
        assert counts(replace(DAY, feeds={"li": (1, 3)})) == {"lost": 1}

    def test_a_counter_was_not_told_to_forget_a_case(self) -> None:
        assert counts(replace(DAY, left_over=(("B1", CASE),))) == {"lost": 1}

    def test_the_core_did_not_do_what_the_journal_says(self) -> None:
        assert counts(with_events(*BEGINNING, *fulfilled("HX-1"))) == {"lost": 1}


class TestDuplicated:
    def test_the_origin_was_told_twice(self) -> None:
        assert counts(with_told(DECLINED, WAITING, ACCEPTED, ACCEPTED, SUCCEEDED)) == {"duplicated": 1}

    def test_two_declines_that_the_journal_has_are_none(self) -> None:
        again = (offered(3, "wang", 3), OfferDeclined(3, "wang", "Busy.", rerouting=True, at=4))
        events = (*BEGINNING[:3], *again, *BEGINNING[3:], *ENDING)
        assert counts(with_events(*events, told=(DECLINED, *TOLD))) == {}

    def test_two_handlers_at_a_time(self) -> None:
        second = (offered(3, "wang", 13), accepted(3, "wang", 14))
        told = (DECLINED, WAITING, ACCEPTED, word("accepted", "wang"), word("succeeded", "wang"))
        assert counts(with_events(*BEGINNING, *second, *ENDING, told=told)) == {"duplicated": 1}

    def test_a_handler_after_one_was_lost_is_none(self) -> None:
        second = (HandlerLost("li", 2, 13), offered(3, "wang", 13), accepted(3, "wang", 14))
        told = (DECLINED, WAITING, ACCEPTED, word("accepted", "wang"), word("succeeded", "wang"))
        assert counts(with_events(*BEGINNING, *second, *ENDING, told=told)) == {}

    def test_an_offer_was_answered_twice(self) -> None:
        again = OfferDeclined(1, "wang", "Busy.", rerouting=True, at=2)
        events = (*BEGINNING[:3], again, *BEGINNING[3:], *ENDING)
        assert counts(with_events(*events, told=(DECLINED, *TOLD))) == {"duplicated": 1}

    def test_a_material_was_applied_twice(self) -> None:
        again = (*BEGINNING[:7], BEGINNING[6], *BEGINNING[7:])
        assert counts(with_events(*again, *ENDING)) == {"duplicated": 1}

    def test_somebody_has_more_cases_than_they_may(self) -> None:
        other = replace(GOOD, case="north-2", entries=journal(*BEGINNING, *ENDING, case="north-2"))
        assert counts(replace(DAY, cases=(GOOD, other))) == {"duplicated": 1}
        assert counts(replace(DAY, cases=(GOOD, other), capacity={"li": 2})) == {}

    def test_the_core_did_it_twice(self) -> None:
        day = with_events(*BEGINNING, *fulfilled("HX-1"))
        assert counts(replace(day, core={CASE: CoreOrder("HX-1", 1)})) == {}
        assert counts(replace(day, core={CASE: CoreOrder("HX-1", 2)})) == {"duplicated": 1}

    def test_the_core_did_what_no_case_asked_for(self) -> None:
        assert counts(replace(DAY, core={"north-9": CoreOrder("HX-1", 1)})) == {"duplicated": 1}

    def test_a_person_was_shown_a_change_twice(self) -> None:
        assert counts(replace(DAY, feeds={"li": (1, 2, 2, 3)})) == {"duplicated": 1}


class TestStuck:
    def test_a_case_has_no_result(self) -> None:
        assert counts(with_events(*BEGINNING, told=TOLD[:-1])) == {"stuck": 1}

    def test_a_message_waits_for_its_receipt(self) -> None:
        assert counts(replace(DAY, unsettled=2)) == {"stuck": 2}


class TestOutOfOrder:
    def test_the_origin_was_told_in_another_order(self) -> None:
        assert counts(with_told(WAITING, DECLINED, ACCEPTED, SUCCEEDED)) == {"out_of_order": 1}

    def test_the_journal_was_changed(self) -> None:
        entries = list(GOOD.entries)
        entries[3] = replace(entries[3], actor="device:somebody")
        assert counts(with_case(replace(GOOD, entries=tuple(entries)))) == {"out_of_order": 1}

    def test_the_journal_goes_on_after_the_end(self) -> None:
        late = OfferMade(3, "handle", "wang", "router", NOBODY, 90, 21)
        assert counts(with_events(*BEGINNING, *ENDING, late)) == {"out_of_order": 1}

    def test_more_of_a_stream_was_applied_than_was_sent(self) -> None:
        assert counts(replace(DAY, streams=(Stream("s", 4, 6),))) == {"out_of_order": 1}

    def test_a_feed_goes_back(self) -> None:
        assert counts(replace(DAY, feeds={"li": (1, 2, 3, 2)})) == {"out_of_order": 1}


def fulfilled(reference: str) -> tuple[Event, ...]:
    begun = (FulfilmentBegun("http", CASE, 20), FulfilmentDone(CASE, reference, 21))
    return (ENDING[0], *begun, *ENDING[1:])
