"""Logging in, duty, and the counter where a person sits."""

from __future__ import annotations

import pytest

from device_profiles.contract.messages.event import SignInCodeShown
from hub.service.accounts import LOGIN_MS
from tests.fakes.case_events import COUNTER_B, accepted, filed, offered, teller
from tests.fakes.hub_house import PASSWORD, House
from tests.fakes.standing_clock import MINUTE_MS, NOON_MS
from tests.hub.web.handsets import Handsets, problem


async def test_a_login_is_good_until_it_says(house: House, handsets: Handsets) -> None:
    await house.has(teller("li"))
    stranger = handsets.stranger()
    answer = await stranger.ask("POST", "/api/login", {"person": "li", "password": PASSWORD})
    assert answer.json()["expires_at"] == NOON_MS + LOGIN_MS
    li = await handsets.of("li")
    assert (await li.sees("/api/me"))["name"] == "Li"
    house.shelf.clock.pass_ms(LOGIN_MS)
    problem(await li.ask("GET", "/api/me"), 401, "not_logged_in")


@pytest.mark.parametrize("person", ["li", "nobody"])
async def test_a_wrong_password_and_a_strange_name_get_the_same_answer(
    house: House, handsets: Handsets, person: str
) -> None:
    await house.has(teller("li"))
    answer = await handsets.stranger().ask("POST", "/api/login", {"person": person, "password": "guess"})
    problem(answer, 401, "not_logged_in")
    assert answer.json()["detail"] == "this name and password do not go together"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("DELETE", "/api/login"),
        ("GET", "/api/me"),
        ("PUT", "/api/me/password"),
        ("GET", "/api/me/push"),
        ("POST", "/api/me/push"),
        ("DELETE", "/api/me/push"),
        ("PUT", "/api/me/duty"),
        ("PUT", "/api/me/break"),
        ("GET", "/api/branch/staff"),
        ("GET", "/api/branch/asking"),
        ("POST", "/api/me/counter"),
        ("DELETE", "/api/me/counter"),
        ("GET", "/api/procedures"),
        ("GET", "/api/cases"),
        ("GET", "/api/cases/north-01"),
        ("POST", "/api/cases/north-01/offers/1/accept"),
        ("POST", "/api/cases/north-01/offers/1/decline"),
        ("POST", "/api/cases/north-01/offers/1/wait"),
        ("POST", "/api/cases/north-01/offers/1/pass-on"),
        ("POST", "/api/cases/north-01/teller"),
        ("POST", "/api/cases/north-01/transfer"),
        ("POST", "/api/cases/north-01/recapture"),
        ("POST", "/api/cases/north-01/review"),
        ("POST", "/api/cases/north-01/reference"),
        ("GET", "/api/cases/north-01/materials/application-form"),
        ("GET", "/api/cases/north-01/recording"),
        ("GET", "/api/cases/north-01/recording/1"),
        ("GET", "/api/callbacks"),
        ("POST", "/api/callbacks/north-01/done"),
        ("GET", "/api/devices"),
        ("GET", "/api/telemetry/last"),
        ("GET", "/api/health"),
        ("GET", "/api/ops/branches"),
        ("GET", "/api/ops/branches/north/b2"),
        ("GET", "/api/ops/devices"),
        ("GET", "/api/ops/devices/north/b2/counter-1"),
        ("GET", "/api/ops/people"),
        ("GET", "/api/ops/in-flight"),
        ("GET", "/api/ops/cases"),
        ("GET", "/api/ops/cases/north-01"),
        ("GET", "/api/ops/levels?since=0"),
        ("GET", "/api/ops/casework?span=24h"),
        ("GET", "/api/ops/alarms"),
        ("GET", "/api/ops/alarms/a1"),
        ("POST", "/api/ops/alarms/a1/acknowledge"),
        ("POST", "/api/ops/alarms/a1/assign"),
        ("GET", "/api/ops/notices"),
        ("GET", "/api/ops/telemetry/devices/north/b2/counter-1"),
        ("GET", "/api/ops/telemetry/branches/north/b2?metric=cpu_percent"),
        ("GET", "/api/ops/telemetry/fleet"),
    ],
)
@pytest.mark.parametrize("token", [None, "guessed"])
async def test_nothing_is_answered_without_a_login(
    handsets: Handsets, method: str, path: str, token: str | None
) -> None:
    stranger = handsets.stranger()
    stranger.token = token
    answer = await stranger.ask(method, path, {"on_duty": True, "code": "482913", "passed": True})
    problem(answer, 401, "not_logged_in")
    assert answer.headers["www-authenticate"] == "Bearer"


async def test_every_route_of_the_interface_is_in_that_list(handsets: Handsets) -> None:
    """So that a new one is not forgotten there."""
    paths = (await handsets.stranger().sees("/openapi.json"))["paths"]
    routes = {(method.upper(), path) for path, methods in paths.items() for method in methods}
    assert len(routes - {("POST", "/api/login")}) == 50


async def test_a_person_begins_and_ends_their_duty(house: House, handsets: Handsets) -> None:
    await house.has(teller("li"))
    li = await handsets.of("li")
    assert not (await li.sees("/api/me"))["on_duty"]
    assert (await li.ask("PUT", "/api/me/duty", {"on_duty": True})).json()["on_duty"]
    assert (await li.sees("/api/me"))["on_duty"]
    assert not (await li.ask("PUT", "/api/me/duty", {"on_duty": False})).json()["on_duty"]


async def test_an_operator_has_no_duty(house: House, handsets: Handsets) -> None:
    await house.has(teller("chen", role="operator"))
    chen = await handsets.of("chen")
    problem(await chen.ask("PUT", "/api/me/duty", {"on_duty": True}), 403, "not_granted")


async def test_a_person_signs_in_at_a_counter_and_leaves_it(house: House, handsets: Handsets) -> None:
    await house.has(teller("li"))
    await house.has_counter(COUNTER_B)
    await house.hears(COUNTER_B, SignInCodeShown(code="482913", expires_at=NOON_MS + MINUTE_MS))
    li = await handsets.of("li")
    await li.ask("PUT", "/api/me/duty", {"on_duty": True})
    seated = (await li.ask("POST", "/api/me/counter", {"code": "482913"})).json()
    assert (seated["counter"], seated["counter_online"]) == (COUNTER_B, True)
    left = (await li.ask("DELETE", "/api/me/counter")).json()
    assert (left["counter"], left["on_duty"]) == (None, True)


async def test_whoever_sits_nowhere_may_leave_all_the_same(house: House, handsets: Handsets) -> None:
    await house.has(teller("li"))
    li = await handsets.of("li")
    answer = await li.ask("DELETE", "/api/me/counter")
    assert answer.status_code == 200
    assert answer.json()["counter"] is None


async def test_a_code_that_no_counter_shows_is_a_conflict(house: House, handsets: Handsets) -> None:
    await house.has(teller("li"))
    li = await handsets.of("li")
    await li.ask("PUT", "/api/me/duty", {"on_duty": True})
    problem(await li.ask("POST", "/api/me/counter", {"code": "000000"}), 409, "not_expected", "code")


@pytest.mark.parametrize("code", ["48291", "4829134", "48291x", "４８２９１３", 482913, None])
async def test_a_code_of_another_shape_is_not_looked_for(
    house: House, handsets: Handsets, code: object
) -> None:
    await house.has(teller("li"))
    li = await handsets.of("li")
    answer = await li.ask("POST", "/api/me/counter", {"code": code})
    problem(answer, 422, "invalid_request", "code")


async def test_a_person_sees_the_open_cases_that_are_theirs(house: House, handsets: Handsets) -> None:
    await house.has(teller("li"), teller("wang"))
    await house.knows("north-01", filed(), offered("li"))
    await house.knows("north-02", filed(), offered("li"), accepted("li"))
    await house.knows("north-03", filed(), offered("wang"))
    li = await handsets.of("li")
    assert {line["case"] for line in (await li.sees("/api/me"))["cases"]} == {"north-01", "north-02"}


async def test_a_screen_learns_from_where_its_feed_goes_on(house: House, handsets: Handsets) -> None:
    await house.has(teller("li"))
    await house.shelf.do(lambda books: books.post.notify("li", "north-01", "offered"))
    li = await handsets.of("li")
    assert (await li.sees("/api/me"))["last_change"] == 1
