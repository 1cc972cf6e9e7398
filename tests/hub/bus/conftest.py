"""A database in memory for the hub's link."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.hub.stores.shelf import Shelf, in_memory, shelf_on


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    with shelf_on(in_memory()) as shelf:
        yield shelf
