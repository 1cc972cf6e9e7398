"""The counter's local screen, asked without a network between."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from device_profiles.profiles import load_procedures
from edge_agent.casework.deciding import Deciding
from edge_agent.health import Health
from edge_agent.screen.app import create_app
from edge_agent.screen.parts import ScreenParts
from tests.edge_agent.screen.words import HERE
from tests.fakes.counter_house import CounterHouse


@pytest.fixture
def app(counter: CounterHouse) -> FastAPI:
    pages = counter.folder / "pages"
    pages.mkdir()
    (pages / "index.html").write_text("<title>Tongban</title>", encoding="utf-8")
    (pages / "counter.html").write_text("<title>移动柜台</title>", encoding="utf-8")
    health = Health(counter.records, counter.session, "b1", 10, counter.folder)
    return create_app(
        ScreenParts(
            counter.records,
            counter.origin,
            counter.handling,
            Deciding(counter.records, counter.session),
            counter.uploads,
            counter.faces,
            counter.session,
            health,
            counter.attendance,
            ("tray",),
            load_procedures(),
            counter.papers,
            pages,
        )
    )


@pytest.fixture
async def screen(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=HERE) as client:
        yield client
