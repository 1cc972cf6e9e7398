"""One PostgreSQL server for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from device_profiles.delivery import tables as delivery_tables
from hub.stores import tables as hub_tables
from tests.hub.stores.shelf import on_server
from tests.servers.postgresql import PostgresqlServer, postgresql_server

METADATA = (delivery_tables.METADATA, hub_tables.METADATA)


@pytest.fixture(scope="session")
def server() -> Iterator[PostgresqlServer]:
    with postgresql_server() as server:
        yield server


@pytest.fixture(scope="session")
def furnished(server: PostgresqlServer) -> str:
    """A database with the hub's tables."""
    url = server.new_database()
    on_server(url).dispose()
    return url


@pytest.fixture
def url(server: PostgresqlServer, furnished: str) -> str:
    """The same with nothing in its tables: to make one for each test would take longer than the test."""
    server.start_if_down()
    names = [table.name for metadata in METADATA for table in metadata.sorted_tables]
    with psycopg.connect(furnished, options="-c lock_timeout=20s") as connection:
        connection.execute(f"TRUNCATE {', '.join(names)} RESTART IDENTITY".encode())
    return furnished
