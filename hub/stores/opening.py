"""Opens the hub's database, in a file, in memory or on PostgreSQL, with its tables up to date."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sqlalchemy import URL, Engine, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from device_profiles.delivery.database import open_sqlite
from device_profiles.delivery.errors import DatabaseUnavailableError
from hub.stores.schema import bring_up_to_date

CONNECT_TIMEOUT_S: Final = 5
STATEMENT_TIMEOUT_S: Final = 15
"""Longer than anything the hub asks for takes: only a lock that is not given up is waited for so long."""
IDLE_TIMEOUT_S: Final = 15
"""A hub that falls silent amid a transaction must not hold a branch for ever: the server ends it."""
SILENT_S: Final = 15
"""So long a server may leave what was sent to it unanswered by TCP; then the connection is lost."""


def open_database(postgresql: URL | None, file: Path) -> Engine:
    """Open the PostgreSQL database, or without one the SQLite file (or `IN_MEMORY`).

    Raises:
        DatabaseUnavailableError: it cannot be had; the text says which, without the password, and why.
        NewerDatabaseError: it belongs to a newer Tongban.
    """
    try:
        engine = open_sqlite(file) if postgresql is None else open_postgresql(postgresql)
        bring_up_to_date(engine)
    except DBAPIError as error:
        msg = f"the database {_shown(postgresql) if postgresql else file} cannot be had: {error.orig}"
        raise DatabaseUnavailableError(msg) from error
    return engine


def open_postgresql(url: URL) -> Engine:
    """An engine whose connections neither hang for ever nor hold others up for ever.

    What follows the address's `?` goes to libpq, `sslmode` for example.
    """
    limits = {
        "statement_timeout": STATEMENT_TIMEOUT_S * 1000,
        "idle_in_transaction_session_timeout": IDLE_TIMEOUT_S * 1000,
    }
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        isolation_level="READ COMMITTED",  # whatever the server says: what is read to be changed is locked
        poolclass=NullPool,  # `Database` has one connection, for as long as it lasts
        hide_parameters=True,  # an error's text must not carry customer data into a log
        connect_args={
            "connect_timeout": CONNECT_TIMEOUT_S,
            "keepalives_idle": SILENT_S // 3,
            "keepalives_interval": SILENT_S // 3,
            "keepalives_count": 2,
            "tcp_user_timeout": SILENT_S * 1000,
            "options": " ".join(f"-c {name}={value}" for name, value in limits.items()),
            "application_name": "tongban",
        },
    )


def _shown(url: URL) -> str:
    return url.set(query={}).render_as_string(hide_password=True)
