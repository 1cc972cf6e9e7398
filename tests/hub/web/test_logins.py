"""Logins: how often one may guess, and how a login ends, with the feed that was opened with it."""

from __future__ import annotations

import json

import pytest
from fastapi import FastAPI

from device_profiles.contract.messages.event import SignInCodeShown
from hub.ports.journal import Books
from hub.service import feeds, guessing
from hub.service.accounts import LOGIN_MS
from hub.web.sockets import NOT_LOGGED_IN
from tests.fakes.asgi_socket import AsgiSocket, socket_to
from tests.fakes.case_events import COUNTER_B, teller
from tests.fakes.hub_house import PASSWORD, House
from tests.fakes.standing_clock import MINUTE_MS, NOON_MS
from tests.hub.web.handsets import Handset, Handsets, problem

NEW = "quite another sentence"


async def opened(socket: AsgiSocket, house: House, handset: Handset) -> None:
    """The feed is open: the screen was told of a change."""

    def notify(books: Books) -> None:
        books.post.notify("li", "north-01", "offered")

    await house.shelf.do(notify)
    socket.send(json.dumps({"token": handset.token}))
    assert (await socket.heard())["number"] == 1


async def test_after_too_many_guesses_one_has_to_wait(house: House, handsets: Handsets) -> None:
    await house.has(teller("li"))
    stranger = handsets.stranger()
    for _ in range(guessing.HERE.most):
        guess = await stranger.ask("POST", "/api/login", {"person": "li", "password": "guess"})
        problem(guess, 401, "not_logged_in")
    for password in ("guess", PASSWORD):
        answer = await stranger.ask("POST", "/api/login", {"person": "li", "password": password})
        problem(answer, 429, "too_many_attempts")
        assert answer.headers["retry-after"] == "300"
        assert answer.json()["detail"] == "too many attempts: try again in 300 s"
    house.shelf.clock.pass_ms(guessing.HERE.within_ms)
    assert (await handsets.of("li")).token


async def test_a_right_password_in_time_begins_the_count_anew(house: House, handsets: Handsets) -> None:
    await house.has(teller("li"))
    for _ in range(3):
        for _ in range(guessing.HERE.most - 1):
            await handsets.stranger().ask("POST", "/api/login", {"person": "li", "password": "guess"})
        await handsets.of("li")


async def test_codes_are_not_guessed_either(house: House, handsets: Handsets) -> None:
    await house.has(teller("li"), teller("wang"))
    await house.has_counter(COUNTER_B)
    await house.hears(COUNTER_B, SignInCodeShown(code="482913", expires_at=NOON_MS + MINUTE_MS))
    li, wang = await handsets.of("li"), await handsets.of("wang")
    for handset in (li, wang):
        await handset.ask("PUT", "/api/me/duty", {"on_duty": True})
    for number in range(guessing.CODES.most):
        answer = await li.ask("POST", "/api/me/counter", {"code": f"00000{number}"})
        problem(answer, 409, "not_expected", "code")
    answer = await li.ask("POST", "/api/me/counter", {"code": "482913"})
    problem(answer, 429, "too_many_attempts")
    assert answer.headers["retry-after"] == "300"
    seated = await wang.ask("POST", "/api/me/counter", {"code": "482913"})
    assert seated.json()["counter"] == COUNTER_B


async def test_whoever_logs_out_is_out_and_only_there(house: House, handsets: Handsets) -> None:
    await house.has(teller("li"))
    here, there = await handsets.of("li"), await handsets.of("li")
    assert (await here.ask("DELETE", "/api/login")).status_code == 204
    problem(await here.ask("GET", "/api/me"), 401, "not_logged_in")
    problem(await here.ask("DELETE", "/api/login"), 401, "not_logged_in")
    assert (await there.sees("/api/me"))["person"] == "li"


async def test_a_changed_password_puts_every_other_handset_out(house: House, handsets: Handsets) -> None:
    await house.has(teller("li"))
    here, stolen = await handsets.of("li"), await handsets.of("li")
    answer = await here.ask("PUT", "/api/me/password", {"old": PASSWORD, "new": NEW})
    here.token = answer.json()["token"]
    assert (await here.sees("/api/me"))["person"] == "li"
    problem(await stolen.ask("GET", "/api/me"), 401, "not_logged_in")
    login = {"person": "li", "password": PASSWORD}
    problem(await handsets.stranger().ask("POST", "/api/login", login), 401, "not_logged_in")


@pytest.mark.parametrize(
    ("old", "new", "status", "code", "field"),
    [
        ("guess", NEW, 403, "wrong_password", "old"),
        (PASSWORD, "too short", 422, "invalid_request", "new"),
        (PASSWORD, "x" * 201, 422, "invalid_request", "new"),
    ],
)
async def test_a_password_is_not_changed_by_just_anyone_to_just_anything(
    house: House, handsets: Handsets, old: str, new: str, status: int, code: str, field: str
) -> None:
    await house.has(teller("li"))
    li = await handsets.of("li")
    problem(await li.ask("PUT", "/api/me/password", {"old": old, "new": new}), status, code, field)
    assert (await li.sees("/api/me"))["person"] == "li"


async def test_a_feed_ends_at_once_with_a_logout(house: House, app: FastAPI, handsets: Handsets) -> None:
    await house.has(teller("li"))
    li = await handsets.of("li")
    async with socket_to(app, "/api/feed") as screen:
        await opened(screen, house, li)
        await li.ask("DELETE", "/api/login")
        assert await screen.closed() == NOT_LOGGED_IN


async def test_a_feed_ends_at_once_with_a_changed_password(
    house: House, app: FastAPI, handsets: Handsets
) -> None:
    await house.has(teller("li"))
    li = await handsets.of("li")
    async with socket_to(app, "/api/feed") as screen:
        await opened(screen, house, li)
        await li.ask("PUT", "/api/me/password", {"old": PASSWORD, "new": NEW})
        assert await screen.closed() == NOT_LOGGED_IN


async def test_a_feed_ends_when_its_login_runs_out(
    house: House, app: FastAPI, handsets: Handsets, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds, "LOOK_AGAIN_S", 0.01)
    await house.has(teller("li"))
    li = await handsets.of("li")
    async with socket_to(app, "/api/feed") as screen:
        await opened(screen, house, li)
        house.shelf.clock.pass_ms(LOGIN_MS)
        while (last := await screen.heard_or_closed()) == {}:  # heartbeats from before
            pass
        assert last == NOT_LOGGED_IN


async def test_what_happens_after_a_logout_is_not_told(
    house: House, app: FastAPI, handsets: Handsets
) -> None:
    await house.has(teller("li"))
    li = await handsets.of("li")
    async with socket_to(app, "/api/feed") as screen:
        await opened(screen, house, li)
        await li.ask("DELETE", "/api/login")
        await house.shelf.do(lambda books: books.post.notify("li", "north-02", "offered"))
        assert await screen.closed() == NOT_LOGGED_IN
