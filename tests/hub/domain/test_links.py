"""Who may say what about a live link: each word is passed on, or refused and the call left as it was."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hub.domain.case import Case, Handler, Stage
from hub.domain.links import (
    ANSWER_WITHIN_S,
    IDS_KEPT,
    Call,
    CallOver,
    DeskSays,
    DeskWord,
    DeviceSays,
    DeviceWord,
    asked,
    heard_from_desk,
    heard_from_device,
    opened,
)
from hub.domain.words import Rule

KIOSK, ELSEWHERE = "north/b1/kiosk-1", "north/b1/kiosk-2"
NOW = 1_000_000
CASE = Case("north-1", Stage.REVIEWING, KIOSK, "north/b2", handler=Handler("li", "north/b2/desk:li", 1))
CLOSED = replace(CASE, stage=Stage.CLOSED)
UNKNOWN = Case("north-9")
CALL = "call-1"


def device(says: DeviceSays, epoch: int = 1, number: int = 0, named: str = "m") -> DeviceWord:
    return DeviceWord(says, CASE.id, CALL, epoch, number, named)


def desk(says: DeskSays, epoch: int = 0, number: int = 0) -> DeskWord:
    return DeskWord(says, CASE.id, CALL, epoch, number)


def from_device(call: Call | None, word: DeviceWord, case: Case = CASE, at: str = KIOSK) -> Call | str:
    return plain(heard_from_device(call, case, at, word, NOW))


def from_desk(
    call: Call | None, word: DeskWord, case: Case = CASE, person: str = "li", now: int = NOW
) -> Call | str:
    return plain(heard_from_desk(call, case, person, word, now))


def plain(outcome: Call | Rule | CallOver) -> Call | str:
    """The call, or the code of what is wrong."""
    match outcome:
        case Rule(code=code):
            return code
        case CallOver(because=because):
            return because
        case Call():
            return outcome


def going_on(call: Call | str) -> Call:
    assert isinstance(call, Call), call
    return call


@pytest.fixture
def fresh() -> Call:
    """Li's desk has just opened it."""
    return going_on(plain(opened(CASE, "li", CALL, "monitoring")))


@pytest.fixture
def offered(fresh: Call) -> Call:
    """The kiosk has offered its first epoch."""
    return going_on(from_device(fresh, device("offer", named="o1")))


@pytest.fixture
def up(offered: Call) -> Call:
    """The offer is answered, and both sides have said a beat."""
    answered = going_on(from_desk(offered, desk("answer", 1)))
    beaten = going_on(from_device(answered, device("beat", number=1, named="b1")))
    return going_on(from_desk(beaten, desk("beat", 1, 1)))


@pytest.mark.parametrize(
    ("case", "person", "code"),
    [(CASE, "wang", "not_the_handler"), (UNKNOWN, "li", "unknown_case"), (CLOSED, "li", "not_in_phase")],
)
def test_only_who_has_the_case_opens_a_link(case: Case, person: str, code: str) -> None:
    assert plain(opened(case, person, CALL, "monitoring")) == code


def test_the_second_reviewer_has_the_case_too() -> None:
    confirming = replace(CASE, second=Handler("chen", "north/b2/desk:chen", 2))
    assert going_on(plain(opened(confirming, "chen", CALL, "monitoring"))).fence == 2


def test_a_link_comes_about_and_lives(up: Call) -> None:
    later = going_on(from_device(up, device("beat", number=2, named="b2")))
    assert (later.epoch, later.answered, later.device_beat) == (1, 1, (1, 2))


@pytest.mark.parametrize(
    ("word", "at", "code"),
    [
        (device("offer", 2), ELSEWHERE, "not_the_origin"),
        (device("beat", number=9), ELSEWHERE, "not_the_origin"),
        (device("frame", number=9), ELSEWHERE, "not_the_origin"),
        (device("ended"), ELSEWHERE, "not_the_origin"),
        (device("offer", 1, named="again"), KIOSK, "wrong_epoch"),
        (device("beat", number=1, named="again"), KIOSK, "replayed"),
        (device("beat", number=9, named="b1"), KIOSK, "replayed"),
        (device("offer", 2, named="o1"), KIOSK, "replayed"),
    ],
)
def test_what_is_forged_or_replayed_on_the_devices_side(
    up: Call, word: DeviceWord, at: str, code: str
) -> None:
    assert from_device(up, word, at=at) == code


@pytest.mark.parametrize(
    ("word", "person", "code"),
    [
        (desk("answer", 1), "wang", "not_the_handler"),
        (desk("close"), "wang", "not_the_handler"),
        (desk("again"), "wang", "not_the_handler"),
        (desk("answer", 1), "li", "replayed"),
        (desk("answer", 2), "li", "wrong_epoch"),
        (desk("beat", 1, 1), "li", "replayed"),
        (desk("beat", 2, 1), "li", "wrong_epoch"),
    ],
)
def test_what_is_forged_or_replayed_on_the_desks_side(
    up: Call, word: DeskWord, person: str, code: str
) -> None:
    assert from_desk(up, word, person=person) == code


def test_a_description_for_another_call_goes_nowhere(offered: Call) -> None:
    other = replace(CASE, id="north-2")
    assert from_device(offered, replace(device("offer", 2), case=other.id), other) == "unknown_call"
    assert from_desk(offered, replace(desk("answer", 1), case=other.id), other) == "unknown_call"
    assert from_desk(None, desk("answer", 1)) == "unknown_call"


def test_an_answer_after_the_deadline_goes_nowhere(offered: Call) -> None:
    due = NOW + 1000 * ANSWER_WITHIN_S
    assert from_desk(offered, desk("answer", 1), now=due + 1) == "too_late"
    assert isinstance(from_desk(offered, desk("answer", 1), now=due), Call)


def test_an_answer_before_any_offer_goes_nowhere(fresh: Call) -> None:
    assert from_desk(fresh, desk("answer", 1)) == "wrong_epoch"


def test_a_link_that_comes_about_again_leaves_the_earlier_epoch_behind(up: Call) -> None:
    again = going_on(from_desk(up, desk("again")))
    offered = going_on(from_device(again, device("offer", 2, named="o2")))
    assert from_device(offered, device("beat", 1, 2, "late")) == "wrong_epoch"
    assert from_device(offered, device("ended", 1, named="late")) == "wrong_epoch"
    assert from_desk(offered, desk("answer", 1)) == "wrong_epoch"
    answered = going_on(from_desk(offered, desk("answer", 2)))
    assert going_on(from_device(answered, device("beat", 2, 1, "b"))).device_beat == (2, 1)


def test_a_frame_is_shown_once_and_in_order(up: Call) -> None:
    shown = going_on(from_device(up, device("frame", number=5, named="")))
    assert from_device(shown, device("frame", number=5, named="")) == "replayed"
    assert from_device(shown, device("frame", number=4, named="")) == "replayed"
    assert isinstance(from_device(shown, device("frame", number=6, named="")), Call)


def test_an_ended_call_is_over(up: Call) -> None:
    for ended in (from_device(up, device("ended", named="e")), from_desk(up, desk("close"))):
        over = going_on(ended)
        assert from_device(over, device("offer", 2, named="x")) == "unknown_call"
        assert from_desk(over, desk("again")) == "unknown_call"
        assert from_device(over, device("beat", number=9, named="x")) == "hung_up"


def test_a_device_whose_desk_is_gone_is_told_so(up: Call) -> None:
    word = device("beat", number=2, named="x")
    passed_on = replace(CASE, handler=Handler("chen", "north/b2/desk:chen", 2))
    assert from_device(up, word, CLOSED) == "case_closed"
    assert from_device(up, word, passed_on) == "handed_over"
    assert from_device(None, word, replace(CASE, handler=None)) == "handed_over"
    assert from_device(up, word, CLOSED, ELSEWHERE) == "not_the_origin"
    assert from_desk(up, desk("beat", 1, 2), CLOSED) == "not_in_phase"
    assert from_desk(up, desk("beat", 1, 2), passed_on) == "not_the_handler"


class TestAHubThatNeverOpenedTheCall:
    def test_goes_on_with_it_when_the_journal_knows_both_sides(self) -> None:
        heard = going_on(from_device(None, device("beat", 3, 57, "b")))
        assert (heard.person, heard.epoch) == (None, 3)
        claimed = going_on(from_desk(heard, desk("beat", 3, 60)))
        assert claimed.person == "li"
        assert from_desk(claimed, desk("beat", 2, 61)) == "wrong_epoch"

    def test_goes_on_with_it_when_the_desk_speaks_first(self) -> None:
        heard = going_on(from_desk(None, desk("beat", 3, 60)))
        assert isinstance(from_device(heard, device("beat", 3, 57, "b")), Call)

    def test_lets_the_desk_answer_an_offer_it_heard_itself(self) -> None:
        heard = going_on(from_device(None, device("offer", 3, named="o")))
        assert going_on(from_desk(heard, desk("answer", 3))).answered == 3

    def test_refuses_those_whom_the_journal_does_not_know(self) -> None:
        assert from_device(None, device("beat", number=1), at=ELSEWHERE) == "not_the_origin"
        assert from_desk(None, desk("beat", 1, 1), person="wang") == "not_the_handler"
        assert from_device(None, replace(device("beat"), case=UNKNOWN.id), UNKNOWN) == "unknown_case"

    def test_gives_a_call_that_one_desk_claimed_to_no_other(self) -> None:
        both = replace(CASE, second=Handler("chen", "north/b2/desk:chen", 2))
        claimed = going_on(from_desk(None, desk("beat", 1, 1), both))
        assert from_desk(claimed, desk("beat", 1, 2), both, "chen") == "not_the_handler"


def test_as_many_ids_are_remembered_as_replays_can_matter(up: Call) -> None:
    call = up
    for number in range(2, IDS_KEPT + 10):
        call = going_on(from_device(call, device("beat", number=number, named=f"b{number}")))
    assert len(call.seen) == IDS_KEPT


@pytest.mark.parametrize(
    ("case", "at", "code"),
    [
        (CASE, KIOSK, None),
        (CASE, ELSEWHERE, "not_the_origin"),
        (UNKNOWN, KIOSK, "unknown_case"),
        (CLOSED, KIOSK, "not_in_phase"),
        (replace(CASE, handler=None), KIOSK, "not_in_phase"),
    ],
)
def test_a_customer_asks_from_their_own_case(case: Case, at: str, code: str | None) -> None:
    wrong = asked(case, at)
    assert (wrong and wrong.code) == code
