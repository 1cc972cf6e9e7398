"""A recording's chain: what was removed, exchanged or altered is found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from device_profiles.contract.recording import NOTHING_BEFORE, Fault, Segment, faults, next_segment


def recording(stretches: int = 5) -> list[Segment]:
    told: list[Segment] = []
    for number in range(stretches):
        last = told[-1] if told else None
        began_at = 1_000 + 10_000 * number
        told.append(next_segment(last, b"film %d" % number, began_at, began_at + 10_000, 150))
    return told


def test_a_whole_recording_has_no_faults() -> None:
    assert faults(recording()) == []
    assert faults([]) == []
    assert [segment.number for segment in recording()] == [1, 2, 3, 4, 5]
    assert recording()[0].previous == NOTHING_BEFORE


def test_a_stretch_that_was_removed_is_missing() -> None:
    told = recording()
    del told[2]
    assert faults(told) == [Fault(3, "missing")]


def test_the_first_cannot_be_cut_off_either() -> None:
    assert faults(recording()[2:]) == [Fault(1, "missing")]


def test_two_that_were_exchanged_are_out_of_order() -> None:
    told = recording()
    told[1], told[2] = told[2], told[1]
    assert Fault(2, "out_of_order") in faults(told)


@pytest.mark.parametrize(
    "changes",
    [{"sha256": "0" * 64}, {"started_at": 5}, {"ended_at": 5}, {"frames": 1}, {"size_bytes": 1}],
)
def test_a_word_that_was_altered_shows(changes: dict[str, object]) -> None:
    told = recording()
    told[2] = told[2].model_copy(update=changes)
    assert faults(told) == [Fault(3, "altered")]


def test_one_from_another_recording_does_not_follow() -> None:
    told = recording()
    other = next_segment(recording(4)[1].model_copy(update={"hash": "0" * 64}), b"film", 1, 2, 3)
    told[2] = other
    assert faults(told) == [Fault(3, "out_of_order"), Fault(4, "out_of_order")]


@given(st.permutations(range(4)), st.integers(0, 4))
def test_no_other_order_or_length_from_the_first_on_passes(order: list[int], kept: int) -> None:
    told = recording(4)
    shuffled = [told[index] for index in order][:kept]
    assert (faults(shuffled) == []) == (shuffled == told[:kept])
