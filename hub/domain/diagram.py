"""The page about casework: its two state diagrams, and which command is known in which state.

The tables of commands are read off the rules. Where a command leads to is a rule's own matter, so the
arrows are written here, and the exploration of small worlds checks that they are all there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, Final, TypeAlias

from hub.domain.case import Quest, Stage
from hub.domain.casework import SEARCHING, STAGES
from hub.domain.commands import (
    AcceptOffer,
    AskForAnother,
    AskRecapture,
    AskToWait,
    Cancel,
    CoreAnswered,
    Decide,
    DeclineOffer,
    FileCase,
    FinishCollecting,
    Fulfilled,
    LeaveCallback,
    LoseHandler,
    NameTeller,
    PassOnOffer,
    RecordReference,
    Route,
    TimeUp,
    Transfer,
)

Arrows: TypeAlias = Mapping[tuple[StrEnum, StrEnum], tuple[type[Any], ...]]

STAGE_ARROWS: Final[Arrows] = {
    (Stage.UNKNOWN, Stage.COLLECTING): (FileCase,),
    (Stage.UNKNOWN, Stage.CLOSED): (FileCase,),
    (Stage.COLLECTING, Stage.REVIEWING): (FinishCollecting,),
    (Stage.COLLECTING, Stage.CLOSED): (AskForAnother, Cancel, DeclineOffer, LeaveCallback, TimeUp),
    (Stage.REVIEWING, Stage.COLLECTING): (AskRecapture, Decide),
    (Stage.REVIEWING, Stage.CONFIRMING): (Decide,),
    (Stage.REVIEWING, Stage.FULFILLING): (Decide,),
    (Stage.REVIEWING, Stage.CLOSED): (AskForAnother, Cancel, Decide, DeclineOffer, TimeUp),
    (Stage.CONFIRMING, Stage.FULFILLING): (Decide,),
    (Stage.CONFIRMING, Stage.CLOSED): (Cancel, Decide, TimeUp),
    (Stage.FULFILLING, Stage.CLOSED): (CoreAnswered, Fulfilled, RecordReference),
}
"""Which command can lead from one stage to which other."""

QUEST_ARROWS: Final[Arrows] = {
    (Quest.NONE, Quest.ROUTING): (Decide, FileCase, LoseHandler),
    (Quest.NONE, Quest.AWAITING_MANAGER): (Decide, FileCase, LoseHandler),
    (Quest.NONE, Quest.OFFERED): (Decide, FileCase, LoseHandler, Transfer),
    (Quest.ROUTING, Quest.AWAITING_MANAGER): (Route,),
    (Quest.ROUTING, Quest.OFFERED): (Route, TimeUp),
    (Quest.AWAITING_MANAGER, Quest.ROUTING): (TimeUp,),
    (Quest.AWAITING_MANAGER, Quest.OFFERED): (NameTeller, Route, TimeUp),
    (Quest.OFFERED, Quest.NONE): (AcceptOffer, Decide, DeclineOffer, TimeUp),
    (Quest.OFFERED, Quest.ROUTING): (Decide, DeclineOffer, LoseHandler, TimeUp),
    (Quest.OFFERED, Quest.AWAITING_MANAGER): (Decide, DeclineOffer, LoseHandler, TimeUp),
    (Quest.OFFERED, Quest.WAITING): (AskToWait,),
    (Quest.WAITING, Quest.NONE): (AcceptOffer, Decide, DeclineOffer),
    (Quest.WAITING, Quest.ROUTING): (AskForAnother, Decide, DeclineOffer, LoseHandler),
    (Quest.WAITING, Quest.AWAITING_MANAGER): (AskForAnother, Decide, DeclineOffer, LoseHandler),
    (Quest.WAITING, Quest.OFFERED): (
        AskForAnother,
        Decide,
        DeclineOffer,
        LoseHandler,
        PassOnOffer,
        TimeUp,
    ),
}
"""Which command can lead from one state of the search to which other, while the case is open."""


def page() -> str:
    """The page, as Markdown with Mermaid diagrams."""
    return "\n".join(
        [
            "# Casework",
            "",
            "Generated from the rules (`hub/domain/diagram.py`): run `make generate` after a change.",
            "",
            "Two things move side by side: how far the business has come, and the search for a person.",
            "A command that is not known in a state is refused (`not_in_phase`); one that is known may",
            "still be refused by the rule that it meets. A refusal changes nothing.",
            "",
            "## The stages of the business",
            "",
            *_diagram(STAGE_ARROWS),
            "",
            *_table(STAGES),
            "",
            "The timer of the case itself (`TimeUp`) goes off at every stage before `fulfilling`.",
            "",
            "## The search for a person",
            "",
            "It runs while there is no handler, for a transfer, and for a second reviewer. With the case",
            "it ends from every state, which is not drawn.",
            "",
            *_diagram(QUEST_ARROWS),
            "",
            *_table(SEARCHING),
            "",
            "## The commands",
            "",
            *_meanings({kind for rows in (STAGES, SEARCHING) for row in rows.values() for kind in row}),
            "",
        ]
    )


def _diagram(arrows: Arrows) -> Iterable[str]:
    yield "```mermaid"
    yield "stateDiagram-v2"
    for (before, after), kinds in arrows.items():
        yield f"    {before} --> {after}: {', '.join(kind.__name__ for kind in kinds)}"
    yield "```"


def _table(rows: Mapping[Any, Mapping[type[Any], object]]) -> Iterable[str]:
    """Commands down, states across."""
    yield f"| | {' | '.join(state.value for state in rows)} |"
    yield f"|---{'|:---:' * len(rows)}|"
    kinds = {kind.__name__: kind for row in rows.values() for kind in row}
    for name in sorted(kinds):
        marks = ("●" if kinds[name] in row else " " for row in rows.values())
        yield f"| `{name}` | {' | '.join(marks)} |"


def _meanings(kinds: set[type[Any]]) -> Iterable[str]:
    yield "| command | |"
    yield "|---|---|"
    for kind in sorted(kinds, key=lambda kind: kind.__name__):
        yield f"| `{kind.__name__}` | {' '.join((kind.__doc__ or '').split())} |"
