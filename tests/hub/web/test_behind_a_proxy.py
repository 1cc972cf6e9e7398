"""The hub as it really listens, behind a proxy on this machine that ends TLS under a public name."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator

import httpx
import pytest
import websockets
from fastapi import FastAPI

from device_profiles.serving import listen, serve
from hub.web.cookie import COOKIE
from hub.web.sockets import NOT_OUR_PAGE
from tests.fakes.case_events import teller
from tests.fakes.hub_house import PASSWORD, House
from tests.hub.web.handsets import cookie_of, problem

NAME = "tongban.bank.example"
PROXY = {"Host": NAME, "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"}
"""What the operator's guide has the proxy give on."""
OWN_PAGE = {**PROXY, "Origin": f"https://{NAME}"}
LOGIN = {"person": "li", "password": PASSWORD, "screen": True}


@pytest.fixture
async def address(house: House, app: FastAPI) -> AsyncIterator[str]:
    """Where the hub listens; Li works here."""
    await house.has(teller("li"))
    with listen("127.0.0.1", 0, "TONGBAN_HTTP_PORT") as listener:
        async with asyncio.TaskGroup() as tasks:
            serving = tasks.create_task(serve(app, listener))
            yield f"127.0.0.1:{listener.getsockname()[1]}"
            serving.cancel()


async def test_its_page_logs_in_and_listens_under_the_public_name(house: House, address: str) -> None:
    await house.shelf.do(lambda books: books.post.notify("li", "north-01", "offered"))
    async with httpx.AsyncClient(base_url=f"http://{address}") as proxy:
        login = await proxy.post("/api/login", json=LOGIN, headers=OWN_PAGE)
        cookie = {"Cookie": f"{COOKIE}={cookie_of(login).value}"}
        duty = await proxy.put("/api/me/duty", json={"on_duty": True}, headers={**OWN_PAGE, **cookie})
        assert duty.json()["on_duty"]
    async with opened(address, {**PROXY, **cookie}, f"https://{NAME}") as feed:
        await feed.send("{}")
        assert json.loads(await feed.recv())["number"] == 1


@pytest.mark.parametrize("origin", [f"http://{NAME}", "https://elsewhere.example"])
async def test_no_other_page_does(address: str, origin: str) -> None:
    """Nor does one that was served under the name without TLS: anybody on the way may have written it."""
    async with httpx.AsyncClient(base_url=f"http://{address}") as proxy:
        refused = await proxy.post("/api/login", json=LOGIN, headers={**PROXY, "Origin": origin})
        problem(refused, 403, "not_granted")
    async with opened(address, {**PROXY, "Cookie": f"{COOKIE}=guessed"}, origin) as feed:
        await feed.send("{}")
        with contextlib.suppress(websockets.ConnectionClosed):
            await feed.recv()
        assert feed.close_code == NOT_OUR_PAGE


def opened(address: str, headers: dict[str, str], origin: str) -> websockets.connect:
    """A page's socket, as the proxy gives it on."""
    asked = {name: value for name, value in headers.items() if name != "Host"}
    return websockets.connect(
        f"ws://{NAME}/api/feed",
        host=address.partition(":")[0],
        port=int(address.partition(":")[2]),
        origin=websockets.Origin(origin),
        additional_headers=asked,
        proxy=None,
    )
