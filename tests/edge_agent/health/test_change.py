"""What is told at once: a link that is back, a peripheral that fails or mends, a disk that fills."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from edge_agent.health.change import Standing, worth_telling

CALM = Standing(link_up=True, link_drops=2, failing=frozenset(), disk_free=0.55)
STANDINGS = st.builds(
    Standing,
    st.booleans(),
    st.integers(0, 5),
    st.frozensets(st.sampled_from(["printer", "scanner"])),
    st.floats(0, 1),
)


def test_a_link_that_is_back_is_told_and_one_that_is_gone_is_not() -> None:
    lost = replace(CALM, link_up=False, link_drops=3)
    assert not worth_telling(CALM, lost)
    assert worth_telling(lost, replace(lost, link_up=True))
    assert worth_telling(CALM, replace(CALM, link_drops=3))  # nobody looked while it was gone


def test_peripherals_that_fail_mend_or_change_places_are_told() -> None:
    jammed = replace(CALM, failing=frozenset({"printer"}))
    assert worth_telling(CALM, jammed)
    assert worth_telling(jammed, CALM)
    assert worth_telling(jammed, replace(CALM, failing=frozenset({"scanner"})))


def test_a_disk_is_told_by_its_tenths_and_does_not_flicker() -> None:
    assert not worth_telling(CALM, replace(CALM, disk_free=0.46))
    assert worth_telling(CALM, replace(CALM, disk_free=0.44))
    told = replace(CALM, disk_free=0.44)
    assert not worth_telling(told, replace(told, disk_free=0.46))


@given(STANDINGS)
def test_what_stays_as_it_was_told_is_never_told_again(standing: Standing) -> None:
    assert not worth_telling(standing, standing)
