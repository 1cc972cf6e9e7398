"""Where a case stands, in the words with which a person is told that something is too early or too late."""

from __future__ import annotations

from typing import Final

from hub.domain.case import Case, Phase, Quest, Stage
from hub.domain.words import Rule

CLOSED: Final = "the case is closed; nothing can be changed any more"

_PHASES: Final[dict[Phase, str]] = {
    Phase.UNKNOWN: "nobody has filed the case yet",
    Phase.ROUTING: "the hub is still looking for somebody to take the case",
    Phase.AWAITING_MANAGER: "the lobby managers are still asked whom the case should go to",
    Phase.OFFERED: "the case is offered to somebody who has not answered yet",
    Phase.WAITING: "somebody has promised to take the case later",
    Phase.COLLECTING: "the materials are still being captured",
    Phase.REVIEWING: "the case is under review",
    Phase.CONFIRMING: "the case waits for its second reviewer",
    Phase.FULFILLING: "the case was passed, and the bank's core is at work on it",
    Phase.CLOSED: CLOSED,
}
_QUESTS: Final[dict[Quest, str]] = {
    Quest.NONE: "the case is not on offer now",
    Quest.ROUTING: _PHASES[Phase.ROUTING],
    Quest.AWAITING_MANAGER: _PHASES[Phase.AWAITING_MANAGER],
    Quest.OFFERED: _PHASES[Phase.OFFERED],
    Quest.WAITING: _PHASES[Phase.WAITING],
}


def out_of_turn(case: Case, *, of_the_search: bool) -> Rule:
    """Too early or too late. `of_the_search`: what was asked belongs to the search for a person."""
    if of_the_search and case.stage is not Stage.CLOSED:
        return Rule("not_in_phase", f"not now: {_QUESTS[case.quest]}")
    says = _PHASES[case.phase]
    return Rule("not_in_phase", says if case.stage is Stage.CLOSED else f"not now: {says}")
