"""Who of a branch's staff is there: duty, breaks, the counter where each is signed in, what each holds.

`Staff` is folded from the roster's own events, and from what cases bind (`obligations`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias, assert_never

from hub.domain.words import BranchName, BranchPolicy, DeviceName, EpochMs, PersonId, Rule, desk_of

Role: TypeAlias = Literal["teller", "lobby_manager", "reviewer", "operator", "auditor"]
STAFF_ROLES: tuple[Role, ...] = ("teller", "lobby_manager", "reviewer")
"""The roles with duty and skills (DESIGN section 2)."""


@dataclass(frozen=True, slots=True)
class Staff:
    """One person of a branch, as the router sees them.

    `assigned` counts the cases they have, `offered` those that await their answer; `idle_since` is when
    both last fell to 0. `limit` is the largest amount they may handle, 0 for any. `unresponsive` since
    they let an offer expire, until they act. `desk_open`: their desk's page is there (of a reviewer).
    """

    person: PersonId
    name: str
    branch: BranchName
    role: Role
    skills: frozenset[str] = frozenset()
    capacity: int = 1
    limit: int = 0
    on_duty: bool = False
    on_break: bool = False
    counter: DeviceName | None = None
    counter_online: bool = False
    assigned: int = 0
    offered: int = 0
    idle_since: EpochMs = 0
    wrap_up_until: EpochMs = 0
    unresponsive: bool = False
    desk_open: bool = False

    @property
    def has_room(self) -> bool:
        """Whether one more case may become theirs."""
        return self.assigned < self.capacity


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch at one moment: its people and its policy."""

    name: BranchName
    staff: Mapping[PersonId, Staff] = field(default_factory=dict)
    policy: BranchPolicy = field(default_factory=BranchPolicy)


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
class BreakBegun:
    """The person takes a break; new cases pass them by."""

    person: PersonId
    at: EpochMs


@dataclass(frozen=True, slots=True)
class BreakEnded:
    """The person is back."""

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
    reason: Literal["left", "off_duty", "elsewhere", "replaced", "break"]
    at: EpochMs


RosterEvent: TypeAlias = WentOnDuty | WentOffDuty | BreakBegun | BreakEnded | SignedIn | SignedOut


def go_on_duty(staff: Staff, now: EpochMs) -> list[RosterEvent] | Rule:
    """Begin duty; beginning it twice changes nothing."""
    if staff.role not in STAFF_ROLES:
        return Rule("not_granted", f"a person with the role {staff.role} has no duty")
    return [] if staff.on_duty else [WentOnDuty(staff.person, now)]


def go_off_duty(staff: Staff, now: EpochMs) -> list[RosterEvent] | Rule:
    """End duty, and with it the sign-in at a counter."""
    if staff.assigned:
        return Rule(
            "already_taken", f"{staff.assigned} case(s) are still yours: finish or pass them on first"
        )
    if not staff.on_duty:
        return []
    return [*_leave(staff, "off_duty", now), WentOffDuty(staff.person, now)]


def take_break(staff: Staff, now: EpochMs) -> list[RosterEvent] | Rule:
    """Take a break: leave the counter, and let new cases pass by. What is assigned stays theirs."""
    if not staff.on_duty:
        return Rule("not_on_duty", "begin your duty first")
    if staff.assigned:
        return Rule(
            "already_taken", f"{staff.assigned} case(s) are open at your counter: finish them first"
        )
    return [] if staff.on_break else [*_leave(staff, "break", now), BreakBegun(staff.person, now)]


def end_break(staff: Staff, now: EpochMs) -> list[RosterEvent] | Rule:
    """Come back."""
    return [BreakEnded(staff.person, now)] if staff.on_break else []


def sign_in(staff: Staff, counter: DeviceName, now: EpochMs) -> list[RosterEvent] | Rule:
    """Bind the person to a counter of their branch; it ends a break and their binding to any other."""
    if not counter.startswith(staff.branch + "/"):
        return Rule("unknown_branch", "that counter belongs to another branch")
    if not staff.on_duty:
        return Rule("not_on_duty", "begin your duty first")
    if staff.counter == counter:
        return []
    if staff.assigned:
        return Rule(
            "already_taken", f"{staff.assigned} case(s) are open at your counter: finish them first"
        )
    back = [BreakEnded(staff.person, now)] if staff.on_break else []
    return [*back, *_leave(staff, "elsewhere", now), SignedIn(staff.person, counter, now)]


def sit_down(staff: Staff, now: EpochMs) -> list[RosterEvent]:
    """A reviewer on duty, whose desk is open, sits at it: nothing more is to be confirmed."""
    there = staff.role == "reviewer" and staff.desk_open and staff.on_duty and not staff.on_break
    if not there or staff.counter is not None:
        return []
    return [SignedIn(staff.person, desk_of(staff.branch, staff.person), now)]


def leave_counter(
    staff: Staff, reason: Literal["left", "replaced"], now: EpochMs
) -> list[RosterEvent] | Rule:
    """End the binding because the person leaves, or because another signs in there."""
    if staff.assigned:
        return Rule("already_taken", f"{staff.name} still has {staff.assigned} case(s) there")
    return _leave(staff, reason, now)


def _leave(
    staff: Staff, reason: Literal["left", "off_duty", "elsewhere", "replaced", "break"], now: EpochMs
) -> list[RosterEvent]:
    return [SignedOut(staff.person, staff.counter, reason, now)] if staff.counter else []


def evolve_roster(staff: Staff, event: RosterEvent) -> Staff:
    """The person after an event of the roster."""
    match event:
        case WentOnDuty(at=at):
            return replace(staff, on_duty=True, idle_since=at)
        case WentOffDuty():
            return replace(staff, on_duty=False, on_break=False)
        case BreakBegun():
            return replace(staff, on_break=True)
        case BreakEnded(at=at):
            return replace(staff, on_break=False, idle_since=at)
        case SignedIn(counter=counter, at=at):
            # They sign in at a counter that shows a code, so it is there and connected.
            return replace(staff, counter=counter, counter_online=True, idle_since=at)
        case SignedOut():
            return replace(staff, counter=None, counter_online=False)
        case _:
            assert_never(event)


def share_work(staff: Staff, assigned: int, offered: int, policy: BranchPolicy, now: EpochMs) -> Staff:
    """The person after so many cases were assigned and offered to them, or taken from them."""
    after = replace(staff, assigned=staff.assigned + assigned, offered=staff.offered + offered)
    if assigned < 0:
        after = replace(after, wrap_up_until=now + policy.wrap_up_ms)
    if after.assigned == after.offered == 0 and (staff.assigned or staff.offered):
        after = replace(after, idle_since=now)
    return after
