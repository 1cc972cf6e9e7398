"""Whom a case is offered to.

Policy: among the branch's tellers who are on duty, signed in at a counter that is online, below
their capacity and skilled for the procedure, the one who has been idle longest. Every other is
listed with the first of these that they fail, so that "why did Li get it?" has an answer.
"""

from __future__ import annotations

from collections.abc import Iterable

from hub.domain.case import Case
from hub.domain.roster import Staff
from hub.domain.words import Choice, PassedOver


def choose(staff: Iterable[Staff], case: Case) -> Choice:
    """The idle teller who has waited longest, and why each of the others was passed over."""
    idle: list[Staff] = []
    passed_over: list[PassedOver] = []
    for person in staff:
        if because := why_not(person, case):
            passed_over.append(PassedOver(person.person, because))
        else:
            idle.append(person)
    idle.sort(key=lambda person: (person.idle_since, person.person))
    if not idle:
        return Choice(None, "nobody is idle", tuple(passed_over))
    passed_over += [PassedOver(person.person, "idle, but not for as long") for person in idle[1:]]
    return Choice(idle[0].person, "idle longest", tuple(passed_over))


def why_not(person: Staff, case: Case) -> str | None:
    """The first condition of the policy that the person fails, or None."""
    if person.role != "teller":
        return "not a teller"
    if not person.on_duty:
        return "not on duty"
    if person.counter is None:
        return "not signed in at a counter"
    if not person.counter_online:
        return "their counter is not connected"
    if person.holding >= person.capacity:
        return "busy"
    if case.rules.skill not in person.skills:
        return f"lacks the skill {case.rules.skill}"
    return None
