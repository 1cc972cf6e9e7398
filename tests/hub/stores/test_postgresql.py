"""The journal on PostgreSQL: all that it does elsewhere, for two hubs at once, and through an outage."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, make_url, text

from device_profiles.delivery.errors import DatabaseUnavailableError
from hub.stores.opening import IDLE_TIMEOUT_S, STATEMENT_TIMEOUT_S, open_postgresql
from tests.fakes.case_events import BRANCH_B, filed, teller, write
from tests.hub.stores.contract import JournalContract
from tests.hub.stores.shelf import Shelf, on_server, shelf_on
from tests.servers.postgresql import PASSWORD, PostgresqlServer

CASE = "north-01"


class TestOnPostgresql(JournalContract):
    @pytest.fixture
    def shelf(self, url: str) -> Iterator[Shelf]:
        with shelf_on(on_server(url)) as shelf:
            yield shelf

    @pytest.fixture
    def elsewhere(self, shelf: Shelf, url: str) -> Iterator[Shelf]:
        """A second hub, started while the first one is there."""
        with shelf_on(on_server(url)) as elsewhere:
            yield elsewhere


class TestOutage:
    @pytest.fixture
    def shelf(self, url: str) -> Iterator[Shelf]:
        with shelf_on(on_server(url)) as shelf:
            yield shelf

    async def test_while_the_server_is_gone_each_is_told_and_afterwards_all_goes_on(
        self, shelf: Shelf, server: PostgresqlServer
    ) -> None:
        await shelf.do(write, CASE, filed())
        server.kill()
        for _ in range(2):
            with pytest.raises(DatabaseUnavailableError, match="refused"):
                await shelf.do(lambda books: books.people.add(teller(), "hash"))
        server.start()
        await shelf.do(lambda books: books.people.add(teller(), "hash"))
        assert await shelf.do(lambda books: books.people.of_branch(BRANCH_B)) == [teller()]
        assert len(await shelf.do(lambda books: books.cases.entries(CASE))) == 1

    async def test_a_server_that_was_started_anew_meanwhile_is_not_noticed(
        self, shelf: Shelf, server: PostgresqlServer
    ) -> None:
        await shelf.do(write, CASE, filed())
        server.stop()
        server.start()
        assert len(await shelf.do(lambda books: books.cases.entries(CASE))) == 1

    async def test_what_was_being_committed_when_the_server_went_is_not_tried_twice(
        self, shelf: Shelf, server: PostgresqlServer
    ) -> None:
        runs, killed, is_back = [], threading.Event(), threading.Event()

        def work(connection: Connection) -> None:
            runs.append(connection.scalar(text("SELECT 1")))
            server.kill()
            killed.set()
            assert is_back.wait(20)  # so that it could be tried again

        committing = asyncio.gather(shelf.behind(work))
        assert await asyncio.to_thread(killed.wait, 20)
        server.start()  # by this thread: the server ends with the one that started it
        is_back.set()
        with pytest.raises(DatabaseUnavailableError):
            await committing
        assert runs == [1]

    async def test_work_that_the_server_left_half_way_leaves_nothing(
        self, shelf: Shelf, server: PostgresqlServer
    ) -> None:
        def work(connection: Connection) -> None:
            connection.execute(text("INSERT INTO branches (branch) VALUES ('north/b7')"))
            server.kill()
            connection.execute(text("INSERT INTO branches (branch) VALUES ('north/b8')"))

        with pytest.raises(DatabaseUnavailableError, match="refused"):
            await shelf.behind(work)
        server.start()
        assert await shelf.behind(lambda found: found.scalar(text("SELECT count(*) FROM branches"))) == 0


class TestOpening:
    def test_a_database_that_cannot_be_had_is_named_without_its_password(self, url: str) -> None:
        for wrong, reason in (
            (url + "x", "does not exist"),
            (url.replace("127.0.0.1:", "nowhere.invalid:"), "nowhere"),
            (url.replace("secret", "wrong"), "authentication failed"),
        ):
            with pytest.raises(DatabaseUnavailableError, match=reason) as told:
                on_server(wrong)
            assert "postgresql://tongban:***@" in str(told.value)
            assert PASSWORD not in str(told.value)

    def test_nothing_is_waited_for_for_ever(self, url: str) -> None:
        engine = open_postgresql(make_url(url))
        with engine.connect() as connection:
            shown = [
                connection.scalar(text(f"SHOW {name}"))
                for name in ("statement_timeout", "idle_in_transaction_session_timeout")
            ]
        assert shown == [f"{STATEMENT_TIMEOUT_S}s", f"{IDLE_TIMEOUT_S}s"]
