"""Whom a case is offered to.

Policy: among the branch's tellers who are on duty, not on a break, signed in at a counter that is
online, responsive, done with wrapping up, below their capacity, and skilled for the procedure and the
amount, the one who has been idle longest. Every other is listed with the first of these that they
fail, so that "why did Li get it?" has an answer.
"""

from __future__ import annotations

from collections.abc import Collection

from hub.domain.roster import Branch, Staff
from hub.domain.words import Choice, EpochMs, PassedOver, PersonId, ProcedureRules, is_desk


def choose(
    branch: Branch,
    rules: ProcedureRules,
    barred: Collection[PersonId],
    tried: Collection[PersonId],
    now: EpochMs,
) -> Choice:
    """The idle teller who has waited longest, and why each of the others was passed over.

    `barred` may not have it (a handler cannot be their own second reviewer); `tried` had it offered.
    """
    idle: list[Staff] = []
    passed_over: list[PassedOver] = []
    for person in branch.staff.values():
        if person.person in barred:
            passed_over.append(PassedOver(person.person, "has the case already"))
        elif person.person in tried:
            passed_over.append(PassedOver(person.person, "did not take it"))
        elif because := why_not(person, rules) or why_not_now(person, now):
            passed_over.append(PassedOver(person.person, because))
        else:
            idle.append(person)
    idle.sort(key=lambda person: (person.idle_since, person.person))
    if not idle:
        return Choice(None, "nobody is idle", tuple(passed_over))
    passed_over += [PassedOver(person.person, "idle, but not for as long") for person in idle[1:]]
    return Choice(idle[0].person, "idle longest", tuple(passed_over))


def why_not(person: Staff, rules: ProcedureRules) -> str | None:
    """Why the person cannot handle this business at all today, or None."""
    return f"not a {rules.handled_by}" if person.role != rules.handled_by else why_unfit(person, rules)


def why_unfit(person: Staff, rules: ProcedureRules) -> str | None:
    """Why the person, whatever their role, may not handle this business today, or None."""
    if not person.on_duty:
        return "not on duty"
    if rules.skill not in person.skills:
        return f"lacks the skill {rules.skill}"
    if person.limit and rules.amount > person.limit:
        return f"may handle no more than {person.limit}"
    return None


def why_not_now(person: Staff, now: EpochMs) -> str | None:
    """Why the person cannot be offered a case at this moment, or None."""
    if person.on_break:
        return "on a break"
    if person.counter is None:
        return "not at a desk" if person.role == "reviewer" else "not signed in at a counter"
    if not person.counter_online:
        return "their desk is closed" if is_desk(person.counter) else "their counter is not connected"
    if person.unresponsive:
        return "did not answer their last offer"
    if person.wrap_up_until > now:
        return "wrapping up"
    if person.assigned + person.offered >= person.capacity:
        return "busy"
    return None


def is_busy(person: Staff, now: EpochMs) -> bool:
    """Whether what is offered to the person must wait until their hands are free.

    Nobody else is waited for: who is silent or not at a counter is asked, and has the offer's deadline.
    """
    load = person.assigned + person.offered
    return person.on_break or person.wrap_up_until > now or load >= person.capacity


def managers_on_duty(branch: Branch) -> tuple[PersonId, ...]:
    """The lobby managers who can be asked."""
    return tuple(
        person.person
        for person in branch.staff.values()
        if person.role == "lobby_manager" and person.on_duty and not person.on_break
    )
