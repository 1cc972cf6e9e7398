"""Runs the hub's transactions, and hands on what each has to say once it is durable."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Connection

from device_profiles.delivery.clock import Clock
from device_profiles.delivery.database import Database
from device_profiles.delivery.outbox import Outbox, Outgoing
from hub.domain.words import PersonId
from hub.ports.journal import Books, Change, Relay
from hub.stores.books import SqlBooks
from hub.stores.folded_cases import FoldedCases

ResultT = TypeVar("ResultT")


@dataclass(frozen=True, slots=True)
class Committed:
    """What a committed transaction wants done."""

    outgoing: tuple[Outgoing, ...]
    notified: tuple[tuple[PersonId, Change], ...]
    owed: tuple[Relay, ...]
    calls_core: bool


class SqlJournal:
    """The `Journal` port over one database."""

    def __init__(
        self, database: Database, outbox: Outbox, clock: Clock, on_commit: Callable[[Committed], None]
    ) -> None:
        self._database = database
        self._outbox = outbox
        self._clock = clock
        self._on_commit = on_commit
        self._folded = FoldedCases()

    async def transact(self, work: Callable[[Books], ResultT]) -> ResultT:
        """Run `work` whole or not at all; its result comes back once it is durable.

        Each run has books of its own, so what a run that was not kept has said is never sent.
        """

        def run(connection: Connection) -> tuple[ResultT, Committed]:
            books = SqlBooks(connection, self._outbox, self._clock, self._folded)
            result = work(books)
            return result, Committed(
                tuple(books.post.outgoing),
                tuple(books.post.notified),
                tuple(books.post.owed_anew),
                books.post.calls_core,
            )

        result, committed = await self._database.run(run)
        self._on_commit(committed)
        return result
