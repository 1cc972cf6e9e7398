"""Calls people whose handset sleeps, after the commit that wants something of them (Web Push).

A call carries nothing: what it is about, the handset asks the hub itself. It is a help beside the feed, so
a call that does not get through is counted, and not repeated.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

import structlog

from device_profiles.delivery.clock import Clock
from device_profiles.delivery.errors import DatabaseUnavailableError
from hub.domain.words import PersonId, Rule
from hub.ports.journal import Change, Journal
from hub.ports.push import PushError, PushGoneError, PushSender
from hub.service.accounts import digest

_log = structlog.get_logger()

CALLS_FOR: Final = frozenset({"offered", "asked"})
"""The changes for which somebody is called: an offer, and a manager who is asked for a teller."""
AT_ONCE: Final = 8


@dataclass(slots=True)
class PushCounts:
    """Calls since the hub started. `gone`: addresses that a browser had given up."""

    sent: int = 0
    failed: int = 0
    gone: int = 0


class Pushes:
    """The people to call, and who calls them. Without a sender nobody is called."""

    def __init__(
        self, journal: Journal, clock: Clock, sender: PushSender | None, services: frozenset[str]
    ) -> None:
        self._journal = journal
        self._clock = clock
        self._sender = sender
        self._services = services
        self._wanted: set[PersonId] = set()
        self._woken = asyncio.Event()
        self._at_once = asyncio.Semaphore(AT_ONCE)
        self.counts = PushCounts()

    @property
    def key(self) -> str | None:
        """The public key that a browser subscribes with; None while nobody is called."""
        return None if self._sender is None else self._sender.key

    async def subscribe(self, person: PersonId, token: str, address: str) -> Rule | None:
        """Call the browser of this login under the address, if the bank allows the service there."""
        allowed = any(address.startswith(f"{origin}/") for origin in self._services)
        if self._sender is None or not allowed:  # or whoever logs in could have the hub call anybody
            return Rule("not_granted", "the hub sends no calls through that push service", "address")
        await self._journal.transact(lambda books: books.subscriptions.put(person, digest(token), address))
        return None

    async def unsubscribe(self, token: str) -> None:
        """Do not call the browser of this login any more."""
        await self._journal.transact(lambda books: books.subscriptions.end(digest(token)))

    def tell(self, changes: Iterable[tuple[PersonId, Change]]) -> None:
        """These were written into people's feeds."""
        if self._sender is None:
            return
        self._wanted.update(person for person, change in changes if change.change in CALLS_FOR)
        if self._wanted:
            self._woken.set()

    async def run(self) -> None:
        """Call whoever is wanted, until cancelled; several changes at once are one call."""
        if self._sender is None:
            return
        async with asyncio.TaskGroup() as tasks:
            while True:
                await self._woken.wait()
                self._woken.clear()
                wanted, self._wanted = self._wanted, set()
                for person in sorted(wanted):
                    tasks.create_task(self._call(self._sender, person), name=f"push to {person}")

    async def _call(self, sender: PushSender, person: PersonId) -> None:
        async with self._at_once:
            try:
                now_ms = self._clock.now_ms()
                addresses = await self._journal.transact(
                    lambda books: books.subscriptions.of(person, now_ms)
                )
                for address in addresses:
                    await self._call_browser(sender, person, address)
            except DatabaseUnavailableError:
                self.counts.failed += 1
                _log.warning("nobody can be called while the database is away", person=person)

    async def _call_browser(self, sender: PushSender, person: PersonId, address: str) -> None:
        try:
            await sender.call(address)
        except PushGoneError:
            self.counts.gone += 1
            await self._journal.transact(lambda books: books.subscriptions.drop(address))
        except PushError as error:
            self.counts.failed += 1
            # The address itself is as good as a key: whoever has it could call.
            _log.warning("push failed", person=person, service=urlsplit(address).netloc, error=str(error))
        else:
            self.counts.sent += 1
