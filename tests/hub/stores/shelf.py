"""A database with its journal, as one hub holds it, and what its commits handed on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import StaticPool

from device_profiles.delivery import tables as delivery_tables
from device_profiles.delivery.clock import Ids
from device_profiles.delivery.database import Database, open_sqlite
from device_profiles.delivery.outbox import Outbox, Outgoing
from hub.ports.journal import Books
from hub.stores import tables as hub_tables
from hub.stores.journal import Committed, SqlJournal
from tests.fakes.standing_clock import StandingClock

ResultT = TypeVar("ResultT")
Params = ParamSpec("Params")
_CHANCE = count(1)


@dataclass(frozen=True, slots=True)
class Shelf:
    """One hub's view of a database."""

    database: Database
    journal: SqlJournal
    clock: StandingClock
    committed: list[Committed] = field(default_factory=list)
    on_commit: list[Callable[[Committed], None]] = field(default_factory=list)
    """Who else is told of each commit."""

    async def do(
        self,
        work: Callable[Concatenate[Books, Params], ResultT],
        *given: Params.args,
        **named: Params.kwargs,
    ) -> ResultT:
        """Run one transaction."""
        return await self.journal.transact(lambda books: work(books, *given, **named))

    async def behind(
        self,
        work: Callable[Concatenate[Connection, Params], ResultT],
        *given: Params.args,
        **named: Params.kwargs,
    ) -> ResultT:
        """Go to the database behind the journal's back."""
        return await self.database.run(lambda connection: work(connection, *given, **named))

    @property
    def sent(self) -> list[Outgoing]:
        """What the commits so far gave to the courier, in order."""
        return [message for commit in self.committed for message in commit.outgoing]


@contextmanager
def shelf_on(engine: Engine) -> Iterator[Shelf]:
    """The hub that works with this engine."""
    with Database(engine) as database:
        clock, committed = StandingClock(), list[Committed]()
        on_commit: list[Callable[[Committed], None]] = [committed.append]

        def hand_on(commit: Committed) -> None:
            for listener in on_commit:
                listener(commit)

        ids = Ids(clock, lambda length: next(_CHANCE).to_bytes(length, "big"))
        journal = SqlJournal(database, Outbox("hub", ids), clock, hand_on)
        yield Shelf(database, journal, clock, committed, on_commit)


def on_disk(file: Path) -> Engine:
    """The hub's database in a file."""
    return open_sqlite(file, delivery_tables.METADATA, hub_tables.METADATA)


def in_memory() -> Engine:
    """The hub's database in memory: one connection, begun as `open_sqlite` begins it."""
    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _prepare(raw: Any, _record: object) -> None:
        raw.isolation_level = None

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    with engine.begin() as connection:
        for metadata in (delivery_tables.METADATA, hub_tables.METADATA):
            metadata.create_all(connection)
    return engine
