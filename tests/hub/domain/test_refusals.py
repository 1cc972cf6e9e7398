"""What a refusal says: the rule, in words that people at a counter understand."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final, get_args

import pytest

import dashboards
from device_profiles.contract.errors import RefusalCode
from hub.domain.case import Case, Phase
from hub.domain.casework import decide
from hub.domain.commands import (
    AddMaterial,
    AskForAnother,
    AskRecapture,
    AskToWait,
    Cancel,
    CloseRecording,
    Command,
    ConfirmResultShown,
    ConfirmShown,
    CoreAnswered,
    Decide,
    DeclineOffer,
    FileCase,
    FillIn,
    FinishCollecting,
    Fulfilled,
    LeaveCallback,
    NoteCamera,
    RecordReference,
    RecordSegment,
    TellPlace,
    Transfer,
)
from hub.domain.evolving import evolve
from hub.domain.roster import Branch, Staff
from hub.domain.words import RecordingEnd, Rule
from tests.fakes.standing_clock import NOON_MS
from tests.model.alphabet import BRANCH, MANAGER, ORIGIN, Kind, commands, counter_of, form, stretch

PEOPLE: Final = ("li", "wang", "chen")
PROGRAM: Final = re.compile(
    r"\b[a-z]+[A-Z]\w*|\b[A-Z][a-z]+[A-Z]\w*|\w+_\w+|\bNone\b|\bTrue\b|\bFalse\b|[<>{}\[\]]|=|\(\)"
)
"""CamelCase, snake_case, Python's own words and brackets: nothing that a teller reads."""
WORD_FILES: Final = Path(dashboards.__file__).parent / "web" / "src" / "words"
WORDS: Final = {
    language: json.loads((WORD_FILES / f"{language}.json").read_text("utf-8")) for language in ("zh", "en")
}
OF_THE_INTERFACE: Final = {
    "not_logged_in",
    "wrong_password",
    "too_many_attempts",
    "invalid_request",
    "too_large",
    "internal_error",
    "not_granted",
    "unknown_material",
    "not_the_origin",
    "case_exists",
    "material_not_stored",
}


def office(kind: Kind) -> Branch:
    """Two who may have the case, one who may not, and a manager."""
    role = kind.rules.handled_by
    people = {name: Staff(name, name.title(), BRANCH, role, frozenset({"accounts"})) for name in PEOPLE}
    people[MANAGER] = Staff(MANAGER, "Zhao", BRANCH, "lobby_manager", frozenset())
    staff = {
        name: replace(person, on_duty=True, counter=counter_of(name), counter_online=True)
        for name, person in people.items()
    }
    staff["chen"] = replace(staff["chen"], skills=frozenset())
    staff["wang"] = replace(staff["wang"], assigned=1)  # her hands are full
    return Branch(BRANCH, staff)


def mistaken(case: Case, kind: Kind) -> Iterator[Command]:
    """What the alphabet of the small worlds leaves out: forged, empty and out of place."""
    elsewhere = "north/b9/counter-9"
    yield FileCase(ORIGIN, BRANCH, kind.rules, {})
    yield FileCase(ORIGIN, "south/b2", kind.rules, {})
    yield AskForAnother(elsewhere)
    yield FinishCollecting(elsewhere)
    yield Cancel(elsewhere, "")
    yield ConfirmResultShown(elsewhere)
    yield ConfirmResultShown(ORIGIN)
    yield AddMaterial(elsewhere, form(1), known=True, stored=True)
    yield AddMaterial(ORIGIN, form(1), known=False, stored=True)
    yield AddMaterial(ORIGIN, form(1), known=True, stored=False)
    yield ConfirmShown(elsewhere, "form", "0" * 64)
    yield FillIn(elsewhere, {})
    yield RecordSegment(elsewhere, stretch(1), sound=True, stored=True)
    yield RecordSegment(ORIGIN, stretch(9), sound=True, stored=True)
    yield RecordSegment(ORIGIN, stretch(1), sound=True, stored=False)
    yield CloseRecording(elsewhere, RecordingEnd(1, "0" * 64, 0))
    yield NoteCamera(elsewhere, "black")
    yield LeaveCallback(elsewhere, "13800138000")
    yield Fulfilled(elsewhere, case.id, "CARD-1", None)
    yield Fulfilled(ORIGIN, "another key", "CARD-1", None)
    yield TellPlace(1)
    for person in PEOPLE:
        yield ConfirmShown(counter_of(person), "form", "0" * 64)
        yield AskRecapture(person, case.fence, ("passport",), ("too dark",))
        yield AskRecapture(person, case.fence, ("form",), ())
        yield Decide(person, case.fence, passed=False, reasons=())
        yield RecordReference(person, case.fence, "  ")
        yield Transfer(person, case.fence, "nobody")
        yield DeclineOffer(case.offers, person, "")
        yield AskToWait(case.offers, person, NOON_MS - 1)
    yield CoreAnswered("another key", "KH-1", None)


def refusals(kind: Kind) -> Iterator[tuple[Case, Command, Rule]]:
    """Every refusal that can be had in every situation to which moves in turn lead."""
    branch = office(kind)
    seen, ahead = set[str](), [Case("north-c1")]
    while ahead:
        case = ahead.pop()
        known = repr(replace(case, offers=0, rounds=0, fence=min(case.fence, 2)))
        if known in seen or case.offers > 3:
            continue
        seen.add(known)
        for command in (*commands(case, kind, PEOPLE, NOON_MS), *mistaken(case, kind)):
            decision = decide(case, command, branch, NOON_MS)
            if isinstance(decision, Rule):
                yield case, command, decision
                continue
            after = case
            for event in decision:
                after = evolve(after, event)
            ahead.append(after)


@pytest.mark.parametrize(
    "kind",
    [
        Kind(form=True),
        Kind(two=True, fulfilment="manual"),
        Kind(fulfilment="http"),
        Kind(alone=True, brief=True),
    ],
    ids=["form", "two", "core", "alone"],
)
def test_every_refusal_is_said_in_the_banks_words(kind: Kind) -> None:
    phases, codes, commands_refused = set[Phase](), set[str](), set[type]()
    for case, command, rule in refusals(kind):
        phases.add(case.phase)
        codes.add(rule.code)
        commands_refused.add(type(command))
        assert PROGRAM.search(rule.says) is None, (rule.says, command)
        assert type(command).__name__.lower() not in rule.says.lower().replace(" ", "")
        assert 8 < len(rule.says) <= 120
        if case.phase is Phase.CLOSED and rule.code == "not_in_phase":
            assert rule.says == "the case is closed; nothing can be changed any more"
    assert codes <= set(get_args(RefusalCode))
    assert {Phase.COLLECTING, Phase.CLOSED, Phase.OFFERED, Phase.WAITING} <= phases
    assert len(commands_refused) > len(get_args(Command)) - 4
    assert "not_in_phase" in codes


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_screens_have_words_for_every_refusal_that_a_person_can_get(language: str) -> None:
    codes = {rule.code for kind in (Kind(form=True), Kind(two=True)) for _, _, rule in refusals(kind)}
    wanted = {f"problem.{code}" for code in codes | OF_THE_INTERFACE}
    assert sorted(wanted - set(WORDS[language])) == []
