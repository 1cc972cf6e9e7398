"""Accounts and logins: argon2 for passwords, an opaque token for a handset."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from dataclasses import dataclass
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from device_profiles.delivery.clock import Clock
from hub.domain.roster import Staff
from hub.domain.words import EpochMs, PersonId
from hub.ports.journal import Books, Journal

LOGIN_MS: Final = 12 * 3600 * 1000
"""A login lasts a working day."""
SEEN_EVERY_MS: Final = 5_000


@dataclass(frozen=True, slots=True)
class Login:
    """A fresh login. The token is known to its holder alone; the hub keeps its digest."""

    token: str
    expires_at: EpochMs
    staff: Staff


class Accounts:
    """Registers people and knows them again."""

    def __init__(self, journal: Journal, clock: Clock) -> None:
        self._journal = journal
        self._clock = clock
        self._hasher = PasswordHasher()
        self._seen: dict[PersonId, EpochMs] = {}
        self._nobody = self._hasher.hash(secrets.token_hex())

    async def register(self, staff: Staff, password: str) -> None:
        """Add a person, or change one."""
        password_hash = await asyncio.to_thread(self._hasher.hash, password)
        await self._journal.transact(lambda books: books.people.add(staff, password_hash))

    async def log_in(self, person: PersonId, password: str) -> Login | None:
        """A login, or None; it takes as long for a name that nobody bears."""
        account = await self._journal.transact(lambda books: books.people.account(person))
        known = self._nobody if account is None else account.password_hash
        if not await asyncio.to_thread(self._matches, known, password) or account is None:
            return None
        token = secrets.token_urlsafe(32)
        expires_at = self._clock.now_ms() + LOGIN_MS

        def open_login(books: Books) -> Staff | None:
            books.people.open_login(person, _digest(token), expires_at)
            return books.people.get(person)

        staff = await self._journal.transact(open_login)
        return None if staff is None else Login(token, expires_at, staff)

    async def whose(self, token: str) -> Staff | None:
        """The person whose login this token is."""

        def find(books: Books) -> Staff | None:
            person = books.people.login(_digest(token), self._clock.now_ms())
            return None if person is None else books.people.get(person)

        return await self._journal.transact(find)

    async def seen(self, person: PersonId) -> None:
        """The person's own screen is there; written down every few seconds at the most."""
        now_ms = self._clock.now_ms()
        if now_ms - self._seen.get(person, 0) < SEEN_EVERY_MS:
            return
        self._seen[person] = now_ms
        await self._journal.transact(lambda books: books.people.saw(person, now_ms))

    def _matches(self, password_hash: str, password: str) -> bool:
        try:
            return self._hasher.verify(password_hash, password)
        except (VerificationError, InvalidHashError):
            return False


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
