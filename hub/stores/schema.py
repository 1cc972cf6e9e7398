"""Brings a database to the tables that this program knows, by the numbered migrations.

A migration is a file in `migrations/versions`, `0002_what_it_does.py`, whose revision is the number in its
name; Alembic runs those that a database lacks, all in one transaction.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sqlalchemy import ColumnClause, Connection, Engine, column, inspect, select, table
from sqlalchemy.exc import DBAPIError

MIGRATIONS: Final = Path(__file__).parent / "migrations"
MOST_ATTEMPTS: Final = 3
"""Of hubs that find a database empty at once, all but the first are told that a table is there already."""


class SchemaError(Exception):
    """The database's tables are not those of this program."""


class NewerDatabaseError(SchemaError):
    """A newer Tongban has changed the tables already."""

    def __init__(self, found: str, newest: str) -> None:
        super().__init__(
            f"the database was made by a newer Tongban: its tables are of version {found}, "
            f"and this program knows them up to {newest}"
        )


def bring_up_to_date(engine: Engine) -> None:
    """Run the migrations that the database lacks. Hubs that start at once do it one after another.

    Raises:
        NewerDatabaseError: there is nothing this program could do with the database.
        DBAPIError: the database cannot be had, or does not let this program change its tables.
    """
    for attempt in range(MOST_ATTEMPTS):
        try:
            with engine.begin() as connection:
                _migrate(connection)
        except DBAPIError:
            if attempt == MOST_ATTEMPTS - 1 or not _has_versions(engine):
                raise
        else:
            return


def numbers() -> list[str]:
    """The migrations that there are, in order."""
    return sorted(file.name.partition("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def _migrate(connection: Connection) -> None:
    known, found = numbers(), None
    if inspect(connection).has_table("alembic_version"):
        found = connection.scalar(_VERSION)
    if found == known[-1]:
        return
    if found is not None and found not in known:
        raise NewerDatabaseError(found, known[-1])
    # Alembic takes a third of a second to import, and most starts have no need of it.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _has_versions(engine: Engine) -> bool:
    """Whether another program was there first."""
    with engine.connect() as connection:
        return inspect(connection).has_table("alembic_version")


_NUMBER: Final[ColumnClause[str]] = column("version_num")
_VERSION: Final = select(_NUMBER).select_from(table("alembic_version")).with_for_update()
"""Held until the end of the transaction, so that of two hubs the second finds the work done."""
