"""Two equal hubs on one PostgreSQL at the very same moment, which is arranged and not left to chance."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from device_profiles.contract.envelope import Envelope
from device_profiles.contract.ids import parse_branch
from device_profiles.contract.messages.case import FileCase, Told
from device_profiles.delivery import outbox
from device_profiles.delivery.inbox import take_in
from hub.domain.case import Phase
from hub.ports.journal import Books
from tests.fakes.case_events import BRANCH_B, COUNTER_A, COUNTER_B, CUSTOMER, teller
from tests.fakes.hub_house import House, house_on
from tests.fakes.standing_clock import HOUR_MS, NOON_MS
from tests.hub.stores.contract_transactions import parcel
from tests.hub.stores.shelf import Shelf, on_server, shelf_on
from tests.servers.postgresql import PostgresqlServer

BRANCH_C = "north/b3"
SOON_S = 20.0


class Meeting:
    """Two units of work wait here for each other, the first time that they run; it counts their runs."""

    def __init__(self) -> None:
        self._both = threading.Barrier(2)
        self._come = threading.local()
        self.runs = 0

    def come(self) -> None:
        self.runs += 1
        if not hasattr(self._come, "before"):
            self._come.before = True
            self._both.wait(SOON_S)


class Turns:
    """One unit of work comes first, and is committed only when the other waits for what it holds."""

    def __init__(self, server: PostgresqlServer) -> None:
        self._server = server
        self._first_is_there = threading.Event()
        self.runs = 0

    def first(self, work: Callable[[Books], Any]) -> Callable[[Books], Any]:
        def run(books: Books) -> Any:
            self.runs += 1
            found = work(books)
            self._first_is_there.set()
            self._server.until_somebody_waits()
            return found

        return run

    def second(self, work: Callable[[Books], Any]) -> Callable[[Books], Any]:
        def run(books: Books) -> Any:
            self.runs += 1
            assert self._first_is_there.wait(SOON_S)
            return work(books)

        return run


@pytest.fixture
def one(url: str) -> Iterator[Shelf]:
    with shelf_on(on_server(url)) as shelf:
        yield shelf


@pytest.fixture
def other(one: Shelf, url: str) -> Iterator[Shelf]:
    with shelf_on(on_server(url)) as shelf:
        yield shelf


@pytest.fixture
def meeting() -> Meeting:
    return Meeting()


@pytest.fixture
def turns(server: PostgresqlServer) -> Turns:
    return Turns(server)


async def both(one: Shelf, other: Shelf, *works: Callable[[Books], Any]) -> list[Any]:
    """The first work at one hub and the last at the other."""
    async with asyncio.timeout(60):
        return list(await asyncio.gather(one.do(works[0]), other.do(works[-1])))


def files(house: House, case: str, branch: str = BRANCH_B) -> Callable[[Books], Any]:
    """A unit of work: counter A's case is taken in."""
    body = FileCase(
        case=case, target=parse_branch(branch), procedure="open-account", application=dict(CUSTOMER)
    )
    return lambda books: house.messages.apply(books, COUNTER_A, body)


@pytest.fixture
def houses(one: Shelf, other: Shelf, tmp_path: Path) -> list[House]:
    return [house_on(one, tmp_path / "one"), house_on(other, tmp_path / "other")]


def one_more(books: Books) -> None:
    """Li gets one more case."""
    li = books.people.branch(BRANCH_B).staff["li"]
    books.people.put(replace(li, assigned=li.assigned + 1), [])


class TestABranch:
    async def test_two_that_decide_about_it_do_so_one_after_the_other(
        self, one: Shelf, other: Shelf, turns: Turns
    ) -> None:
        await one.do(lambda books: books.people.add(teller(), "hash"))
        await one.do(lambda books: books.people.branch(BRANCH_B))
        await both(one, other, turns.first(one_more), turns.second(one_more))
        assert (await one.do(lambda books: books.people.of_branch(BRANCH_B)))[0].assigned == 2
        assert turns.runs == 2

    async def test_so_do_two_that_are_the_first_to_ask_for_it(
        self, one: Shelf, other: Shelf, meeting: Meeting
    ) -> None:
        def ask(books: Books) -> None:
            meeting.come()
            one_more(books)

        await one.do(lambda books: books.people.add(teller(), "hash"))
        await both(one, other, ask)
        assert (await one.do(lambda books: books.people.of_branch(BRANCH_B)))[0].assigned == 2
        assert meeting.runs == 2  # none had to be run again

    async def test_an_idle_teller_never_gets_two_cases(
        self, one: Shelf, other: Shelf, turns: Turns, houses: list[House]
    ) -> None:
        await houses[0].has(replace(teller(), capacity=1))
        await houses[0].has_counter(COUNTER_B)
        await houses[0].seats("li")
        await one.do(lambda books: books.people.branch(BRANCH_B))
        cases = ("north-01", "north-02")
        filings = [files(house, case) for house, case in zip(houses, cases, strict=True)]
        assert await both(one, other, turns.first(filings[0]), turns.second(filings[1])) == [None, None]
        found = await one.do(lambda books: [books.cases.get(case) for case in cases])
        assert [case.phase for case in found] == [Phase.OFFERED, Phase.ROUTING]
        assert (await one.do(lambda books: books.people.of_branch(BRANCH_B)))[0].offered == 1

    async def test_two_that_hold_what_the_other_wants_both_get_through(
        self, one: Shelf, other: Shelf, meeting: Meeting
    ) -> None:
        def move(here: str, there: str) -> Callable[[Books], None]:
            def work(books: Books) -> None:
                books.people.branch(here)
                meeting.come()
                books.people.branch(there)
                books.post.notify("li", "north-01", "offered")

            return work

        await one.do(lambda books: (books.people.branch(BRANCH_B), books.people.branch(BRANCH_C)))
        await both(one, other, move(BRANCH_B, BRANCH_C), move(BRANCH_C, BRANCH_B))
        assert await one.do(lambda books: books.post.last_change("li")) == 2
        assert meeting.runs == 3  # the server ended one of them, and it was run again

    async def test_a_case_that_two_branches_hear_of_belongs_to_one(
        self, one: Shelf, other: Shelf, turns: Turns, houses: list[House]
    ) -> None:
        await houses[0].has(teller(), teller("sun", BRANCH_C))
        here, there = files(houses[0], "north-01"), files(houses[1], "north-01", BRANCH_C)
        refusals = await both(one, other, turns.first(here), turns.second(there))
        assert [refusal is None for refusal in refusals] == [True, False]
        entries = await one.do(lambda books: books.cases.entries("north-01"))
        assert [entry.kind for entry in entries].count("CaseFiled") == 1
        assert turns.runs == 3  # the second found the first line of the journal written


class TestAMessage:
    @pytest.mark.parametrize("seq", [1, 2])
    async def test_taken_in_by_both_it_is_applied_once(
        self, one: Shelf, other: Shelf, meeting: Meeting, seq: int
    ) -> None:
        def take(books: Books) -> list[str]:
            def apply(_: Connection, _envelope: Envelope) -> None:
                books.post.notify("li", "north-01", "offered")

            meeting.come()
            return [receipt.outcome for receipt in books.take_in(parcel(seq), apply)]

        for before in range(1, seq):
            await one.behind(take_in, parcel(before), lambda *_: None)
        assert await both(one, other, take) == [["applied"], ["applied"]]
        assert await one.do(lambda books: books.post.last_change("li")) == 1
        assert meeting.runs == 2

    async def test_the_first_two_to_a_device_have_numbers_of_one_stream(
        self, one: Shelf, other: Shelf, meeting: Meeting
    ) -> None:
        def tell(books: Books) -> None:
            meeting.come()
            _tell(books, COUNTER_A)

        await both(one, other, tell)
        sent = [*one.sent, *other.sent]
        assert sorted(message.seq for message in sent) == [1, 2]
        assert len({message.stream for message in sent}) == 1
        assert meeting.runs == 2

    async def test_that_is_overdue_is_sent_by_one_and_the_other_does_not_wait(
        self, one: Shelf, other: Shelf
    ) -> None:
        looked, left = threading.Event(), threading.Event()

        def look(connection: Connection) -> int:
            found = outbox.due(connection, NOON_MS + HOUR_MS, 100)
            looked.set()
            assert left.wait(SOON_S), "the other waits"
            return len(found)

        def look_as_well(connection: Connection) -> int:
            assert looked.wait(SOON_S)
            found = outbox.due(connection, NOON_MS + HOUR_MS, 100)
            left.set()
            return len(found)

        for device in (COUNTER_A, COUNTER_B):
            await one.do(_tell, device)
        found = list(await asyncio.gather(one.behind(look), other.behind(look_as_well)))
        assert found == [2, 0]


class TestNumbersAndNames:
    async def test_a_feeds_number_that_both_take_goes_to_one_and_the_next_to_the_other(
        self, one: Shelf, other: Shelf, turns: Turns
    ) -> None:
        def notify(case: str) -> Callable[[Books], None]:
            return lambda books: books.post.notify("li", case, "offered")

        await both(one, other, turns.first(notify("north-01")), turns.second(notify("north-02")))
        feed = await one.do(lambda books: books.post.feed("li", 0))
        assert [(change.number, change.case) for change in feed] == [(1, "north-01"), (2, "north-02")]
        assert turns.runs == 3

    async def test_whoever_both_register_is_registered(
        self, one: Shelf, other: Shelf, meeting: Meeting
    ) -> None:
        def register(books: Books) -> None:
            meeting.come()
            books.people.add(teller(), "hash")
            books.devices.add(COUNTER_B, "counter", "b\n", NOON_MS)
            books.people.show_code(COUNTER_B, "482913", NOON_MS + HOUR_MS)

        await both(one, other, register)
        assert meeting.runs == 2
        assert await one.do(lambda books: books.people.of_branch(BRANCH_B)) == [teller()]
        assert await one.do(lambda books: books.devices.password_lines()) == ["b\n"]
        assert await one.do(lambda books: books.people.counter_showing("482913", NOON_MS)) == COUNTER_B

    async def test_no_credential_that_commits_late_goes_unnoticed(self, one: Shelf, other: Shelf) -> None:
        """The one that began first commits last: who looked in between must see that there is more."""
        given, seen = threading.Event(), threading.Event()

        def slow(books: Books) -> None:
            _give_credential(books, COUNTER_A, "fresh\n")
            given.set()
            assert seen.wait(SOON_S)

        for counter in (COUNTER_A, COUNTER_B):
            await one.do(_give_credential, counter, "old\n")
        slowly = asyncio.gather(one.do(slow))
        assert await asyncio.to_thread(given.wait, SOON_S)
        await other.do(_give_credential, COUNTER_B, "fresh\n")
        between = await other.do(lambda books: books.devices.version())
        seen.set()
        await slowly
        assert await other.do(lambda books: books.devices.version()) != between


def _tell(books: Books, device: str) -> None:
    books.post.tell(device, Told(case="north-01", news="accepted"))


def _give_credential(books: Books, counter: str, line: str) -> None:
    books.devices.add(counter, "counter", line, NOON_MS)
