"""A house in memory, whose passwords are cheap to check."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from hub.service import accounts
from tests.fakes.hub_house import House, house_on
from tests.hub.stores.shelf import Shelf, in_memory, shelf_on


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    with shelf_on(in_memory()) as shelf:
        yield shelf


@pytest.fixture
def house(shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    cheap = partial(PasswordHasher, time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(accounts, "PasswordHasher", cheap)
    return house_on(shelf, tmp_path / "materials")
