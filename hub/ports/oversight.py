"""What operators and auditors look up across branches: read, never written, and without customer data."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from hub.domain.events import Event
from hub.domain.obligations import TimerKind
from hub.domain.words import BranchName, CaseId, DeviceName, EpochMs, PersonId

Place: TypeAlias = tuple[EpochMs, CaseId]
"""Where a case stands in a list: when it was filed (of closed ones by their end: closed), and its id."""


@dataclass(frozen=True, slots=True)
class CaseSummary:
    """A case as a list shows it.

    `since`: when it came into its phase; `accepted_at`: when somebody first accepted it.
    """

    case: CaseId
    branch: BranchName
    origin: DeviceName
    procedure: str
    phase: str
    offered_to: PersonId | None
    handler: PersonId | None
    second: PersonId | None
    result: str | None
    filed_at: EpochMs
    changed_at: EpochMs
    since: EpochMs
    accepted_at: EpochMs | None
    closed_at: EpochMs | None


@dataclass(frozen=True, slots=True)
class CaseInFlight:
    """An open case with its clock: when each of its timers goes off."""

    summary: CaseSummary
    due: Mapping[TimerKind, EpochMs]


@dataclass(frozen=True, slots=True)
class CaseSearch:
    """What is looked for; None is anything. `number`: a case's id, or its last eight places."""

    number: str | None = None
    branch: BranchName | None = None
    origin: DeviceName | None = None
    person: PersonId | None = None
    procedure: str | None = None
    phase: str | None = None
    result: str | None = None
    filed_from: EpochMs | None = None
    filed_until: EpochMs | None = None


@dataclass(frozen=True, slots=True)
class ClosedCase:
    """A case that has its result, as the service levels count it; offers: how many were not taken."""

    case: CaseId
    branch: BranchName
    procedure: str
    result: str
    filed_at: EpochMs
    accepted_at: EpochMs | None
    closed_at: EpochMs
    declined: int
    expired: int


@dataclass(frozen=True, slots=True)
class Unsettled:
    """What one device has not confirmed: how many messages, and when the oldest was written."""

    device: DeviceName
    messages: int
    oldest_at: EpochMs


class Oversight(Protocol):
    """Looks across branches."""

    def in_flight(self, most: int) -> list[CaseInFlight]:
        """So many of the open cases, those filed first."""
        ...

    def find(self, search: CaseSearch, before: Place | None, most: int) -> list[CaseSummary]:
        """So many of the cases that fit, open or closed, the latest filed first, from behind `before`."""
        ...

    def closed(self, after: Place, until: EpochMs, most: int) -> list[ClosedCase]:
        """So many of the cases that were closed before `until`, in that order, from behind `after`."""
        ...

    def open_since(self, at: EpochMs) -> list[CaseId]:
        """The open cases to which something happened at that time or later."""
        ...

    def told_of(self, cases: Collection[CaseId]) -> dict[CaseId, list[Event]]:
        """Of each case the events that tell figures (`figures.TELLING`), in order."""
        ...

    def unsettled(self) -> list[Unsettled]:
        """The devices that owe receipts, the oldest message first."""
        ...
