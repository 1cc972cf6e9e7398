"""One database, one writing thread, many units of work to one fsync.

A unit of work is a function of a connection. It runs whole or not at all; those that wait together
are committed together (group commit), which is what makes `synchronous=FULL` affordable (FACTS:
233 commits a second alone, 26,000 rows a second in groups).
"""

from __future__ import annotations

import asyncio
import queue
import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self, TypeVar

from sqlalchemy import Connection, Engine, MetaData, create_engine, event
from sqlalchemy.exc import InterfaceError, OperationalError

from device_profiles.delivery.errors import DatabaseUnavailableError, DiskFullError

ResultT = TypeVar("ResultT")
IN_MEMORY: Final = ":memory:"
LARGEST_GROUP: Final = 128

Work = Callable[[Connection], ResultT]
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
        """Run `work` in a transaction; return its result once that is committed.

        Raises:
            DatabaseUnavailableError: the database is gone, or the disk is full (DiskFullError); it may come
                back.
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
        outcomes: list[tuple[Any, Exception | None]] = []
        try:
            with connection.begin() as transaction:
                if len(group) > 1:
                    outcomes = [_attempt(connection, work) for work, _, _ in group]
                else:  # alone it needs no savepoint: the transaction is its own
                    outcomes = [_run(connection, group[0][0])]
                    if outcomes[0][1] is not None:
                        transaction.rollback()
        except Exception as error:  # noqa: BLE001  a failed commit fails each of the group, and the thread goes on
            outcomes = [(None, _as_ours(error))] * len(group)
            # After a COMMIT that failed the transaction is still open, but SQLAlchemy takes it for ended.
            connection.invalidate()
        for (_, outcome, loop), (result, fault) in zip(group, outcomes, strict=True):
            with suppress(RuntimeError):  # that loop was closed: nobody waits for the answer any more
                loop.call_soon_threadsafe(_tell, outcome, result, fault)


def open_sqlite(file: Path, *tables: MetaData) -> Engine:
    """Open or create a SQLite file that survives a power cut once a commit has returned."""
    if str(file) != IN_MEMORY:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)  # SQLite gives its journals the same permissions
    engine = create_engine(f"sqlite:///{file}", connect_args={"check_same_thread": False})

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


def _attempt(connection: Connection, work: Work[Any]) -> tuple[Any, Exception | None]:
    savepoint = connection.begin_nested()
    outcome = _run(connection, work)
    if outcome[1] is None:
        savepoint.commit()
    else:
        savepoint.rollback()
    return outcome


def _run(connection: Connection, work: Work[Any]) -> tuple[Any, Exception | None]:
    try:
        return work(connection), None
    except Exception as error:  # noqa: BLE001  carried to whoever awaits this unit of work
        return None, _as_ours(error)


def _as_ours(error: Exception) -> Exception:
    """What whoever awaits the unit of work should get."""
    ours: Exception
    match error:
        case OperationalError(orig=sqlite3.Error(sqlite_errorcode=sqlite3.SQLITE_FULL)):
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
