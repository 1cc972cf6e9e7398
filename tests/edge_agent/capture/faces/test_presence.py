"""Who is there, second by second, in plain observations."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from edge_agent.capture.faces.presence import (
    EventKind,
    Observation,
    Patience,
    Presence,
    SeenFace,
    step,
)

PATIENCE = Patience()
LOOK_EVERY_S = 0.25

FRONTAL = SeenFace(frontal=True, good=True)
POOR = SeenFace(frontal=True, good=False)
ASIDE = SeenFace(frontal=False, good=False)

EMPTY: tuple[SeenFace, ...] = ()


def told(
    *scenes: tuple[float, tuple[SeenFace, ...]], occupied: bool = True
) -> list[tuple[EventKind, float]]:
    """Watch scenes of (seconds, faces), one look every 0.25 s; what was told, and when."""
    presence, events, at_s = Presence(), [], 0.0
    for lasts_s, faces in scenes:
        until_s = at_s + lasts_s
        while at_s < until_s:
            presence, new = step(presence, Observation(at_s, faces, occupied), PATIENCE)
            events += [(event.kind, event.at_s) for event in new]
            at_s += LOOK_EVERY_S
    return events


def kinds(*scenes: tuple[float, tuple[SeenFace, ...]], occupied: bool = True) -> list[EventKind]:
    return [kind for kind, _ in told(*scenes, occupied=occupied)]


def test_a_customer_arrives_once_and_leaves_once() -> None:
    assert told((2, EMPTY), (5, (FRONTAL,)), (5, EMPTY), occupied=False) == [
        ("arrived", 2.5),
        ("left", 9.0),
    ]


def test_a_face_that_flickers_neither_arrives_nor_leaves() -> None:
    flicker = [(0.25, (FRONTAL,)), (0.5, EMPTY)] * 8
    assert kinds(*flicker, occupied=False) == []
    assert kinds((2, (FRONTAL,)), *flicker, occupied=False) == ["arrived"]


def test_somebody_who_joins_is_told_and_so_is_that_one_is_left() -> None:
    both = (FRONTAL, FRONTAL)
    assert kinds((2, (FRONTAL,)), (2, both), (2, (FRONTAL,)), (9, EMPTY), occupied=False) == [
        "arrived",
        "two-people",
        "one-again",
        "left",
    ]


def test_two_who_come_together_have_not_arrived_until_one_stays() -> None:
    assert kinds((2, (FRONTAL, ASIDE)), (2, (FRONTAL,))) == ["two-people", "arrived"]


def test_a_turned_head_is_told_whether_its_face_is_found_or_not() -> None:
    assert kinds((2, (FRONTAL,)), (2, (ASIDE,)), (2, (FRONTAL,))) == ["arrived", "not-frontal", "one-again"]
    assert kinds((2, (FRONTAL,)), (3, EMPTY), (2, (FRONTAL,))) == ["arrived", "not-frontal", "one-again"]


def test_what_has_no_face_for_long_is_nobody_though_something_is_there() -> None:
    assert kinds((2, (FRONTAL,)), (20, EMPTY)) == ["arrived", "not-frontal", "left"]
    assert kinds((60, EMPTY)) == []


def test_somebody_in_the_distance_does_not_arrive_but_a_customer_may_stand_in_shadow() -> None:
    assert kinds((5, (POOR,))) == []
    assert kinds((2, (FRONTAL,)), (5, (POOR,))) == ["arrived"]


def test_the_next_customer_arrives_anew() -> None:
    visit: list[tuple[float, tuple[SeenFace, ...]]] = [(2, (FRONTAL,)), (4, EMPTY)]
    assert kinds(*visit, *visit, occupied=False) == ["arrived", "left", "arrived", "left"]


OBSERVED = st.lists(
    st.tuples(
        st.floats(0, 5, allow_nan=False),
        st.lists(st.sampled_from([FRONTAL, POOR, ASIDE]), max_size=3).map(tuple),
        st.booleans(),
    ),
    max_size=60,
)


def watched(observed: Iterable[tuple[float, tuple[SeenFace, ...], bool]]) -> list[list[EventKind]]:
    presence, at_s, events = Presence(), 0.0, []
    for pause_s, faces, occupied in observed:
        at_s += pause_s
        presence, new = step(presence, Observation(at_s, faces, occupied), PATIENCE)
        events.append([event.kind for event in new])
    return events


@given(OBSERVED)
def test_whatever_is_seen_the_events_make_sense(
    observed: list[tuple[float, tuple[SeenFace, ...], bool]],
) -> None:
    told_of = watched(observed)
    assert all(len(events) <= 1 for events in told_of)
    said = [kind for events in told_of for kind in events]
    assert all(kind != after for kind, after in pairwise(said))
    somebody = greeted = False
    for kind in said:
        assert kind != "arrived" or not greeted
        assert kind != "one-again" or greeted
        assert kind != "left" or somebody
        somebody = kind != "left"
        greeted = somebody and (greeted or kind == "arrived")


@given(OBSERVED)
def test_one_look_is_never_enough(observed: list[tuple[float, tuple[SeenFace, ...], bool]]) -> None:
    """Every event needs its state seen for its time: looks within half a second tell at most nothing."""
    hurried = [(min(pause_s, 0.49 / len(observed)), faces, there) for pause_s, faces, there in observed]
    assert not any(watched(hurried))
