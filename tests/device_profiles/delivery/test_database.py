"""Units of work: whole or not at all, in order, many to one commit, and nobody waits for ever."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, Connection, ForeignKey, Integer, MetaData, Table, event, insert, select, text
from sqlalchemy.exc import IntegrityError, OperationalError

from device_profiles.delivery.database import (
    IN_MEMORY,
    LARGEST_GROUP,
    MOST_ATTEMPTS,
    Database,
    open_sqlite,
)
from device_profiles.delivery.errors import DatabaseUnavailableError

BOOKS = MetaData()
branches = Table("branches", BOOKS, Column("number", Integer, primary_key=True))
tellers = Table(
    "tellers",
    BOOKS,
    Column("number", Integer, primary_key=True),
    Column("branch", Integer, ForeignKey(branches.c.number, deferrable=True, initially="DEFERRED")),
)


class Books(Database):
    """A database that can be kept busy, so that work waits together, and that counts its commits."""

    def __init__(self, file: Path) -> None:
        engine = open_sqlite(file, BOOKS)
        super().__init__(engine)
        self.commits = 0
        event.listen(engine, "commit", self._count_commit)
        self._busy, self._go_on = threading.Event(), threading.Event()

    async def together(self, *works: Callable[[Connection], Any]) -> list[Any]:
        """Run works that wait together; the result or the error of each."""
        async with self.busy():
            waiting = asyncio.gather(*map(self.run, works), return_exceptions=True)
            await asyncio.sleep(0)  # each has been handed in
        return await waiting

    def busy(self) -> _Busy:
        """For the length of the block the thread does nothing else."""
        return _Busy(self)

    def _count_commit(self, _connection: Connection) -> None:
        self.commits += 1


class _Busy:
    def __init__(self, books: Books) -> None:
        self._books = books
        self._begun, self._end = threading.Event(), threading.Event()

    def _hold(self, _connection: Connection) -> None:
        self._begun.set()
        assert self._end.wait(10)

    async def __aenter__(self) -> None:
        self._held = asyncio.gather(self._books.run(self._hold))
        assert await asyncio.to_thread(self._begun.wait, 10)

    async def __aexit__(self, *_error: object) -> None:
        self._end.set()
        await self._held


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Books]:
    with Books(tmp_path / "bank.sqlite") as opened:
        yield opened


def opens(number: int) -> Callable[[Connection], int]:
    """A unit of work that opens a branch."""

    def work(connection: Connection) -> int:
        connection.execute(insert(branches).values(number=number))
        return number

    return work


def hires(number: int, branch: int) -> Callable[[Connection], None]:
    """A unit of work whose fault, a branch that there is not, only the commit finds."""

    def work(connection: Connection) -> None:
        connection.execute(insert(tellers).values(number=number, branch=branch))

    return work


def open_branches(connection: Connection) -> list[int]:
    return list(connection.execute(select(branches.c.number)).scalars())


def fills_pages(connection: Connection) -> None:
    connection.execute(text("CREATE TABLE ballast AS SELECT zeroblob(100000) AS weight"))


async def test_what_waits_together_is_committed_together_and_in_order(books: Books) -> None:
    order: list[int] = []

    def work(_connection: Connection, number: int) -> None:
        order.append(number)

    before = books.commits
    await books.together(*(partial(work, number=number) for number in range(LARGEST_GROUP + 10)))
    assert order == list(range(LARGEST_GROUP + 10))
    assert books.commits - before == 3  # the one that kept it busy, a full group, and the rest


async def test_work_that_fails_does_not_hurt_its_neighbours(books: Books) -> None:
    first, again, last = await books.together(opens(1), opens(1), opens(2))
    assert (first, last) == (1, 2)
    assert isinstance(again, IntegrityError)
    assert await books.run(open_branches) == [1, 2]


async def test_work_that_fails_half_way_leaves_nothing(books: Books) -> None:
    def work(connection: Connection) -> None:
        opens(1)(connection)
        with connection.begin_nested():
            opens(2)(connection)
            msg = "the power went"
            raise OSError(msg)

    with pytest.raises(OSError, match="power"):
        await books.run(work)
    assert await books.run(open_branches) == []


async def test_work_that_only_the_commit_refuses_does_not_sink_its_group(books: Books) -> None:
    first, bad, last = await books.together(opens(1), hires(1, branch=99), opens(2))
    assert (first, last) == (1, 2)
    assert isinstance(bad, IntegrityError)
    assert await books.run(open_branches) == [1, 2]


async def test_work_that_made_sqlite_give_up_the_transaction_does_not_sink_its_group(books: Books) -> None:
    def gives_up(connection: Connection) -> None:  # as SQLite does by itself on a full disk
        connection.execute(text("ROLLBACK"))
        msg = "database or disk is full"
        raise OSError(msg)

    first, bad, last = await books.together(opens(1), gives_up, opens(2))
    assert (first, last) == (1, 2)
    assert isinstance(bad, OSError)
    assert await books.run(open_branches) == [1, 2]


class InTheWayError(Exception):
    """What a driver says when another program was first."""

    def __init__(self, sqlstate: str) -> None:
        super().__init__("another was first")
        self.sqlstate = sqlstate


class Collides:
    """A unit of work that opens a branch, and that others get in the way of so many times."""

    def __init__(self, number: int, times: int, sqlstate: str = "40P01") -> None:
        self.runs = 0
        self._number, self._times, self._sqlstate = number, times, sqlstate

    def __call__(self, connection: Connection) -> int:
        self.runs += 1
        opens(self._number)(connection)
        if self.runs <= self._times:
            raise OperationalError("INSERT", {}, InTheWayError(self._sqlstate))
        return self._number


@pytest.mark.parametrize("sqlstate", ["40001", "40P01", "23505"])
async def test_work_that_another_got_in_the_way_of_is_run_again(books: Books, sqlstate: str) -> None:
    collides = Collides(1, times=3, sqlstate=sqlstate)
    assert await books.run(collides) == 1
    assert collides.runs == 4
    assert await books.run(open_branches) == [1]


async def test_a_group_that_another_got_in_the_way_of_is_run_again_one_by_one_in_order(
    books: Books,
) -> None:
    collides, before = Collides(2, times=1), books.commits
    assert await books.together(opens(1), collides, opens(3)) == [1, 2, 3]
    assert collides.runs == 2
    assert books.commits - before == 4  # the one that kept it busy, and each of the three
    assert await books.run(open_branches) == [1, 2, 3]


async def test_work_is_not_run_again_for_ever_nor_for_any_fault(books: Books) -> None:
    for collides, runs in (
        (Collides(1, times=1_000), MOST_ATTEMPTS),
        (Collides(1, times=1, sqlstate="57014"), 1),
    ):
        with pytest.raises(DatabaseUnavailableError, match="another was first"):
            await books.run(collides)
        assert collides.runs == runs
    assert await books.run(open_branches) == []


async def test_a_full_disk_is_said_to_be_one_and_it_goes_on_when_there_is_room(books: Books) -> None:
    await books.run(opens(1))
    await books.run(lambda connection: connection.execute(text("PRAGMA max_page_count = 1")))
    with pytest.raises(DatabaseUnavailableError, match="full"):
        await books.run(fills_pages)
    assert await books.run(open_branches) == [1]
    await books.run(lambda connection: connection.execute(text("PRAGMA max_page_count = 1000000")))
    await books.run(fills_pages)


async def test_in_memory_a_commit_that_fails_loses_nothing_else() -> None:
    with Books(Path(IN_MEMORY)) as books:
        await books.run(opens(1))
        with pytest.raises(IntegrityError):
            await books.run(hires(1, branch=99))
        assert await books.run(open_branches) == [1]


async def test_closing_finishes_what_waits(tmp_path: Path) -> None:
    file = tmp_path / "bank.sqlite"
    books = Books(file)
    async with books.busy():
        waiting = asyncio.gather(*(books.run(opens(number)) for number in range(300)))
        await asyncio.sleep(0)
        closing = asyncio.gather(asyncio.to_thread(books.close))
        await asyncio.sleep(0)
    await closing
    assert await waiting == list(range(300))
    with Books(file) as again:
        assert len(await again.run(open_branches)) == 300


async def test_a_closed_database_says_so(tmp_path: Path) -> None:
    books = Books(tmp_path / "bank.sqlite")
    books.close()
    books.close()
    with pytest.raises(RuntimeError, match="closed"):
        async with asyncio.timeout(5):
            await books.run(open_branches)


async def test_who_stops_waiting_changes_nothing(books: Books) -> None:
    async with books.busy():
        impatient = asyncio.gather(books.run(opens(1)))
        await asyncio.sleep(0)
        impatient.cancel()
        with pytest.raises(asyncio.CancelledError):
            await impatient
    assert await books.run(opens(2)) == 2
    assert await books.run(open_branches) == [1, 2]


def test_who_asked_may_be_gone_with_its_loop(books: Books) -> None:
    end, begun = threading.Event(), threading.Event()

    def hold(_connection: Connection) -> None:
        begun.set()
        assert end.wait(10)

    async def ask_and_go() -> None:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01):
                await books.run(hold)

    asyncio.run(ask_and_go())
    end.set()
    assert asyncio.run(books.run(opens(1))) == 1


async def test_a_bug_that_no_future_can_carry_is_told_all_the_same(books: Books) -> None:
    def work(_connection: Connection) -> None:
        next(iter(()))

    with pytest.raises(RuntimeError, match="StopIteration"):
        async with asyncio.timeout(5):
            await books.run(work)


def test_a_file_that_cannot_be_opened_is_an_error_at_once(tmp_path: Path) -> None:
    engine = open_sqlite(tmp_path / "folder" / "bank.sqlite", BOOKS)
    engine.dispose()
    for file in (tmp_path / "folder").iterdir():
        file.unlink()
    (tmp_path / "folder").rmdir()
    with pytest.raises(Exception, match="unable to open"):
        Database(engine)
    engine.dispose()
