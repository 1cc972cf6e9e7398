"""Who of a branch's staff is there: duty, the counter where each is signed in, what each holds.

`Staff` is folded from the roster's own events and from the case events that give or take work.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias, assert_never

from hub.domain.events import CaseClosed, Event, OfferMade
from hub.domain.words import BranchName, DeviceName, EpochMs, PersonId, Rule

Role: TypeAlias = Literal["teller", "lobby_manager", "reviewer", "operator", "auditor"]
STAFF_ROLES: tuple[Role, ...] = ("teller", "lobby_manager", "reviewer")
"""The roles with duty and skills (DESIGN section 2)."""


@dataclass(frozen=True, slots=True)
class Staff:
    """One person of a branch, as the router sees them.

    `holding` counts the cases offered to or handled by them; `idle_since` is when it last fell to 0.
    """

    person: PersonId
    name: str
    branch: BranchName
    role: Role
    skills: frozenset[str] = frozenset()
    capacity: int = 1
    on_duty: bool = False
    counter: DeviceName | None = None
    counter_online: bool = False
    holding: int = 0
    idle_since: EpochMs = 0


@dataclass(frozen=True, slots=True)
class WentOnDuty:
    """The person began their duty."""

    person: PersonId
    at: EpochMs


@dataclass(frozen=True, slots=True)
class WentOffDuty:
    """The person ended their duty."""

    person: PersonId
    at: EpochMs


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The person confirmed the code that a counter showed, and is bound to that counter."""

    person: PersonId
    counter: DeviceName
    at: EpochMs


@dataclass(frozen=True, slots=True)
class SignedOut:
    """The binding of person and counter ended."""

    person: PersonId
    counter: DeviceName
    reason: Literal["left", "off_duty", "elsewhere", "replaced"]
    at: EpochMs


RosterEvent: TypeAlias = WentOnDuty | WentOffDuty | SignedIn | SignedOut


def go_on_duty(staff: Staff, now: EpochMs) -> list[RosterEvent] | Rule:
    """Begin duty; beginning it twice changes nothing."""
    if staff.role not in STAFF_ROLES:
        return Rule("not_granted", f"a person with the role {staff.role} has no duty")
    return [] if staff.on_duty else [WentOnDuty(staff.person, now)]


def go_off_duty(staff: Staff, now: EpochMs) -> list[RosterEvent] | Rule:
    """End duty, and with it the sign-in at a counter."""
    if staff.holding:
        return Rule("already_taken", f"{staff.holding} case(s) are still yours: finish them first")
    if not staff.on_duty:
        return []
    return [*_leave(staff, "off_duty", now), WentOffDuty(staff.person, now)]


def sign_in(staff: Staff, counter: DeviceName, now: EpochMs) -> list[RosterEvent] | Rule:
    """Bind the person to a counter of their branch; it ends their binding to any other."""
    if not counter.startswith(staff.branch + "/"):
        return Rule("unknown_branch", "that counter belongs to another branch")
    if not staff.on_duty:
        return Rule("not_on_duty", "begin your duty first")
    if staff.counter == counter:
        return []
    if staff.holding:
        return Rule("already_taken", f"{staff.holding} case(s) are open at your counter: finish them first")
    return [*_leave(staff, "elsewhere", now), SignedIn(staff.person, counter, now)]


def leave_counter(
    staff: Staff, reason: Literal["left", "replaced"], now: EpochMs
) -> list[RosterEvent] | Rule:
    """End the binding because the person leaves, or because another signs in there."""
    if staff.holding:
        return Rule("already_taken", f"{staff.name} still holds {staff.holding} case(s) there")
    return _leave(staff, reason, now)


def _leave(
    staff: Staff, reason: Literal["left", "off_duty", "elsewhere", "replaced"], now: EpochMs
) -> list[RosterEvent]:
    return [SignedOut(staff.person, staff.counter, reason, now)] if staff.counter else []


def evolve_roster(staff: Staff, event: RosterEvent) -> Staff:
    """The person after an event of the roster."""
    match event:
        case WentOnDuty(at=at):
            return replace(staff, on_duty=True, idle_since=at)
        case WentOffDuty():
            return replace(staff, on_duty=False)
        case SignedIn(counter=counter, at=at):
            # They sign in at a counter that shows a code, so it is there and connected.
            return replace(staff, counter=counter, counter_online=True, idle_since=at)
        case SignedOut():
            return replace(staff, counter=None, counter_online=False)
        case _:
            assert_never(event)


def give_and_take(staff: Staff, event: Event) -> Staff:
    """The person after an event of a case that concerns them."""
    if isinstance(event, OfferMade):
        return replace(staff, holding=staff.holding + 1)
    if isinstance(event, CaseClosed):
        holding = max(0, staff.holding - 1)
        return replace(staff, holding=holding, idle_since=event.at if holding == 0 else staff.idle_since)
    return staff
