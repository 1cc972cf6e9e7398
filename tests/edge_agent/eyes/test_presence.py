"""Who is there now, and who is told."""

from __future__ import annotations

import time
from itertools import islice

import pytest

from edge_agent.capture.faces.presence import Event, EventKind
from edge_agent.devices.happenings import Happening, PictureBack, PictureLost
from edge_agent.eyes.presence import MOST_UNHEARD, PresenceBoard
from tests.fakes.standing_clock import NOON_MS, StandingClock


class Changes:
    def __init__(self) -> None:
        self.count = 0

    def note(self) -> None:
        self.count += 1


@pytest.mark.parametrize(
    ("kind", "what"),
    [
        ("arrived", "one"),
        ("one-again", "one"),
        ("two-people", "several"),
        ("not-frontal", "turned"),
        ("left", "nobody"),
    ],
)
def test_each_event_says_what_is_so_and_since_when(kind: EventKind, what: str) -> None:
    changes = Changes()
    board = PresenceBoard(StandingClock(), changes.note)
    event = Event(kind, time.monotonic() - 2)
    board.note(event)
    assert (board.now.what, board.now.says) == (what, event.says)
    assert board.now.since == pytest.approx(NOON_MS - 2_000, abs=500)
    assert changes.count == 1


def test_before_the_first_picture_and_without_one_nobody_is_vouched_for() -> None:
    board = PresenceBoard(StandingClock(), lambda: None)
    states = [board.now]
    for happening in (PictureBack(), PictureLost("The lens is covered.")):
        board.note(happening)
        states.append(board.now)
    assert [state.what for state in states] == ["unseen", "nobody", "unseen"]
    assert states[-1].says == "The lens is covered."


async def test_eyes_that_close_tell_that_whoever_was_there_is_gone() -> None:
    board = PresenceBoard(StandingClock(), lambda: None)
    board.note(Event("arrived", time.monotonic()))
    with board.listen() as happenings:
        board.lose("It died.")
        board.lose("It died again.")
        left = await anext(happenings)
        assert isinstance(left, Event)
        assert left.kind == "left"
        assert await anext(happenings) == PictureLost("It died.")
    assert board.now.says == "It died."


async def test_who_lags_misses_the_oldest_and_hears_the_newest() -> None:
    board = PresenceBoard(StandingClock(), lambda: None)
    told: list[Happening] = [Event("arrived", number) for number in range(3 * MOST_UNHEARD)]
    with board.listen() as happenings:
        for happening in told:
            board.note(happening)
        heard = [await anext(happenings) for _ in range(MOST_UNHEARD)]
        board.note(PictureBack())
        assert await anext(happenings) == PictureBack()
    assert heard == list(islice(told, 2 * MOST_UNHEARD, None))
