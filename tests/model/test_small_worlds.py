"""Every order of every command in small worlds of cases × tellers × offers, and no invariant is broken."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from typing import get_args

import pytest

from hub.domain.case import Quest, Stage
from hub.domain.casework import SEARCH_COMMANDS, SEARCHING, STAGES, decide
from hub.domain.commands import Command, FileCase
from hub.domain.diagram import QUEST_ARROWS, STAGE_ARROWS, Arrows
from hub.domain.roster import Branch
from hub.domain.words import Rule
from tests.model.alphabet import Kind, commands
from tests.model.explore import NOW, Arrow, Exploration, Small

FULL = Kind(form=True, two=True, fulfilment="manual")
FULL_BUT_BRIEF = Kind(form=True, two=True, fulfilment="manual", brief=True)
CORE = Kind(form=True, fulfilment="http")
ALONE = Kind(form=True, two=True, alone=True)
PLAIN = Kind()
BRIEF = Kind(brief=True)

ONE_OF_ALL = Small((FULL,), offers=3)
ONE_FOR_THE_CORE = Small((CORE,), offers=3)
ONE_ALONE = Small((ALONE,), offers=2, reviewers=True)
TWO_PLAIN = Small((PLAIN, PLAIN), offers=2)
BY_HAND = Small((Kind(fulfilment="manual"), BRIEF), offers=2)
PAIR = Small((Kind(two=True, fulfilment="manual"), BRIEF), offers=2)

Explore = Callable[[Small], Exploration]


@pytest.mark.parametrize(
    ("small", "at_least"),
    [
        pytest.param(ONE_OF_ALL, 500, id="1x2x3 with everything"),
        pytest.param(ONE_FOR_THE_CORE, 400, id="1x2x3 for the core"),
        pytest.param(ONE_ALONE, 400, id="1x2x2 of a customer alone"),
        pytest.param(Small((PLAIN, PLAIN), capacity=2), 1_900, id="2x2x2 with room for two"),
        pytest.param(Small((FULL_BUT_BRIEF, PLAIN), offers=3), 49_000, id="2x2x3"),
        pytest.param(Small((BRIEF, BRIEF, BRIEF), offers=2), 25_000, id="3x2x2"),
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
    ],
)
def test_nor_in_larger_ones(small: Small) -> None:
    assert Exploration(small).run().worlds > 100_000


def test_every_entry_of_the_tables_is_reached(explored: Explore) -> None:
    smalls = (ONE_OF_ALL, ONE_FOR_THE_CORE, TWO_PLAIN, ONE_ALONE, unmanaged(ONE_ALONE))
    reached = frozenset[Arrow]().union(*(explored(small).reached for small in smalls))
    taken = {(state, kind) for state, kind, _ in reached}
    entries = {(state, kind) for rows in (SEARCHING, STAGES) for state, row in rows.items() for kind in row}
    assert entries - taken == set()


def test_the_diagrams_show_every_way_and_no_other(explored: Explore) -> None:
    smalls = (
        ONE_OF_ALL,
        ONE_FOR_THE_CORE,
        TWO_PLAIN,
        PAIR,
        ONE_ALONE,
        *map(unmanaged, (ONE_OF_ALL, TWO_PLAIN, PAIR, BY_HAND, ONE_ALONE)),
    )
    stages = frozenset[Arrow]().union(*(explored(small).reached for small in smalls))
    quests = frozenset[Arrow]().union(*(explored(small).searched for small in smalls))
    # In these worlds two tellers are always there; where nobody is, filing is the end (test_managers).
    stages |= {(Stage.UNKNOWN, FileCase, Stage.CLOSED)}
    assert drawn(STAGE_ARROWS) == {way for way in stages if isinstance(way[0], Stage) and way[0] != way[2]}
    assert drawn(QUEST_ARROWS) == {way for way in quests if way[0] != way[2]}


def drawn(arrows: Arrows) -> set[tuple[StrEnum, type, StrEnum]]:
    return {(before, kind, after) for (before, after), kinds in arrows.items() for kind in kinds}


def unmanaged(small: Small) -> Small:
    """The same without a manager on duty."""
    return replace(small, manager=False)


def test_a_command_belongs_to_one_table() -> None:
    stages = {kind for row in STAGES.values() for kind in row}
    assert stages | SEARCH_COMMANDS == set(get_args(Command))
    assert not stages & SEARCH_COMMANDS
    assert set(SEARCHING) == set(Quest)
    assert set(STAGES) == set(Stage)


def test_every_command_in_every_state_is_answered(explored: Explore) -> None:
    kind = Kind(form=True, two=True, fulfilment="http", alone=True)
    tried: set[type[Command]] = set()
    for small in (ONE_OF_ALL, ONE_FOR_THE_CORE, ONE_ALONE):
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
    assert tried == set(get_args(Command))
