"""Migrations: they make the tables that the code believes in, once, and leave alone what is newer."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, MetaData, event, inspect, make_url, text

from device_profiles.delivery import tables as delivery_tables
from device_profiles.delivery.database import open_sqlite
from hub.domain.events import OfferDeclined
from hub.ports.notices import Notice
from hub.ports.oversight import CaseSearch
from hub.stores import schema
from hub.stores import tables as hub_tables
from hub.stores.opening import open_postgresql
from hub.stores.schema import NewerDatabaseError, bring_up_to_date, numbers
from tests.fakes.alarms import alarm
from tests.fakes.case_events import COUNTER_B, accepted, failed, filed, offered, teller, write
from tests.fakes.standing_clock import NOON_MS
from tests.hub.stores.shelf import on_disk, shelf_on
from tests.servers.postgresql import PostgresqlServer

METADATA = [delivery_tables.METADATA, hub_tables.METADATA]


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[list[Engine]]:
    """An empty database, as two programs open it at the same time."""
    if request.param == "sqlite":
        engines = [open_sqlite(tmp_path / "hub.sqlite") for _ in range(2)]
    else:
        server: PostgresqlServer = request.getfixturevalue("server")
        server.start_if_down()
        url = make_url(server.new_database())
        engines = [open_postgresql(url) for _ in range(2)]
    yield engines
    for engine in engines:
        engine.dispose()


@pytest.fixture
def next_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Makes this program one that has one more migration, 9998, which does what is given."""

    def add(does: str) -> None:
        copy, newest = tmp_path / "migrations", numbers()[-1]
        shutil.copytree(schema.MIGRATIONS, copy)
        (copy / "versions" / "9998_more.py").write_text(
            "from alembic import op\n"
            f"revision, down_revision = '9998', '{newest}'\ndef upgrade():\n    {does}\n"
        )
        monkeypatch.setattr(schema, "MIGRATIONS", copy)

    return add


def differences(engine: Engine) -> list[object]:
    """What a migration would have to do to make the tables those of the code."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        together = MetaData()
        for metadata in METADATA:
            for table in metadata.tables.values():
                table.to_metadata(together)
        return list(compare_metadata(context, together))


def version(engine: Engine) -> str:
    with engine.connect() as connection:
        return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())


def test_the_migrations_make_the_tables_of_the_code(empty: list[Engine]) -> None:
    bring_up_to_date(empty[0])
    assert version(empty[0]) == numbers()[-1]
    assert differences(empty[0]) == []


def test_a_forgotten_migration_would_be_noticed(empty: list[Engine]) -> None:
    bring_up_to_date(empty[0])
    with empty[0].begin() as connection:
        connection.execute(text("DROP INDEX timers_due"))
        connection.execute(text("ALTER TABLE outbox DROP COLUMN attempts"))
    assert len(differences(empty[0])) >= 2


def test_numbers_are_dense_and_each_follows_the_one_before() -> None:
    assert numbers() == [f"{number:04}" for number in range(1, len(numbers()) + 1)]


async def test_a_database_from_before_there_were_migrations_is_taken_over(tmp_path: Path) -> None:
    file = tmp_path / "hub.sqlite"
    with shelf_on(open_sqlite(file, *METADATA)) as before:
        await before.do(write, "north-01", filed())
        await before.do(lambda books: books.people.add(teller(), "hash"))
    engine = on_disk(file)
    assert differences(engine) == []
    assert version(engine) == numbers()[-1]
    with shelf_on(engine) as after:
        assert len(await after.do(lambda books: books.cases.entries("north-01"))) == 1
        assert await after.do(lambda books: books.people.get("li")) == teller()


async def test_what_operators_look_up_is_read_off_the_journal_of_an_older_database(tmp_path: Path) -> None:
    file = tmp_path / "hub.sqlite"
    declined = OfferDeclined(1, "li", "busy", rerouting=True, at=NOON_MS)
    engine = on_disk(file)
    with shelf_on(engine) as before:
        await before.do(write, "north-01", filed(), offered(), declined, offered("wang", 2))
        await before.do(write, "north-01", accepted("wang", at=NOON_MS + 1), *failed(at=NOON_MS + 2))
        await before.do(write, "north-02", filed())
        closed = await before.do(lambda books: books.oversight.closed((0, ""), NOON_MS + 9, 9))
        await before.behind(undo_migration_5)
    with shelf_on(on_disk(file)) as after:
        assert await after.do(lambda books: books.oversight.closed((0, ""), NOON_MS + 9, 9)) == closed
        (line,) = await after.do(lambda books: books.oversight.find(CaseSearch("north-02"), None, 9))
        assert (line.since, line.accepted_at) == (NOON_MS, None)


async def test_nobody_is_told_of_what_cleared_before_the_hub_could_tell_it(tmp_path: Path) -> None:
    file, told = (
        tmp_path / "hub.sqlite",
        Notice("n1", "duty", "Tongban", "", NOON_MS, NOON_MS, sent_at=NOON_MS),
    )
    with shelf_on(on_disk(file)) as before:
        await before.do(lambda books: books.alarms.raise_all([alarm("a1"), alarm("a2", "disk-low")]))
        await before.do(lambda books: books.notices.write(told, ["a1", "a2"]))
        await before.do(lambda books: books.alarms.clear_all([(COUNTER_B, "silent")], NOON_MS))
        await before.behind(undo_migration_8)
    with shelf_on(on_disk(file)) as after:
        await after.do(lambda books: books.alarms.clear_all([(COUNTER_B, "disk-low")], NOON_MS))
        cleared = await after.do(lambda books: books.notices.cleared("duty", 0))
        assert [each.alarm for each in cleared] == ["a2"]


def undo_migration_8(connection: Connection) -> None:
    for index in ("notices_untold", "notices_told", "notices_of_alarm", "alarms_cleared"):
        connection.execute(text(f"DROP INDEX {index}"))
    connection.execute(text("ALTER TABLE notices_of_alarms DROP COLUMN cleared_in"))
    connection.execute(text("DROP TABLE hubs"))
    connection.execute(text("UPDATE alembic_version SET version_num = '0007'"))


def undo_migration_5(connection: Connection) -> None:
    for index in ("cases_by_tail", "cases_filed", "cases_in_flight", "cases_closed"):
        connection.execute(text(f"DROP INDEX {index}"))
    for column in ("tail", "since", "accepted_at", "closed_at", "declined", "expired"):
        connection.execute(text(f"ALTER TABLE cases DROP COLUMN {column}"))
    connection.execute(text("UPDATE alembic_version SET version_num = '0004'"))


def test_a_database_of_a_newer_program_is_left_alone(empty: list[Engine]) -> None:
    bring_up_to_date(empty[0])
    with empty[0].begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerDatabaseError, match=r"made by a newer Tongban.* 9999"):
        bring_up_to_date(empty[1])
    assert version(empty[0]) == "9999"


async def test_two_hubs_that_start_at_once_make_the_tables_once(
    empty: list[Engine], request: pytest.FixtureRequest
) -> None:
    await start_at_once(empty, request)
    assert differences(empty[1]) == []
    assert version(empty[1]) == numbers()[-1]


async def test_two_hubs_that_start_at_once_change_the_tables_once(
    empty: list[Engine], request: pytest.FixtureRequest, next_version: Callable[[str], None]
) -> None:
    bring_up_to_date(empty[0])
    with empty[0].begin() as connection:
        connection.execute(text("INSERT INTO branches (branch, policy) VALUES ('north/b2', '')"))
    next_version("op.execute(\"UPDATE branches SET policy = policy || 'changed'\")")
    await start_at_once(empty, request)
    assert version(empty[1]) == "9998"
    with empty[0].begin() as connection:
        assert connection.execute(text("SELECT policy FROM branches")).scalar_one() == "changed"


def test_a_migration_that_fails_leaves_nothing(
    empty: list[Engine], next_version: Callable[[str], None]
) -> None:
    next_version("op.drop_table('timers'); raise OSError('the power goes')")
    with pytest.raises(OSError, match="the power goes"):
        bring_up_to_date(empty[0])
    assert inspect(empty[1]).get_table_names() == []


async def start_at_once(engines: list[Engine], request: pytest.FixtureRequest) -> None:
    """The first hub has done it all, and commits only when the other has come as far as it can."""
    done, comes = threading.Event(), threading.Event()

    def pause(_: object) -> None:
        done.set()
        assert comes.wait(20)
        if engines[0].dialect.name == "postgresql":
            request.getfixturevalue("server").until_somebody_waits()

    def second() -> None:
        comes.set()
        bring_up_to_date(engines[1])

    event.listen(engines[0], "commit", pause, once=True)
    first = asyncio.gather(asyncio.to_thread(bring_up_to_date, engines[0]))
    assert await asyncio.to_thread(done.wait, 20)
    await asyncio.gather(first, asyncio.to_thread(second))


def test_a_start_with_nothing_to_do_does_not_wait_for_alembic_to_be_loaded(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from hub.stores.opening import open_database\n"
        "open_database(None, Path(sys.argv[1])); print('alembic' in sys.modules)"
    )
    said = [
        subprocess.run(
            [sys.executable, "-c", program, tmp_path / "hub.sqlite"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for _ in range(2)
    ]
    assert said == ["True\n", "False\n"]
