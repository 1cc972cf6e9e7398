"""A kiosk offers what it can go through with, and says what it lacks for the rest."""

from __future__ import annotations

import pytest

from device_profiles.contract.messages.event import Condition
from device_profiles.profiles import load_procedures
from edge_agent.casework.offering import offered, working
from edge_agent.devices.peripheral import PeripheralState

ALL = frozenset({"scanner", "camera", "printer", "signature-pad", "card-dispenser"})


def lacking(without: set[str]) -> tuple[str, ...]:
    """What a card cannot be applied for without."""
    (card,) = offered([load_procedures()["apply-for-card"]], ALL - without)
    return card.lacking


@pytest.mark.parametrize(
    ("without", "lacks"),
    [
        (set(), ()),
        ({"card-dispenser"}, ("card-dispenser",)),
        ({"camera"}, ("camera",)),
        ({"printer"}, ()),  # it can be signed on the pad
        ({"signature-pad"}, ()),  # it can be signed on paper
        ({"signature-pad", "printer"}, ("printer",)),
    ],
)
def test_what_is_missing_is_named(without: set[str], lacks: tuple[str, ...]) -> None:
    assert lacking(without) == lacks


def test_a_person_can_be_talked_to_with_nothing_fitted() -> None:
    assert offered([load_procedures()["talk-to-a-person"]], frozenset())[0].lacking == ()


@pytest.mark.parametrize(("condition", "works"), [("ready", True), ("busy", True), ("jammed", False)])
def test_only_what_works_counts(condition: Condition, works: bool) -> None:  # noqa: FBT001  a table's column
    assert ("printer" in working({"printer": PeripheralState(condition, "")})) is works


def test_a_camera_takes_a_paper_and_a_second_scanner_is_one() -> None:
    ready = PeripheralState("ready", "")
    assert "scanner" in working({"camera": ready})
    assert "scanner" in working({"scanner-2": ready})
