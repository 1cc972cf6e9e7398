"""A page is logged in by a cookie: no script can read it, and no other site can use it."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest
from fastapi import FastAPI

from hub.service.accounts import LOGIN_MS
from hub.web.app import create_app
from hub.web.cookie import COOKIE
from hub.web.sockets import NOT_LOGGED_IN, NOT_OUR_PAGE
from tests.fakes.asgi_socket import socket_to
from tests.fakes.case_events import accepted, captured, filed, offered, teller
from tests.fakes.hub_house import PASSWORD, House
from tests.hub.web.handsets import OWN_PAGE, Handset, Handsets, Page, cookie_of, problem

NEW: Final = "quite another sentence"
LOGIN: Final = {"person": "li", "password": PASSWORD, "screen": True}

ELSEWHERE: Final[list[dict[str, str]]] = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},  # another port of this machine, where others serve pages
    {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://hub"},
    {"Origin": "http://elsewhere.example"},
    {"Origin": "http://hub:8801"},
    {"Origin": "https://hub"},
    {"Origin": "http://hub.elsewhere.example"},
    {"Origin": "null"},
    {"Origin": "http://elsewhere.example", "X-Forwarded-Host": "elsewhere.example"},
    {},
]
"""What a browser says of a request that is not from a page at http://hub, or may not be."""

CHANGES: Final = [
    (method.upper(), path.replace("{case}", "north-01").replace("{offer}", "1"))
    for path, methods in create_app(None).openapi()["paths"].items()
    for method in methods
    if method != "get" and (method, path) != ("post", "/api/login")
]


@pytest.fixture
async def li(house: House, handsets: Handsets) -> Page:
    """Li's page, and Wang works here too."""
    await house.has(teller("li"), teller("wang"))
    return await handsets.page_of("li")


# -- logging in and out


async def test_a_page_gets_a_cookie_and_no_script_ever_holds_the_token(
    house: House, handsets: Handsets
) -> None:
    await house.has(teller("li"))
    answer = await handsets.stranger().ask("POST", "/api/login", LOGIN, OWN_PAGE)
    assert answer.json()["token"] is None
    cookie = cookie_of(answer)
    assert cookie.value not in answer.text
    assert (cookie["httponly"], cookie["secure"], cookie["samesite"]) == (True, True, "strict")
    # `__Host-`: browsers keep it only with this path, and without a domain that other hosts could share.
    assert (cookie["path"], cookie["domain"]) == ("/", "")
    assert int(cookie["max-age"]) * 1000 == LOGIN_MS


async def test_a_page_works_by_its_cookie(li: Page) -> None:
    assert (await li.sees("/api/me"))["person"] == "li"
    assert (await li.ask("PUT", "/api/me/duty", {"on_duty": True})).json()["on_duty"]


async def test_a_program_has_its_token_and_no_cookie(house: House, handsets: Handsets) -> None:
    await house.has(teller("li"))
    program = await handsets.of("li")
    changed = await program.ask("PUT", "/api/me/password", {"old": PASSWORD, "new": NEW})
    program.token = changed.json()["token"]
    assert (await program.sees("/api/me"))["person"] == "li"
    left = await program.ask("DELETE", "/api/login")
    assert [answer for answer in (changed, left) if "set-cookie" in answer.headers] == []


async def test_whoever_logs_out_on_a_page_is_out_and_the_cookie_is_gone(li: Page) -> None:
    answer = await li.ask("DELETE", "/api/login")
    assert answer.status_code == 204
    gone = cookie_of(answer)
    assert (gone.value, gone["max-age"], gone["path"], gone["secure"]) == ("", "0", "/", True)
    problem(await li.ask("GET", "/api/me"), 401, "not_logged_in")


async def test_a_new_password_brings_a_new_cookie(li: Page) -> None:
    answer = await li.ask("PUT", "/api/me/password", {"old": PASSWORD, "new": NEW})
    assert answer.json()["token"] is None
    problem(await li.ask("GET", "/api/me"), 401, "not_logged_in")
    li.cookie = cookie_of(answer).value
    assert (await li.sees("/api/me"))["person"] == "li"


@pytest.mark.parametrize("cookie", ["", "guessed", "x" * 3000, '"', "\\303\\274", "a b=c"])
async def test_any_other_cookie_is_nobodys(li: Page, cookie: str) -> None:
    li.cookie = cookie
    problem(await li.ask("GET", "/api/me"), 401, "not_logged_in")


async def test_a_token_that_is_told_counts_and_not_the_cookie(li: Page, handsets: Handsets) -> None:
    """No other site can make a browser tell a token, so it does not matter which page asks."""
    wang = await handsets.of("wang")
    both = {"Authorization": f"Bearer {wang.token}", **ELSEWHERE[0]}
    assert (await li.ask("GET", "/api/me", headers=both)).json()["person"] == "wang"
    assert (await li.ask("PUT", "/api/me/duty", {"on_duty": True}, both)).json()["person"] == "wang"
    guessed = {"Authorization": "Bearer guessed", **OWN_PAGE}
    problem(await li.ask("GET", "/api/me", headers=guessed), 401, "not_logged_in")


# -- other sites


@pytest.mark.parametrize("said", ELSEWHERE, ids=str)
async def test_another_sites_page_changes_nothing(li: Page, said: dict[str, str]) -> None:
    answer = await li.ask("PUT", "/api/me/duty", {"on_duty": True}, said)
    problem(answer, 403, "not_granted")
    assert answer.json()["detail"] == "this did not come from a page of the hub: do it on that page"
    assert not (await li.sees("/api/me"))["on_duty"]


@pytest.mark.parametrize(("method", "path"), CHANGES)
async def test_no_route_that_changes_anything_can_be_used_from_another_site(
    li: Page, method: str, path: str
) -> None:
    problem(await li.ask(method, path, {}, ELSEWHERE[0]), 403, "not_granted")
    assert (await li.sees("/api/me"))["person"] == "li"


@pytest.mark.parametrize("said", ELSEWHERE, ids=str)
async def test_another_sites_page_logs_nobody_in_as_somebody_else(
    li: Page, handsets: Handsets, said: dict[str, str]
) -> None:
    answer = await handsets.stranger().ask("POST", "/api/login", {**LOGIN, "person": "wang"}, said)
    problem(answer, 403, "not_granted")
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "said",
    [
        OWN_PAGE,
        {**OWN_PAGE, "Origin": "http://hub"},
        {"Origin": "http://hub"},  # Safari before 16.4 sends no Sec-Fetch-Site
        {"Origin": "http://li.localhost:8800", "Host": "li.localhost:8800"},
        {"Origin": "http://127.0.0.1:8800", "Host": "127.0.0.1:8800"},
    ],
    ids=str,
)
async def test_the_hubs_own_page_can_under_whichever_name_it_was_opened(
    li: Page, handsets: Handsets, said: dict[str, str]
) -> None:
    assert (await handsets.stranger().ask("POST", "/api/login", LOGIN, said)).status_code == 200
    assert (await li.ask("PUT", "/api/me/duty", {"on_duty": True}, said)).status_code == 200


async def test_a_name_that_another_site_leads_here_has_no_cookie(handsets: Handsets, li: Page) -> None:
    """DNS rebinding: its page asks its own origin, but the browser keeps the cookie for the hub's name."""
    assert li.cookie
    theirs = {"Host": "elsewhere.example", "Origin": "http://elsewhere.example", **OWN_PAGE}
    stranger = handsets.stranger()
    problem(await stranger.ask("PUT", "/api/me/duty", {"on_duty": True}, theirs), 401, "not_logged_in")


# -- materials


async def material_of(handset: Handset) -> Any:
    return await handset.ask("GET", "/api/cases/north-01/materials/application-form", headers={})


async def test_a_picture_in_a_page_is_shown_to_whom_the_case_is_granted(
    house: House, handsets: Handsets, li: Page
) -> None:
    await house.knows("north-01", filed(), offered("li"), accepted("li"), captured())
    shown = await material_of(li)
    assert shown.status_code == 200
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert shown.headers["content-disposition"] == "inline"
    assert shown.headers["cache-control"] == "no-store"
    assert shown.headers["cross-origin-resource-policy"] == "same-origin"
    policy = shown.headers["content-security-policy"].split("; ")
    assert {"sandbox", "default-src 'none'", "frame-ancestors 'self'"} <= set(policy)
    problem(await material_of(await handsets.page_of("wang")), 403, "not_the_handler")
    problem(await material_of(handsets.stranger()), 401, "not_logged_in")
    await li.ask("DELETE", "/api/login")
    problem(await material_of(li), 401, "not_logged_in")


# -- the feed


async def told(house: House) -> None:
    await house.shelf.do(lambda books: books.post.notify("li", "north-01", "offered"))


async def test_a_page_opens_the_feed_by_its_cookie_and_a_logout_ends_it(
    house: House, app: FastAPI, li: Page
) -> None:
    await told(house)
    own = {"cookie": f"{COOKIE}={li.cookie}", "origin": "http://hub"}
    async with socket_to(app, "/api/feed", own) as screen:
        screen.send(json.dumps({"after": 0}))
        assert (await screen.heard())["number"] == 1
        await li.ask("DELETE", "/api/login")
        assert await screen.closed() == NOT_LOGGED_IN


@pytest.mark.parametrize("said", [one for one in ELSEWHERE if "Sec-Fetch-Site" not in one], ids=str)
async def test_another_sites_page_does_not_listen(
    house: House, app: FastAPI, li: Page, said: dict[str, str]
) -> None:
    await told(house)
    headers = {"cookie": f"{COOKIE}={li.cookie}", **{name.lower(): value for name, value in said.items()}}
    async with socket_to(app, "/api/feed", headers) as screen:
        screen.send("{}")
        assert await screen.closed() == NOT_OUR_PAGE


async def test_a_feed_without_token_and_cookie_is_nobodys(app: FastAPI) -> None:
    async with socket_to(app, "/api/feed", {"origin": "http://hub"}) as screen:
        screen.send("{}")
        assert await screen.closed() == NOT_LOGGED_IN


async def test_a_program_tells_its_token_from_wherever_it_runs(
    house: House, app: FastAPI, handsets: Handsets, li: Page
) -> None:
    await told(house)
    headers = {"cookie": f"{COOKIE}=guessed", "origin": "http://elsewhere.example"}
    async with socket_to(app, "/api/feed", headers) as screen:
        screen.send(json.dumps({"token": (await handsets.of("li")).token}))
        assert (await screen.heard())["number"] == 1
