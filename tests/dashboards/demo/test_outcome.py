"""What a run came to: results and news against the script, and what happened more than once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from dashboards.terminal.demo.alone.outcome import AloneOutcome, Recorded
from dashboards.terminal.demo.outcome import (
    CaseOutcome,
    Expected,
    Outcome,
    Played,
    ShownMaterial,
    Telemetry,
    Word,
    compare,
    repeated,
)

CASE = CaseOutcome(
    scenario="fail",
    journey="A",
    procedure="open-account",
    result="failed",
    told_origin=["accepted", "failed"],
    materials=[ShownMaterial("application-form", 10, "ab", "ab")],
    elapsed_ms=1,
)
TOLD = (Word("accepted", "li"), Word("failed", "li"))
PLAYED = Played(CASE, TOLD, missing=0, duplicated=0)
SCRIPT = Expected("failed", TOLD)
OUTCOME = Outcome([CASE], faults=[], lost=0, duplicated=0, telemetry=Telemetry(2, 2))
ALONE = AloneOutcome(
    link="a desk",
    frames_seen=40,
    heard_ms={},
    recording=Recorded(stretches=2, gaps=0, faults=0),
    card="simulated card 1",
    receipt=True,
    locked=False,
    left_behind=0,
)
ISSUED = replace(CASE, journey="B", procedure="apply-for-card", result="succeeded", alone=ALONE)


def entry(kind: str, **body: Any) -> dict[str, Any]:
    return {"kind": kind, "body": {**body, "at": 7}}


def told(news: str, person: str | None = None) -> dict[str, Any]:
    handler = None if person is None else {"person": person, "name": person.title()}
    return {"news": news, "handler": handler, "rerouting": None, "materials": []}


class TestComparedWithItsScript:
    def test_a_case_that_was_to_fail_and_failed_is_as_it_should_be(self) -> None:
        assert compare("fail", [PLAYED], [SCRIPT]) == []

    def test_another_result(self) -> None:
        other = replace(PLAYED, outcome=replace(CASE, result="succeeded"))
        assert compare("fail", [other], [SCRIPT]) == ["fail: the result is succeeded, not failed"]

    @pytest.mark.parametrize(
        "heard",
        [
            (Word("failed", "li"), Word("accepted", "li")),
            (Word("accepted", "wang"), Word("failed", "li")),
            (Word("accepted", "li"),),
            (*TOLD, Word("failed", "li")),
            (Word("accepted", "li", rerouting=True), Word("failed", "li")),
        ],
    )
    def test_other_news_or_in_another_order(self, heard: tuple[Word, ...]) -> None:
        (fault,) = compare("fail", [replace(PLAYED, told=heard)], [SCRIPT])
        assert "the origin was told" in fault

    def test_a_material_that_was_shown_otherwise_than_captured(self) -> None:
        seen = replace(CASE, materials=[ShownMaterial("application-form", 10, "ab", "cd")])
        (fault,) = compare("fail", [replace(PLAYED, outcome=seen)], [SCRIPT])
        assert "application-form" in fault

    def test_a_case_too_few(self) -> None:
        assert compare("fail", [], [SCRIPT]) == ["fail: 0 cases were filed, not 1"]

    def test_the_origin_s_word_names_of_whom_it_is(self) -> None:
        assert Word.of(told("accepted", "li")) == Word("accepted", "li")
        assert Word.of(told("cancelled")) == Word("cancelled")


class TestOk:
    def test_a_failed_case_may_be_just_what_the_script_says(self) -> None:
        assert OUTCOME.ok

    @pytest.mark.parametrize(
        "worse",
        [
            replace(OUTCOME, cases=[]),
            replace(OUTCOME, faults=["fail: the result is succeeded, not failed"]),
            replace(OUTCOME, lost=1),
            replace(OUTCOME, duplicated=1),
            replace(OUTCOME, telemetry=Telemetry(2, 1)),
            replace(OUTCOME, telemetry=Telemetry(0, 0)),
        ],
    )
    def test_anything_else_is_not(self, worse: Outcome) -> None:
        assert not worse.ok

    def test_the_json_has_what_was_agreed_and_no_more(self) -> None:
        printed = OUTCOME.as_json()
        assert list(printed) == ["ok", "cases", "lost", "duplicated", "telemetry"]
        assert list(printed["cases"][0]) == [
            "scenario",
            "journey",
            "procedure",
            "result",
            "told_origin",
            "materials",
            "elapsed_ms",
        ]

    def test_what_is_of_a_kiosk_stands_with_the_rest(self) -> None:
        printed = replace(OUTCOME, cases=[ISSUED]).as_json()["cases"][0]
        assert printed["frames_seen"] == 40
        assert printed["recording"] == {"stretches": 2, "gaps": 0, "faults": 0}
        assert "alone" not in printed


class TestAlone:
    def test_a_card_that_was_issued_as_it_should_be(self) -> None:
        assert ALONE.faults("apply-for-card", "succeeded") == []

    @pytest.mark.parametrize(
        "worse",
        [
            replace(ALONE, frames_seen=0),
            replace(ALONE, recording=None),
            replace(ALONE, recording=Recorded(stretches=2, gaps=1, faults=0)),
            replace(ALONE, recording=Recorded(stretches=2, gaps=0, faults=1)),
            replace(ALONE, card=None),
            replace(ALONE, receipt=False),
            replace(ALONE, left_behind=1),
        ],
    )
    def test_what_cannot_be(self, worse: AloneOutcome) -> None:
        assert len(worse.faults("apply-for-card", "succeeded")) == 1

    def test_a_card_without_a_passed_case(self) -> None:
        assert len(ALONE.faults("apply-for-card", "failed")) == 1

    def test_a_conversation_in_which_one_heard_nothing(self) -> None:
        talked = replace(ALONE, card=None, receipt=False, heard_ms={"kiosk": 0, "desk": 900})
        assert len(talked.faults("talk-to-a-person", "succeeded")) == 1

    def test_a_page_that_hid_nothing_of_who_went_away(self) -> None:
        left = replace(ALONE, card=None, receipt=False)
        assert len(left.faults("apply-for-card", "cancelled")) == 1
        assert replace(left, locked=True).faults("apply-for-card", "cancelled") == []


class TestRepeated:
    def test_the_same_entry_at_another_time_is_one_too_many(self) -> None:
        once = entry("OfferAccepted", offer=1, person="li", fence=1)
        assert repeated([once, {**once, "body": {**once["body"], "at": 9}}], []) == 1

    def test_two_handlers_who_accept_are_two_things(self) -> None:
        timeline = [entry("OfferAccepted", person="li"), entry("OfferAccepted", person="wang")]
        assert repeated(timeline, [told("accepted", "li"), told("accepted", "wang")]) == 0

    def test_the_origin_was_told_the_same_twice(self) -> None:
        assert repeated([], [told("accepted", "li"), told("accepted", "li"), told("failed", "li")]) == 1

    def test_collecting_ends_once_a_round(self) -> None:
        finished, again = entry("CollectingFinished"), entry("RecaptureAsked", materials=["id-card-front"])
        assert repeated([finished, again, finished], []) == 0
        assert repeated([finished, finished, again, finished], []) == 1
        assert repeated([finished, entry("RoundBegun", round=1), finished], []) == 0
