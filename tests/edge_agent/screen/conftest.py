"""The counter's local screen, asked without a network between."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from edge_agent.screen.app import create_app
from edge_agent.screen.parts import ScreenParts
from tests.edge_agent.screen.parts import parts_of
from tests.edge_agent.screen.words import HERE
from tests.fakes.counter_house import CounterHouse


@pytest.fixture
def parts(counter: CounterHouse) -> ScreenParts:
    pages = counter.folder / "pages"
    pages.mkdir()
    (pages / "index.html").write_text("<title>Tongban</title>", encoding="utf-8")
    (pages / "counter.html").write_text("<title>移动柜台</title>", encoding="utf-8")
    return parts_of(counter, pages)


@pytest.fixture
def app(parts: ScreenParts) -> FastAPI:
    return create_app(parts)


@pytest.fixture
async def screen(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=HERE) as client:
        yield client
