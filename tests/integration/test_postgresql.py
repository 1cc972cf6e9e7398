"""The hub on PostgreSQL, as real processes; the server is killed amid a case, and the case goes on."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import psycopg
import pytest

from dashboards.terminal.demo.people import Counter, Handset, RefusedError
from tests.integration.test_recovery import People
from tests.servers.bank import Bank, open_bank
from tests.servers.hub import PASSWORD
from tests.servers.postgresql import PostgresqlServer, postgresql_server
from tests.servers.program import free_ports, open_folder, run_tongban


@pytest.fixture
def server() -> Iterator[PostgresqlServer]:
    with postgresql_server() as server:
        yield server


@pytest.fixture
def url(server: PostgresqlServer) -> str:
    return server.new_database()


@pytest.fixture
def bank(url: str) -> Iterator[Bank]:
    with open_folder() as folder, open_bank(folder, TONGBAN_DATABASE_URL=url) as bank:
        yield bank


@pytest.fixture
async def people(bank: Bank, http: httpx.AsyncClient) -> People:
    handsets = [await Handset.log_in(who, PASSWORD, bank.hub.url, http) for who in ("li", "audit", "ops")]
    counters = (
        Counter("counter A", bank.counter_a.url, http),
        Counter("counter B", bank.counter_b.url, http),
    )
    people = People(bank, *counters, *handsets)
    await people.li_signs_in()
    return people


async def test_cases_go_from_filing_to_their_results_though_the_server_is_killed(
    server: PostgresqlServer, url: str, bank: Bank, people: People
) -> None:
    case, broker = await people.file(), bank.hub.broker()
    await people.li.until_told(case, "offered")
    server.kill()
    with pytest.raises(RefusedError) as told:
        await people.li.accept(case)
    assert told.value.code == "database_unavailable"
    filed_meanwhile = await people.file()
    server.start()
    await people.li.accept(case)
    await people.finish(case)
    await people.li.until_told(filed_meanwhile, "offered")
    await people.li.accept(filed_meanwhile)
    await people.finish(filed_meanwhile)
    assert bank.hub.broker() == broker  # the hub outlasted the server: it was not started anew
    assert not (bank.hub.folder / "hub.sqlite").exists()
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT DISTINCT phase FROM cases").fetchall() == [("closed",)]


def test_a_server_that_cannot_be_had_is_told_at_the_start(server: PostgresqlServer, url: str) -> None:
    server.stop()
    with open_folder() as folder:
        own = {"TONGBAN_HUB_FOLDER": str(folder / "hub"), "TONGBAN_BROKER_PORT": str(free_ports(1)[0])}
        for words in (("hub", "run"), ("branches", "policy", "north/b1")):
            ran = run_tongban(*words, TONGBAN_DATABASE_URL=url, **own)
            assert ran.returncode == 2
            assert "postgresql://tongban:***@127.0.0.1" in ran.stderr
            assert "refused" in ran.stderr
            assert "Traceback" not in ran.stderr
