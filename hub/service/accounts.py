"""Accounts and logins: argon2 for passwords, an opaque token for a handset, limits on guessing."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import secrets
from dataclasses import dataclass
from typing import Final

import structlog
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import ARGON2_VERSION

from device_profiles.delivery.clock import Clock
from hub.domain.roster import Staff
from hub.domain.words import EpochMs, PersonId
from hub.ports.journal import Books, Journal
from hub.service.guessing import LoginAttempts, TooManyAttempts

_log = structlog.get_logger()

LOGIN_MS: Final = 12 * 3600 * 1000
"""A login lasts a working day."""
SEEN_EVERY_MS: Final = 5_000
HASHES_AT_ONCE: Final = 2
"""One hash takes argon2 64 MiB and a good part of a core; the loop and the router need the rest."""
WAITING_AT_MOST: Final = 256
"""Whoever comes when so many wait for their password to be looked at is sent away for a moment."""


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
        self._attempts = LoginAttempts(clock)
        self._hashing = asyncio.Semaphore(HASHES_AT_ONCE)
        self._waiting = 0
        self._nobody = hash_of_nobody(self._hasher)

    async def register(self, staff: Staff, password: str) -> None:
        """Add a person, or change one; their open logins end."""
        password_hash = await self._hash(password)
        await self._journal.transact(lambda books: books.people.add(staff, password_hash))

    async def log_in(self, person: PersonId, password: str, source: str) -> Login | TooManyAttempts | None:
        """A login, or None; it takes as long for a name that nobody bears. `source`: from which address."""
        checked = await self._check(person, password, source)
        if checked is not True:
            return checked or None

        def open_login(books: Books) -> Login | None:
            return self._open_login(books, person)

        return await self._journal.transact(open_login)

    async def change_password(
        self, person: PersonId, old: str, new: str, source: str
    ) -> Login | TooManyAttempts | None:
        """A new login with the new password, all others ended; None when the old one is wrong."""
        checked = await self._check(person, old, source)
        if checked is not True:
            return checked or None
        password_hash = await self._hash(new)

        def change(books: Books) -> Login | None:
            books.people.change_password(person, password_hash)
            return self._open_login(books, person)

        return await self._journal.transact(change)

    async def log_out(self, token: str) -> None:
        """End a login."""
        await self._journal.transact(lambda books: books.people.close_login(digest(token)))

    async def whose(self, token: str) -> Staff | None:
        """The person whose login this token is."""

        def find(books: Books) -> Staff | None:
            person = books.people.login(digest(token), self._clock.now_ms())
            return None if person is None else books.people.get(person)

        return await self._journal.transact(find)

    async def seen(self, person: PersonId) -> None:
        """The person's own screen is there; written down every few seconds at the most."""
        now_ms = self._clock.now_ms()
        if now_ms - self._seen.get(person, 0) < SEEN_EVERY_MS:
            return
        self._seen[person] = now_ms
        await self._journal.transact(lambda books: books.people.saw(person, now_ms))

    async def _check(self, person: PersonId, password: str, source: str) -> bool | TooManyAttempts:
        """Whether the password is the person's, if it may be looked at now."""
        if self._waiting >= WAITING_AT_MOST:
            return TooManyAttempts(1)
        self._waiting += 1
        try:
            async with self._hashing:
                if too_many := self._attempts.too_many(person, source):
                    _log.warning("too many attempts", person=person, source=source)
                    return too_many
                account = await self._journal.transact(lambda books: books.people.account(person))
                known = self._nobody if account is None else account.password_hash
                matches = await asyncio.to_thread(self._matches, known, password)
                if account is None or not matches:
                    self._attempts.wrong(person, source)
                    return False
        finally:
            self._waiting -= 1
        self._attempts.right(person, source)
        return True

    def _open_login(self, books: Books, person: PersonId) -> Login | None:
        staff = books.people.get(person)
        if staff is None:
            return None
        token, expires_at = secrets.token_urlsafe(32), self._clock.now_ms() + LOGIN_MS
        books.people.open_login(person, digest(token), expires_at)
        return Login(token, expires_at, staff)

    async def _hash(self, password: str) -> str:
        async with self._hashing:
            return await asyncio.to_thread(self._hasher.hash, password)

    def _matches(self, password_hash: str, password: str) -> bool:
        try:
            return self._hasher.verify(password_hash, password)
        except (VerificationError, InvalidHashError):
            return False


def digest(token: str) -> str:
    """What the hub keeps of a login's token: its SHA-256 in hex."""
    return hashlib.sha256(token.encode()).hexdigest()


def hash_of_nobody(hasher: PasswordHasher) -> str:
    """A hash that no password has, as dear to check as a real one, and made without making one.

    In the PHC string format of Argon2, see its reference implementation's `encoding.c`.
    """
    costs = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    salt, key = (
        base64.b64encode(secrets.token_bytes(length)).rstrip(b"=").decode()
        for length in (hasher.salt_len, hasher.hash_len)
    )
    return f"$argon2id$v={ARGON2_VERSION}${costs}${salt}${key}"
