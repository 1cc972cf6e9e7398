"""What must hold of a branch's people, whatever is done to its cases in whatever order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

from hub.domain.case import Case, Stage
from hub.domain.events import CaseClosed, CaseMoved, CaseQueued, Event, ManagersAsked
from hub.domain.roster import Branch, Staff
from hub.domain.routing import choose
from hub.domain.words import EpochMs
from tests.model.invariants import Move, ViolatedError

NEVER_ABOVE_CAPACITY: Final = "nobody has more than their capacity"
NOBODY_OVERLOOKED: Final = "no manager is asked, and nothing sent away, while somebody is idle"
COUNTS_AGREE: Final = "people's counts are what the cases say"

Holders: TypeAlias = tuple[tuple[str, ...], str | None]
"""Of a case: the people who have it, and the one whose answer it awaits."""


def holders(case: Case) -> Holders:
    """Who has the case, and whom it asks."""
    offer = case.offer
    seated = () if case.stage is Stage.CLOSED else tuple(seat.person for seat in case.seats)
    return seated, offer.person if offer is not None and offer.state == "open" else None


def check_people(staff: Mapping[str, Staff], held: Iterable[Holders]) -> None:
    """Raise `ViolatedError` when somebody has too much, or their counts are not what the cases say."""
    assigned: Counter[str] = Counter()
    offered: Counter[str] = Counter()
    for seated, asked in held:
        assigned.update(seated)
        offered.update(() if asked is None else (asked,))
    for name, person in staff.items():
        if assigned[name] > person.capacity:
            raise ViolatedError(
                NEVER_ABOVE_CAPACITY, f"{name} has {assigned[name]} of {person.capacity} cases"
            )
        counted = (person.assigned, person.offered)
        if counted != (assigned[name], offered[name]):
            said = (assigned[name], offered[name])
            raise ViolatedError(COUNTS_AGREE, f"{name} counts {counted}, the cases say {said}")


def check_choice(move: Move, branch: Branch, now: EpochMs) -> None:
    """Raise `ViolatedError` when the move gave up looking, and somebody of the branch is idle after it."""
    for step in move.steps:
        search = step.before.search
        if search is None or not _gives_up(step.event):
            continue
        seated = {seat.person for seat in step.before.seats}
        if (idle := choose(branch, step.before.rules, seated, search.tried, now).chosen) is not None:
            gave_up = type(step.event).__name__
            raise ViolatedError(NOBODY_OVERLOOKED, f"{idle} is idle, and there was {gave_up}")


def _gives_up(event: Event) -> bool:
    if isinstance(event, CaseClosed):
        return any(reason.startswith("nobody at") for reason in event.reasons)
    return isinstance(event, CaseQueued | ManagersAsked | CaseMoved)
