"""The hub's HTTP interface over a database on disk, and people with their handsets."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import Path

import httpx
import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI

from hub.service import accounts
from hub.web.app import create_app
from tests.fakes.hub_house import House, house_on
from tests.hub.stores.shelf import Shelf, on_disk, shelf_on
from tests.hub.web.handsets import Handsets


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    with shelf_on(on_disk(tmp_path / "hub.sqlite")) as shelf:
        yield shelf


@pytest.fixture
def house(shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    cheap = partial(PasswordHasher, time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(accounts, "PasswordHasher", cheap)
    return house_on(shelf, tmp_path / "materials")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    """The application without anything behind it: its routes take longer to build than to try."""
    pages = tmp_path_factory.mktemp("pages")
    (pages / "index.html").write_text("<title>Tongban</title>", encoding="utf-8")
    return create_app(None, pages)


@pytest.fixture
def app(built: FastAPI, house: House) -> Iterator[FastAPI]:
    built.state.parts = house.web
    yield built
    built.state.parts = None


@pytest.fixture
async def handsets(app: FastAPI) -> AsyncIterator[Handsets]:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://hub") as client:
        yield Handsets(client)
