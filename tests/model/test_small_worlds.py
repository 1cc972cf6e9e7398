"""Every order of every command in small worlds of cases × tellers × offers, and no invariant is broken."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from hub.domain.casework import SEARCHING, STAGES, decide
from hub.domain.commands import Command, FileCase
from hub.domain.roster import Branch
from hub.domain.words import Rule
from tests.model.alphabet import Kind, commands
from tests.model.explore import NOW, Exploration, Small

FULL = Kind(form=True, two=True, fulfilment="manual")
FULL_BUT_BRIEF = Kind(form=True, two=True, fulfilment="manual", brief=True)
CORE = Kind(form=True, fulfilment="http")
PLAIN = Kind()
BRIEF = Kind(brief=True)

ONE_OF_ALL = Small((FULL,), offers=3)
ONE_FOR_THE_CORE = Small((CORE,), offers=3)
TWO_PLAIN = Small((PLAIN, PLAIN), offers=2)

Explore = Callable[[Small], Exploration]


@pytest.mark.parametrize(
    ("small", "at_least"),
    [
        pytest.param(ONE_OF_ALL, 500, id="1x2x3 with everything"),
        pytest.param(ONE_FOR_THE_CORE, 300, id="1x2x3 for the core"),
        pytest.param(Small((FULL_BUT_BRIEF, PLAIN), offers=3), 50_000, id="2x2x3"),
        pytest.param(Small((BRIEF, BRIEF, BRIEF), offers=2), 40_000, id="3x2x2"),
    ],
)
def test_no_order_of_commands_breaks_an_invariant(small: Small, at_least: int, explored: Explore) -> None:
    assert explored(small).worlds > at_least


@pytest.mark.timeout(1800)
@pytest.mark.skipif(not os.environ.get("CI"), reason="a minute or more: run with CI=1")
@pytest.mark.parametrize(
    "small",
    [
        pytest.param(Small((BRIEF, BRIEF, BRIEF), offers=3), id="3x2x3"),
        pytest.param(Small((FULL, PLAIN), offers=3), id="2x2x3 with every transfer"),
        pytest.param(Small((PLAIN, PLAIN), offers=2, capacity=2), id="2x2x2 with room for two"),
    ],
)
def test_nor_in_larger_ones(small: Small) -> None:
    assert Exploration(small).run().worlds > 10_000


def test_every_entry_of_the_tables_is_reached(explored: Explore) -> None:
    smalls = (ONE_OF_ALL, ONE_FOR_THE_CORE, TWO_PLAIN)
    reached = frozenset[tuple[str, str]]().union(*(explored(small).reached for small in smalls))
    quests = {(f"quest {quest}", kind.__name__) for quest, row in SEARCHING.items() for kind in row}
    stages = {(stage.value, kind.__name__) for stage, row in STAGES.items() for kind in row}
    assert (quests | stages) - reached == set()


def test_every_command_in_every_state_is_answered(explored: Explore) -> None:
    kind = Kind(form=True, two=True, fulfilment="http")
    tried: set[type[Command]] = set()
    for small in (ONE_OF_ALL, ONE_FOR_THE_CORE):
        for case, people in explored(small).states():
            branch = Branch("north/b2", {person.person: person for person in people})
            for command in (
                FileCase("north/b1/counter-1", "north/b2", kind.rules, {}),
                *commands(case, kind, small.tellers, NOW),
            ):
                tried.add(type(command))
                answer = decide(case, command, branch, NOW)
                assert isinstance(answer, Rule | list)
                assert not isinstance(answer, Rule) or (answer.code and answer.says)
    assert {member.__name__ for member in tried} == {member.__name__ for member in Command.__args__}
