"""What befalls a link of a kiosk and a reviewer's page: the picture comes back, or says that it is old."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from time import monotonic

import httpx
import psutil
import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.browser.linked import NOT_AT_ALL, RELAYED, LinkedBank, LinkedDesk
from tests.servers.coturn import coturn
from tests.servers.kiosk_bank import open_kiosk_bank
from tests.servers.program import open_folder
from tests.servers.weak_way import Weakness, WeakWay

pytestmark = pytest.mark.asyncio(loop_scope="module")
SECRET = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
BACK_WITHIN_S = 5.0
STALE_WITHIN_S = 4.0
SILENCE_S = 10
"""Longer than a link would outlive a viewer who is gone."""

PICTURES_S = 6.0
TOO_NARROW = Weakness(most_bps=200_000)

WEAK_WAYS = {
    "5 % loss": Weakness(loss=0.05),
    "800 kbit/s": Weakness(most_bps=800_000),
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bank(chromium: Browser) -> AsyncIterator[LinkedBank]:
    async with httpx.AsyncClient(timeout=30, trust_env=False) as http:
        with open_folder() as folder, coturn(folder, SECRET) as port:
            way = WeakWay(port)
            async with way.open() as weak_port:
                secret = folder / "turn-secret"
                secret.write_text(SECRET, encoding="utf-8")
                secret.chmod(0o600)
                turn = {
                    "TONGBAN_TURN_URLS": f"turn:127.0.0.1:{weak_port}?transport=udp",
                    "TONGBAN_TURN_SECRET_FILE": str(secret),
                }
                opening = open_kiosk_bank(Path(folder), turn)
                opened = await asyncio.to_thread(opening.__enter__)
                try:
                    yield LinkedBank(opened, way, chromium, http)
                finally:
                    await asyncio.to_thread(opening.__exit__, None, None, None)


async def test_a_page_that_was_killed_sees_the_customer_within_five_seconds(bank: LinkedBank) -> None:
    async with bank.sees_customer() as desk:
        await desk.sees_live()
        await desk.draws(15)
        sockets = bank.udp_sockets()
        await kill(desk)
        again = await bank.opens_again(desk.page.context)
        there_s = monotonic()
        await again.sees_live()
        await again.draws(5)
        assert monotonic() - there_s < BACK_WITHIN_S
        await bank.has_hung_up(sockets)  # the old one
        await again.was_honest()
        await desk.page.close()


async def test_a_kiosk_that_was_killed_is_seen_to_be_away_and_its_picture_comes_back(
    bank: LinkedBank,
) -> None:
    async with bank.sees_customer() as desk:
        await desk.sees_live()
        await desk.draws(15)
        eyes = bank.eyes()
        bank.bank.kiosk.kill()
        killed_s = monotonic()
        await desk.sees_stale()
        assert not eyes.is_running() or eyes.status() == psutil.STATUS_ZOMBIE
        assert monotonic() - killed_s < STALE_WITHIN_S
        await asyncio.sleep(SILENCE_S)
        await asyncio.to_thread(bank.bank.kiosk.start)
        await desk.sees_live()
        await desk.draws(15)


async def test_the_picture_goes_on_without_the_hub_and_decisions_with_it(bank: LinkedBank) -> None:
    async with bank.sees_customer() as desk:
        await desk.sees_live()
        bank.bank.hub.kill()
        await desk.is_away()
        await asyncio.sleep(SILENCE_S)
        await desk.draws(30)
        await desk.sees_live()
        await asyncio.to_thread(bank.bank.hub.start)
        await desk.is_back()
        await desk.draws(30)
        assert await desk.connections() == 1
        await desk.passes()
        await desk.window.until_asked("ready")


async def test_where_nothing_but_the_turn_server_is_reached_the_picture_comes(bank: LinkedBank) -> None:
    async with bank.sees_customer(RELAYED) as desk:
        await desk.sees_live()
        await desk.draws(30)
        assert await desk.path() == "relay"


async def test_where_no_connection_comes_about_single_pictures_do_and_have_an_age(
    bank: LinkedBank,
) -> None:
    async with bank.sees_customer(NOT_AT_ALL) as desk:
        await desk.sees_single_pictures()
        await desk.shows(8)
        eyes = bank.eyes()
        eyes.suspend()
        try:
            await desk.sees_stale()
        finally:
            eyes.resume()
        await desk.sees_single_pictures()


@pytest.mark.parametrize("weakness", WEAK_WAYS.values(), ids=WEAK_WAYS)
async def test_on_a_weak_way_the_picture_moves_or_says_that_it_does_not(
    bank: LinkedBank, weakness: Weakness
) -> None:
    bank.way.weakness = weakness
    try:
        async with bank.sees_customer(RELAYED) as desk:
            await desk.sees_live()
            await desk.shows(60)
            await desk.sees_live()
    finally:
        bank.way.weakness = Weakness()


async def test_on_a_way_too_narrow_for_film_single_pictures_come_until_it_is_wide_again(
    bank: LinkedBank,
) -> None:
    bank.way.weakness = TOO_NARROW
    try:
        async with bank.sees_customer(RELAYED) as desk:
            await desk.sees_single_pictures()
            await desk.is_told_why()
            tried = await desk.connections()
            await desk.stays_live(PICTURES_S)
            assert await desk.connections() == tried  # it is not tried all the time
            await bank.sends(pictures=True)
            bank.way.weakness = Weakness()
            await desk.waits_for_next_try()
            await desk.sees_film_again()
            await bank.sends(pictures=False)
            await desk.draws(15)
    finally:
        bank.way.weakness = Weakness()


async def kill(desk: LinkedDesk) -> None:
    """The page's process ends as by a power cut."""
    session = await desk.page.context.new_cdp_session(desk.page)
    async with asyncio.TaskGroup() as tasks:
        crashing = tasks.create_task(desk.page.wait_for_event("crash"))
        dying = tasks.create_task(session.send("Page.crash"))
        await crashing
        dying.cancel()
