"""People as a transaction sees them: accounts, logins, and the roster of each branch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from hub.domain.roster import Branch, RosterEvent, Staff
from hub.domain.words import BranchName, BranchPolicy, DeviceName, EpochMs, PersonId


@dataclass(frozen=True, slots=True)
class Account:
    """A person's login; `password_hash` is argon2's own encoding."""

    person: PersonId
    password_hash: str


class People(Protocol):
    """Accounts, logins, and the roster of each branch."""

    def branch(self, name: BranchName) -> Branch:
        """The branch as it stands; nobody else changes its people until this transaction ends."""
        ...

    def of_branch(self, name: BranchName) -> list[Staff]:
        """Everyone of the branch, without holding it."""
        ...

    def set_policy(self, name: BranchName, policy: BranchPolicy) -> None:
        """Change what a branch decides for itself."""
        ...

    def saw(self, person: PersonId, now_ms: EpochMs) -> None:
        """The person's own screen is there."""
        ...

    def mark(self, person: PersonId, *, unresponsive: bool) -> None:
        """The person let an offer expire, or has acted again."""
        ...

    def set_desk(self, person: PersonId, now_ms: EpochMs, *, is_open: bool) -> None:
        """A reviewer's desk was opened or closed."""
        ...

    def close_desks(self) -> None:
        """The hub starts: no desk is open until its page says so."""
        ...

    def absent(self, now_ms: EpochMs) -> list[PersonId]:
        """Those who have cases, while their handset and their counter have both been gone for the lease."""
        ...

    def get(self, person: PersonId) -> Staff | None:
        """One person."""
        ...

    def at_counter(self, counter: DeviceName) -> Staff | None:
        """Whoever is signed in at the counter."""
        ...

    def put(self, staff: Staff, events: Sequence[RosterEvent]) -> None:
        """Keep a person's new state, and the roster's events that led to it, if any."""
        ...

    def add(self, staff: Staff, password_hash: str) -> None:
        """Register a person, or change one."""
        ...

    def account(self, person: PersonId) -> Account | None:
        """A person's login."""
        ...

    def open_login(self, person: PersonId, token_sha256: str, expires_at: EpochMs) -> None:
        """Remember a login by the digest of its token."""
        ...

    def login(self, token_sha256: str, now_ms: EpochMs) -> PersonId | None:
        """Whose login this is, unless it has expired."""
        ...

    def close_login(self, token_sha256: str) -> None:
        """End a login."""
        ...

    def change_password(self, person: PersonId, password_hash: str) -> None:
        """Give a person another password, and end the logins of the old one."""
        ...

    def everyone(self) -> list[Staff]:
        """Everyone of every branch, branch by branch."""
        ...

    def policy(self, name: BranchName) -> BranchPolicy:
        """What a branch decides for itself, without holding it."""
        ...

    def show_code(self, counter: DeviceName, code: str, expires_at: EpochMs) -> None:
        """Remember the one-time code that a counter shows; its earlier one is void."""
        ...

    def counter_showing(self, code: str, now_ms: EpochMs) -> DeviceName | None:
        """The counter that shows this code; None when none does, or two by chance the same."""
        ...

    def use_up_code(self, counter: DeviceName) -> None:
        """The code that the counter shows has served."""
        ...
