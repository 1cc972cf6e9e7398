"""What a run came to: results and news against the script, and what happened more than once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

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
