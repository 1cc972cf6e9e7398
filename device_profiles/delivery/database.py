"""One database, one writing thread, many units of work to one fsync.

A unit of work is a function of a connection. It is kept whole or not at all; those that wait together
are committed together (group commit), which is what makes `synchronous=FULL` affordable (FACTS:
233 commits a second alone, 26,000 rows a second in groups).

It may be run more than once before it is kept: a group that does not get through is run again one by one,
and one that another program got in the way of, again after a moment. So a unit of work changes nothing
but what its connection leads to; what it found out it returns.
"""

from __future__ import annotations

import asyncio
import queue
import random
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self, TypeVar

from sqlalchemy import Connection, Engine, MetaData, create_engine, event
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.pool import StaticPool

from device_profiles.delivery.errors import DatabaseUnavailableError, DiskFullError

ResultT = TypeVar("ResultT")
IN_MEMORY: Final = ":memory:"
LARGEST_GROUP: Final = 128
MOST_ATTEMPTS: Final = 6
FIRST_PAUSE_S: Final = 0.01
IN_THE_WAY: Final = frozenset({"40001", "40P01", "23505"})
"""PostgreSQL's serialization_failure, deadlock_detected and unique_violation: another program was first.

Its manual ("Serialization Failure Handling") has the last one among them, for keys that were chosen by
looking at those that there are: run again, the work sees what the other has written.
"""
OUT_OF_ROOM: Final = "53100"
"""PostgreSQL's disk_full (its manual, appendix A)."""

Work = Callable[[Connection], ResultT]
_Outcome = tuple[Any, Exception | None]
_Waiting = tuple[Work[Any], asyncio.Future[Any], asyncio.AbstractEventLoop]


class Database:
    """Runs units of work, each atomic, in the order in which they were handed in."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._waiting: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._closing = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(
            target=self._commit_groups, args=(engine.connect(),), name="database", daemon=True
        )
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Finish what waits, then close the file."""
        with self._closing:
            self._closed = True
            self._waiting.put(None)
        self._thread.join()
        self._engine.dispose()

    async def run(self, work: Work[ResultT]) -> ResultT:
        """Run `work` in a transaction, more than once if need be; its result comes once that is committed.

        Raises:
            DatabaseUnavailableError: the database is gone, or the disk is full (DiskFullError); it may come
                back. Nothing was kept, unless the connection was lost while a server was committing: nobody
                knows then.
            Exception: whatever `work` raised; then nothing of it was kept.
            RuntimeError: the database is closed.
        """
        loop = asyncio.get_running_loop()
        outcome: asyncio.Future[ResultT] = loop.create_future()
        with self._closing:  # behind the end nobody would come for it, and the caller would wait for ever
            if self._closed:
                msg = "the database is closed"
                raise RuntimeError(msg)
            self._waiting.put((work, outcome, loop))
        return await outcome

    def _commit_groups(self, connection: Connection) -> None:
        with connection:
            while (first := self._waiting.get()) is not None:
                group = [first]
                closing = self._gather(group)
                self._commit(connection, group)
                if closing:
                    return

    def _gather(self, group: list[_Waiting]) -> bool:
        """Add what waits already to the group. True when the end was asked for."""
        while len(group) < LARGEST_GROUP:
            try:
                waiting = self._waiting.get_nowait()
            except queue.Empty:
                return False
            if waiting is None:
                return True
            group.append(waiting)
        return False

    def _commit(self, connection: Connection, group: list[_Waiting]) -> None:
        outcomes = _outcomes(connection, [work for work, _, _ in group])
        for (_, outcome, loop), (result, fault) in zip(group, outcomes, strict=True):
            with suppress(RuntimeError):  # that loop was closed: nobody waits for the answer any more
                loop.call_soon_threadsafe(
                    _tell, outcome, result, None if fault is None else _as_ours(fault)
                )


def open_sqlite(file: Path, *tables: MetaData) -> Engine:
    """Open or create a SQLite file that survives a power cut once a commit has returned.

    `IN_MEMORY` in place of a file is the same without the disk, for one program.
    """
    if str(file) != IN_MEMORY:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)  # SQLite gives its journals the same permissions
    engine = create_engine(
        f"sqlite:///{file}",
        connect_args={"check_same_thread": False},
        poolclass=StaticPool
        if str(file) == IN_MEMORY
        else None,  # there it lives as long as its connection
    )

    @event.listens_for(engine, "connect")
    def _prepare(raw: Any, _record: object) -> None:
        raw.isolation_level = None  # the driver's own BEGIN comes too late for savepoints
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000", "foreign_keys=ON"):
            raw.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    with engine.begin() as connection:
        for metadata in tables:
            metadata.create_all(connection)
    return engine


def _outcomes(connection: Connection, works: Sequence[Work[Any]]) -> list[_Outcome]:
    """Run works together; when that fails, one by one, so that a bad one cannot sink the others."""
    if len(works) > 1:
        try:
            return _transaction(connection, works)
        except DatabaseUnavailableError as error:
            return [(None, error)] * len(works)
        except Exception:  # noqa: BLE001, S110  whose it is shows when each runs by itself
            pass
    outcomes: list[_Outcome] = []
    while len(outcomes) < len(works):
        outcomes.append(_alone(connection, works[len(outcomes)]))
        if connection.invalidated:  # no server: the others would each wait for it in vain
            outcomes += [outcomes[-1]] * (len(works) - len(outcomes))
    return outcomes


def _alone(connection: Connection, work: Work[Any]) -> _Outcome:
    for attempt in range(MOST_ATTEMPTS):
        try:
            return _transaction(connection, [work])[0]
        except Exception as error:  # noqa: BLE001  carried to whoever awaits this unit of work
            if attempt == MOST_ATTEMPTS - 1 or not _is_passing(error):
                return None, error
        time.sleep(FIRST_PAUSE_S * 2**attempt * random.uniform(0.5, 1.0))  # noqa: S311  parts two that collide
    raise AssertionError


def _transaction(connection: Connection, works: Sequence[Work[Any]]) -> list[_Outcome]:
    """Run works in one transaction. No savepoints: a work that raises is rare, and then each runs alone.

    Raises:
        DatabaseUnavailableError: there is no connection, or it was lost while committing.
        Exception: what made all of it fail; nothing was kept.
    """
    try:
        transaction = connection.begin()
    except DBAPIError as error:
        _abandon(connection)
        raise _as_ours(error) from error
    try:
        outcomes: list[_Outcome] = [(work(connection), None) for work in works]
    except Exception:
        _abandon(connection)
        raise
    try:
        transaction.commit()
    except Exception as error:
        was_lost = connection.invalidated
        _abandon(connection)
        if was_lost:  # it may have been committed: run again it might be kept twice
            raise _as_ours(error) from error
        raise
    return outcomes


def _abandon(connection: Connection) -> None:
    """Leave no transaction behind, not even one whose COMMIT failed, which SQLAlchemy takes for ended."""
    try:
        connection.rollback()
        if not connection.invalidated:
            connection.connection.rollback()
    except Exception:  # noqa: BLE001  the connection is of no use: the next begins with another
        connection.invalidate()


def _is_passing(error: Exception) -> bool:
    """Whether the same work may go well when it is run again at once, on a fresh connection if need be."""
    return isinstance(error, DBAPIError) and (
        error.connection_invalidated or getattr(error.orig, "sqlstate", None) in IN_THE_WAY
    )


def _as_ours(error: Exception) -> Exception:
    """What whoever awaits the unit of work should get."""
    ours: Exception
    match error:
        case OperationalError(orig=sqlite3.Error(sqlite_errorcode=sqlite3.SQLITE_FULL)):
            ours = DiskFullError(str(error.orig))
        case OperationalError() if getattr(error.orig, "sqlstate", None) == OUT_OF_ROOM:
            ours = DiskFullError(str(error.orig))
        case OperationalError() | InterfaceError():
            ours = DatabaseUnavailableError(str(error.orig))
        case StopIteration():  # no future takes one: whoever waits for it would wait for ever
            ours = RuntimeError("a unit of work raised StopIteration")
        case _:
            return error
    ours.__cause__ = error
    return ours


def _tell(outcome: asyncio.Future[Any], result: object, error: Exception | None) -> None:
    if outcome.done():
        return  # whoever asked was cancelled; the work is kept all the same
    if error is not None:
        outcome.set_exception(error)
    else:
        outcome.set_result(result)
