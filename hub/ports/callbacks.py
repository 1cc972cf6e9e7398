"""Customers who would not wait and are to be called back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from hub.domain.words import BranchName, CaseId, EpochMs, PersonId


@dataclass(frozen=True, slots=True)
class Callback:
    """A call that a branch owes a customer; the number stands in the case's journal alone."""

    case: CaseId
    branch: BranchName
    asked_at: EpochMs
    done_by: PersonId | None = None
    done_at: EpochMs | None = None


class Callbacks(Protocol):
    """The calls that are owed, and those that were made."""

    def add(self, callback: Callback) -> None:
        """A call is owed; one that is known already stays as it is."""
        ...

    def owed_by(self, branch: BranchName) -> list[Callback]:
        """The calls that a branch owes, the oldest first."""
        ...

    def done(self, case: CaseId, person: PersonId, now_ms: EpochMs) -> bool:
        """Somebody called. False when somebody had already, or nobody is owed a call for the case."""
        ...
