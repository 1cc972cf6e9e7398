"""Whom the hub calls while their handset sleeps, and what becomes of calls that do not get through."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from hub.ports.journal import Books
from hub.ports.push import PushError, PushGoneError
from hub.service.accounts import Login
from hub.service.pushes import Pushes
from tests.fakes.case_events import teller
from tests.fakes.hub_house import PASSWORD, PUSH_SERVICE, House, house_on
from tests.fakes.push import FakePushSender
from tests.hub.stores.shelf import Shelf

PHONE = f"{PUSH_SERVICE}/phone"
TABLET = f"{PUSH_SERVICE}/tablet"


@pytest.fixture
def sender() -> FakePushSender:
    return FakePushSender()


@pytest.fixture
async def called_house(shelf: Shelf, tmp_path: Path, sender: FakePushSender, house: House) -> House:
    """A house whose people are called; Li has a phone. (`house` makes passwords cheap to check.)"""
    del house
    called = house_on(shelf, tmp_path / "called", sender)
    await called.has(teller("li"), teller("wang"))
    await subscribes(called, PHONE)
    return called


async def subscribes(house: House, address: str) -> str:
    """Li logs in on a browser that is called under the address; the login's token."""
    login = await house.web.accounts.log_in("li", PASSWORD, "")
    assert isinstance(login, Login)
    assert await house.web.pushes.subscribe("li", login.token, address) is None
    return login.token


@asynccontextmanager
async def running(pushes: Pushes) -> AsyncIterator[None]:
    async with asyncio.TaskGroup() as tasks:
        run = tasks.create_task(pushes.run())
        yield
        run.cancel()


async def notifies(house: House, person: str, change: str) -> None:
    def notify(books: Books) -> None:
        books.post.notify(person, "north-01a2", change)

    await house.shelf.do(notify)


async def test_an_offer_calls_the_person_at_each_of_their_browsers(
    called_house: House, sender: FakePushSender
) -> None:
    await subscribes(called_house, TABLET)
    async with running(called_house.web.pushes), asyncio.timeout(10):
        await notifies(called_house, "li", "offered")
        assert [await sender.called.get(), await sender.called.get()] == [PHONE, TABLET]


async def test_what_asks_nothing_of_a_person_lets_their_phone_sleep(
    called_house: House, sender: FakePushSender
) -> None:
    async with running(called_house.web.pushes), asyncio.timeout(10):
        await notifies(called_house, "li", "material")
        await notifies(called_house, "wang", "offered")  # who wants no calls
        await notifies(called_house, "li", "asked")
        assert await sender.called.get() == PHONE
        assert sender.called.empty()


async def test_an_address_that_a_browser_gave_up_is_forgotten(
    called_house: House, sender: FakePushSender
) -> None:
    await subscribes(called_house, TABLET)
    sender.refusals[PHONE] = PushGoneError("410")
    async with running(called_house.web.pushes), asyncio.timeout(10):
        await notifies(called_house, "li", "offered")
        await sender.called.get()
        assert await sender.called.get() == TABLET
        await notifies(called_house, "li", "offered")
        assert await sender.called.get() == TABLET
    assert called_house.web.pushes.counts.gone == 1


async def test_a_call_that_fails_is_counted_and_stops_nothing(
    called_house: House, sender: FakePushSender
) -> None:
    await subscribes(called_house, TABLET)
    sender.refusals[PHONE] = PushError("503")
    async with running(called_house.web.pushes), asyncio.timeout(10):
        await notifies(called_house, "li", "offered")
        assert [await sender.called.get(), await sender.called.get()] == [PHONE, TABLET]
    assert called_house.web.pushes.counts.failed == 1


async def test_after_a_logout_nobody_is_called(called_house: House, sender: FakePushSender) -> None:
    token = await subscribes(called_house, TABLET)
    await called_house.web.accounts.log_out(token)
    async with running(called_house.web.pushes), asyncio.timeout(10):
        await notifies(called_house, "li", "offered")
        assert await sender.called.get() == PHONE
        assert sender.called.empty()


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example/phone",
        "http://push.example/phone",
        "https://push.example.evil/x",
        "https://[",
    ],
)
async def test_the_hub_calls_no_service_that_the_bank_has_not_allowed(
    called_house: House, address: str
) -> None:
    refused = await called_house.web.pushes.subscribe("li", "token", address)
    assert refused is not None
    assert (refused.code, refused.field) == ("not_granted", "address")
