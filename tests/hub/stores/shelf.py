"""A database with its journal, as one hub holds it, and what its commits handed on."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar, cast

from sqlalchemy import Connection, Engine, make_url

from device_profiles.delivery.clock import Ids
from device_profiles.delivery.database import IN_MEMORY, Database, open_sqlite
from device_profiles.delivery.outbox import Outbox, Outgoing
from hub.ports.journal import Books
from hub.stores.journal import Committed, SqlJournal
from hub.stores.opening import open_database
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
def shelf_on(engine: Engine, clock: StandingClock | None = None) -> Iterator[Shelf]:
    """The hub that works with this engine, by this clock or one that stands at noon."""
    with Database(engine) as database:
        clock, committed = clock or StandingClock(), list[Committed]()
        on_commit: list[Callable[[Committed], None]] = [committed.append]

        def hand_on(commit: Committed) -> None:
            for listener in on_commit:
                listener(commit)

        ids = Ids(clock, lambda length: next(_CHANCE).to_bytes(length, "big"))
        journal = SqlJournal(database, Outbox("hub", ids), clock, hand_on)
        yield Shelf(database, journal, clock, committed, on_commit)


@cache
def _new() -> bytes:
    """A database as the migrations leave it: running them for each test costs more than most tests."""
    engine = open_database(None, Path(IN_MEMORY))
    try:
        with engine.connect() as connection:
            return _raw(connection).serialize()
    finally:
        engine.dispose()


def _raw(connection: Connection) -> sqlite3.Connection:
    return cast("sqlite3.Connection", connection.connection.dbapi_connection)


def on_disk(file: Path) -> Engine:
    """The hub's database in a file, new unless it is there."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_bytes(_new())
    return open_database(None, file)


def in_memory() -> Engine:
    """The hub's database in memory: the same, without the disk."""
    engine = open_sqlite(Path(IN_MEMORY))
    with engine.connect() as connection:
        _raw(connection).deserialize(_new())
    return engine


def on_server(url: str) -> Engine:
    """The hub's database on PostgreSQL."""
    return open_database(make_url(url), Path())
