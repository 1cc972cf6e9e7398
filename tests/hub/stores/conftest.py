"""One PostgreSQL server for all tests of this folder; each test has a database of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.hub.stores.shelf import on_server
from tests.servers.postgresql import PostgresqlServer, postgresql_server


@pytest.fixture(scope="session")
def server() -> Iterator[PostgresqlServer]:
    with postgresql_server() as server:
        yield server


@pytest.fixture(scope="session")
def furnished(server: PostgresqlServer) -> str:
    """A database with the hub's tables, which the others are made like: that is quicker."""
    url = server.new_database()
    on_server(url).dispose()
    return url


@pytest.fixture
def url(server: PostgresqlServer, furnished: str) -> str:
    """A fresh database with the hub's tables."""
    return server.new_database(like=furnished)
