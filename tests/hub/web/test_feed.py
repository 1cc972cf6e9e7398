"""The WebSocket that tells a person's screen what changed."""

from __future__ import annotations

import json

import pytest
from fastapi import FastAPI

from device_profiles.delivery.errors import DiskFullError
from hub.ports.journal import Books
from hub.service import feeds
from hub.service.accounts import LOGIN_MS
from hub.web import sockets
from hub.web.sockets import NOT_LOGGED_IN, TRY_AGAIN_LATER
from tests.fakes.asgi_socket import socket_to
from tests.fakes.case_events import teller
from tests.fakes.full_disk import FullDisk
from tests.fakes.hub_house import House
from tests.fakes.standing_clock import NOON_MS
from tests.hub.web.handsets import Handsets


async def happens(house: House, change: str, person: str = "li") -> None:
    def notify(books: Books) -> None:
        books.post.notify(person, "north-01", change)

    await house.shelf.do(notify)


async def hello(house: House, handsets: Handsets, after: int = 0) -> str:
    """What Li's screen says first."""
    await house.has(teller("li"))
    return json.dumps({"token": (await handsets.of("li")).token, "after": after})


async def test_a_screen_is_told_what_was_and_then_what_comes(
    house: House, app: FastAPI, handsets: Handsets
) -> None:
    await happens(house, "offered")
    async with socket_to(app, "/api/feed") as screen:
        screen.send(await hello(house, handsets))
        assert await screen.heard() == {"number": 1, "case": "north-01", "change": "offered", "at": NOON_MS}
        await happens(house, "offered", "wang")
        await happens(house, "assigned")
        assert (await screen.heard())["number"] == 2


async def test_a_screen_that_comes_back_misses_nothing_and_hears_nothing_twice(
    house: House, app: FastAPI, handsets: Handsets
) -> None:
    for change in ("offered", "assigned"):
        await happens(house, change)
    first = await hello(house, handsets)
    async with socket_to(app, "/api/feed") as screen:
        screen.send(first)
        seen = [(await screen.heard())["number"] for _ in range(2)]
    await happens(house, "material")
    async with socket_to(app, "/api/feed") as screen:
        screen.send(await hello(house, handsets, after=seen[-1]))
        await happens(house, "closed")
        seen += [(await screen.heard())["number"] for _ in range(2)]
    assert seen == [1, 2, 3, 4]


async def test_a_quiet_feed_sends_heartbeats(
    house: House, app: FastAPI, handsets: Handsets, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds, "LOOK_AGAIN_S", 0.01)
    async with socket_to(app, "/api/feed") as screen:
        screen.send(await hello(house, handsets))
        assert [await screen.heard() for _ in range(2)] == [{}, {}]


async def test_a_screen_that_was_gone_for_long_gets_every_change_page_after_page(
    house: House, app: FastAPI, handsets: Handsets
) -> None:
    """More than are read from the journal at once."""

    def much(books: Books) -> None:
        for _ in range(1_203):
            books.post.notify("li", "north-01", "material")

    await house.shelf.do(much)
    async with socket_to(app, "/api/feed") as screen:
        screen.send(await hello(house, handsets, after=2))
        seen = [(await screen.heard())["number"] for _ in range(1_201)]
        await happens(house, "closed")
        assert (await screen.heard())["number"] == 1_204
    assert seen == list(range(3, 1_204))


@pytest.mark.parametrize(
    "said",
    [
        "",
        "hello",
        "[]",
        "{}",
        '{"token": 1}',
        '{"token": "guessed"}',
        '{"token": "guessed", "after": -1}',
        '{"token": "guessed", "after": 1e30}',
        '{"token": "guessed", "after": 9223372036854775808}',
    ],
)
async def test_a_bad_hello_is_turned_away(app: FastAPI, said: str) -> None:
    async with socket_to(app, "/api/feed") as screen:
        screen.send(said)
        assert await screen.closed() == NOT_LOGGED_IN


async def test_a_number_beyond_all_numbers_is_turned_away(
    house: House, app: FastAPI, handsets: Handsets
) -> None:
    async with socket_to(app, "/api/feed") as screen:
        screen.send(await hello(house, handsets, after=2**63))
        assert await screen.closed() == NOT_LOGGED_IN


async def test_a_hello_that_is_not_text_is_turned_away(app: FastAPI) -> None:
    async with socket_to(app, "/api/feed") as screen:
        screen.send_bytes(b"\x00\x01")
        assert await screen.closed() == NOT_LOGGED_IN


async def test_whoever_says_nothing_is_turned_away(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sockets, "HELLO_TIMEOUT_S", 0.01)
    async with socket_to(app, "/api/feed") as screen:
        assert await screen.closed() == NOT_LOGGED_IN


async def test_a_screen_that_leaves_without_a_word_is_no_trouble(app: FastAPI) -> None:
    async with socket_to(app, "/api/feed") as screen:
        screen.leave()


async def test_a_login_that_is_over_is_turned_away(house: House, app: FastAPI, handsets: Handsets) -> None:
    said = await hello(house, handsets)
    house.shelf.clock.pass_ms(LOGIN_MS)
    async with socket_to(app, "/api/feed") as screen:
        screen.send(said)
        assert await screen.closed() == NOT_LOGGED_IN


async def test_a_cut_wire_ends_the_feed_quietly(house: House, app: FastAPI, handsets: Handsets) -> None:
    await happens(house, "offered")
    async with socket_to(app, "/api/feed") as screen:
        screen.send(await hello(house, handsets))
        await screen.heard()
        screen.unplugged = True
        await happens(house, "assigned")


async def test_a_full_disk_does_not_silence_a_feed(
    house: House, app: FastAPI, handsets: Handsets, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def cannot_be_noted(_: str) -> None:
        raise DiskFullError("database or disk is full")

    first = await hello(house, handsets)
    monkeypatch.setattr(house.web.accounts, "seen", cannot_be_noted)
    async with socket_to(app, "/api/feed") as screen:
        screen.send(first)
        await happens(house, "offered")
        assert (await screen.heard())["number"] == 1


async def test_a_screen_is_told_to_come_again_when_the_feed_cannot_be_read(
    house: House, app: FastAPI, handsets: Handsets, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await hello(house, handsets)
    FullDisk(house.shelf.database, monkeypatch).full = True
    async with socket_to(app, "/api/feed") as screen:
        screen.send(first)
        assert await screen.closed() == TRY_AGAIN_LATER
