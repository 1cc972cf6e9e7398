"""A handset has itself called, and not any more."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from hub.web.app import create_app
from tests.fakes.case_events import teller
from tests.fakes.hub_house import PUSH_SERVICE, House, house_on
from tests.fakes.push import FakePushSender
from tests.hub.stores.shelf import Shelf
from tests.hub.web.handsets import Handsets, problem

PHONE = f"{PUSH_SERVICE}/phone"


@pytest.fixture
def house(shelf: Shelf, tmp_path: Path, house: House) -> House:
    """The house of all these tests, but one that calls people."""
    del house
    return house_on(shelf, tmp_path / "called", FakePushSender())


async def where_li_is_called(shelf: Shelf) -> list[str]:
    return await shelf.do(lambda books: books.subscriptions.of("li", shelf.clock.now_ms()))


async def test_a_page_has_itself_called_for_as_long_as_it_is_logged_in(
    house: House, handsets: Handsets, shelf: Shelf
) -> None:
    await house.has(teller())
    li = await handsets.page_of("li")
    assert await li.sees("/api/me/push") == {"key": FakePushSender.key}
    assert (await li.ask("POST", "/api/me/push", {"address": PHONE})).status_code == 204
    assert await where_li_is_called(shelf) == [PHONE]
    assert (await li.ask("DELETE", "/api/me/push")).status_code == 204
    assert await where_li_is_called(shelf) == []
    await li.ask("POST", "/api/me/push", {"address": PHONE})
    await li.ask("DELETE", "/api/login")
    assert await where_li_is_called(shelf) == []


async def test_no_service_but_those_the_bank_allows(house: House, handsets: Handsets) -> None:
    await house.has(teller())
    li = await handsets.of("li")
    answer = await li.ask("POST", "/api/me/push", {"address": "https://elsewhere.example/phone"})
    problem(answer, 403, "not_granted", "address")


async def test_a_stranger_is_not_called(handsets: Handsets) -> None:
    answer = await handsets.stranger().ask("POST", "/api/me/push", {"address": PHONE})
    problem(answer, 401, "not_logged_in")


@pytest.fixture
async def silent(shelf: Shelf, tmp_path: Path, house: House) -> AsyncIterator[Handsets]:
    """Handsets of a hub for which no push service is configured."""
    quiet = house_on(shelf, tmp_path / "quiet")
    await house.has(teller())
    transport = httpx.ASGITransport(create_app(quiet.web))
    async with httpx.AsyncClient(transport=transport, base_url="http://hub") as client:
        yield Handsets(client)


async def test_where_it_is_not_configured_there_is_no_key_and_no_call(silent: Handsets) -> None:
    li = await silent.of("li")
    assert await li.sees("/api/me/push") == {"key": None}
    problem(await li.ask("POST", "/api/me/push", {"address": PHONE}), 403, "not_granted", "address")
