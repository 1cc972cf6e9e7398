"""What goes wrong in a simulated fleet: by seed and time, bounded, and over before the next window."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.terminal.simulate.faults import FAULT_WORDS, REPORTS_A_WINDOW, FaultWord, faults_in
from dashboards.terminal.simulate.members import Member, members

FLEETS = st.builds(members, st.integers(1, 300), st.integers(1, 60), st.just(("counter", "kiosk")))
WORDS = st.frozensets(st.sampled_from(FAULT_WORDS))


@given(st.integers(0, 10**6), st.integers(), WORDS, FLEETS, st.floats(0.1, 3_600))
def test_a_window_is_the_same_again_and_over_before_the_next(
    window: int,
    seed: int,
    words: frozenset[FaultWord],
    fleet: tuple[Member, ...],
    interval_s: float,
) -> None:
    faults = faults_in(window, seed, words, fleet, interval_s)
    assert faults == faults_in(window, seed, words, fleet, interval_s)
    assert {fault.what for fault in faults} - {"outage"} == words
    for fault in faults:
        assert 0 < fault.begins_s < fault.ends_s < 0.9 * REPORTS_A_WINDOW * interval_s
        assert fault.who
        assert all(0 <= number < len(fleet) for number in fault.who)
        assert len(set(fault.who)) == len(fault.who)


def test_an_outage_befalls_a_branch_as_a_whole_and_a_storm_half_of_them() -> None:
    fleet = members(60, 6, ("counter", "kiosk"))
    faults = faults_in(3, 1, frozenset({"silence", "storm"}), fleet, 30)
    (outage,) = (fault for fault in faults if fault.what == "outage")
    assert len(outage.who) == 10
    assert len({fleet[number].address.branch for number in outage.who}) == 1
    (storm,) = (fault for fault in faults if fault.what == "storm")
    assert len({fleet[number].address.branch for number in storm.who}) == 3


def test_other_windows_and_other_seeds_bring_other_faults() -> None:
    fleet = members(1_000, 50, ("counter", "kiosk"))
    drawn = {
        tuple(faults_in(window, seed, frozenset({"heat"}), fleet, 30))
        for window in range(5)
        for seed in range(5)
    }
    assert len(drawn) == 25


@pytest.mark.parametrize(("devices", "branches"), [(1, 1), (7, 3), (1_000, 50)])
def test_members_are_dealt_to_branches_in_turn(devices: int, branches: int) -> None:
    fleet = members(devices, branches, ("counter", "kiosk"))
    assert len({str(member.address) for member in fleet}) == devices
    branches_named = {member.address.branch for member in fleet}
    sizes = [sum(member.address.branch == name for member in fleet) for name in branches_named]
    assert max(sizes) - min(sizes) <= 1
    assert {member.address.region for member in fleet} == {"sim"}
