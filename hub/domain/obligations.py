"""What a case binds, read off its state: whose work it is, which timers run, who owes the next move.

Because these are functions of the state, they can be compared before and after each event, and neither
a timer nor a person's load can drift from the case.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from hub.domain.case import Case, Handler, Quest, Stage
from hub.domain.words import EpochMs, PersonId

TimerKind: TypeAlias = Literal["offer", "promise", "manager", "case"]


@dataclass(frozen=True, slots=True)
class Timer:
    """When the hub itself owes a move, and for what."""

    kind: TimerKind
    number: int
    due: EpochMs


def assigned_to(case: Case) -> tuple[PersonId, ...]:
    """Those who have the case as their work."""
    return () if case.stage is Stage.CLOSED else tuple(seat.person for seat in case.seats)


def offered_to(case: Case) -> PersonId | None:
    """Who has an offer that awaits their answer now."""
    offer = case.offer
    return offer.person if offer is not None and offer.state == "open" else None


def timers_of(case: Case) -> frozenset[Timer]:
    """The timers that run for a case."""
    if case.stage in (Stage.UNKNOWN, Stage.CLOSED):
        return frozenset()
    running: set[Timer] = set()
    if case.stage is not Stage.FULFILLING:
        # What the core may already be doing is not given up by the clock.
        running.add(Timer("case", 0, case.filed_at + case.rules.case_ms))
    offer = case.offer
    if offer is not None and offer.due is not None:
        kind: TimerKind = "promise" if offer.state == "waiting" else "offer"
        running.add(Timer(kind, offer.number, offer.due))
    if case.search is not None and case.search.patience_due is not None:
        running.add(Timer("manager", case.rounds, case.search.patience_due))
    return frozenset(running)


def is_seeking(case: Case) -> bool:
    """Whether the case would take a person who became idle now."""
    if case.quest in (Quest.ROUTING, Quest.AWAITING_MANAGER):
        return True
    return case.offer is not None and case.offer.state == "queued"


def may_be_lost(case: Case) -> Handler | None:
    """Whose absence stops the case: the reviewer whose turn it is. Nobody's, while the core is at work."""
    if case.stage is Stage.FULFILLING and case.rules.fulfilment != "manual":
        return None
    return case.second if case.stage is Stage.CONFIRMING else case.handler


def owed_by(case: Case) -> frozenset[str]:
    """Who owes the next move: people by name, `origin`, `core`, or the `branch` that has nobody idle."""
    owing: set[str] = {"branch"} if case.quest is Quest.ROUTING else set()
    if (offer := case.offer) is not None:
        owing.add(offer.person)
    if case.search is not None:
        owing.update(case.search.managers)
    match case.stage:
        case Stage.COLLECTING if case.handler is not None:
            owing.add("origin")
        case Stage.REVIEWING if case.handler is not None:
            owing.add(case.handler.person)
        case Stage.CONFIRMING if case.second is not None:
            owing.add(case.second.person)
        case Stage.FULFILLING if case.handler is not None:
            doers = {"manual": case.handler.person, "device": "origin"}
            owing.add(doers.get(case.rules.fulfilment, "core"))
        case _:
            pass
    return frozenset(owing)
