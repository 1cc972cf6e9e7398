"""Whatever is sent to any route: never an error of ours, always an answer or problem details."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.service.guessing import LoginAttempts
from hub.web.app import create_app
from hub.web.body_limit import MOST_BYTES
from tests.fakes.case_events import COUNTER_B, accepted, captured, filed, offered, teller
from tests.fakes.hub_house import House
from tests.hub.stores.shelf import Shelf, in_memory, shelf_on
from tests.hub.web.handsets import Handset, Handsets, problem

DOCUMENT: Final = create_app(None).openapi()
ROUTES: Final = [
    (method.upper(), path) for path, methods in DOCUMENT["paths"].items() for method in methods
]
WITH_BODY: Final = [route for route in ROUTES if route[0] in ("POST", "PUT")]
NAMES_OF_THE_PROGRAM: Final = re.compile(r"[a-z][A-Z]|[A-Z][a-z]+[A-Z]|\w+\.py\b|Error|Traceback|\bNone\b")

text = st.text(st.characters(), max_size=40) | st.sampled_from(
    ["", "li", "\x00", "\ud800", "１２", "NaN", "north/b2", "../..", "li\n", "a" * 400]
)
number = st.integers() | st.floats() | st.sampled_from([-1, 0, 1, 2**31, 2**48, 2**63, 2**64, 10**400])
anything = st.recursive(
    st.none() | st.booleans() | number | text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(text, inner, max_size=4),
    max_leaves=8,
)


def nearly_right(method: str, path: str) -> st.SearchStrategy[Any]:
    """The document's own example of the body, with some fields changed for anything, and some more."""
    body = DOCUMENT["paths"][path][method.lower()].get("requestBody")
    if body is None:
        return anything
    name = body["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    (example,) = DOCUMENT["components"]["schemas"][name]["examples"]
    fields = {field: st.just(value) | text | anything for field, value in example.items()}
    return anything | st.fixed_dictionaries(fields) | st.fixed_dictionaries({**fields, "more": anything})


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    """In memory: there are many requests, and none is about the disk."""
    with shelf_on(in_memory()) as shelf:
        yield shelf


QUERY: Final = sorted(
    {
        parameter["name"]
        for methods in DOCUMENT["paths"].values()
        for route in methods.values()
        for parameter in route.get("parameters", ())
        if parameter["in"] == "query"
    }
)


@pytest.fixture
async def li(house: House, handsets: Handsets, monkeypatch: pytest.MonkeyPatch) -> Handset:
    """Li, who has one case and is offered another; nobody counts the guesses."""
    monkeypatch.setattr(LoginAttempts, "too_many", lambda *_: None)
    await house.has(teller("li"), teller("wang"))
    await house.has_counter(COUNTER_B)
    await house.seats("li")
    await house.knows("north-01", filed(), offered("li"), accepted("li"), captured())
    await house.knows("north-02", filed(), offered("li"))
    return await handsets.of("li")


@pytest.fixture
async def people(li: Handset, house: House, handsets: Handsets) -> list[Handset]:
    """Li, and an operator, who may look everywhere."""
    await house.has(teller("chen", role="operator"))
    return [li, await handsets.of("chen")]


def answered(answer: httpx.Response) -> None:
    """It is an answer that the document knows: a success, or a problem that people can read."""
    assert answer.status_code < 500, answer.text
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == "application/problem+json", answer.text
        told = answer.json()
        assert (told["status"], bool(told["code"]), bool(told["title"])) == (answer.status_code, True, True)
        assert isinstance(told["detail"], str)


@pytest.mark.parametrize(("method", "path"), WITH_BODY, ids=[" ".join(route) for route in WITH_BODY])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), case=st.sampled_from(["north-01", "north-02", "north-99"]))
async def test_any_json_in_the_body(
    li: Handset, method: str, path: str, data: st.DataObject, case: str
) -> None:
    where = path.replace("{case}", case).replace("{offer}", "1")
    body = data.draw(nearly_right(method, path))
    answer = await li.send(method, where, json.dumps(body).encode())
    answered(answer)
    if where == "/api/me/password" and answer.status_code == 200:
        li.token = answer.json()["token"]


@pytest.mark.parametrize(("method", "path"), WITH_BODY, ids=[" ".join(route) for route in WITH_BODY])
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=st.binary(max_size=60) | st.sampled_from([b"[" * 60_000, b"{" * 9, b"\xff", b"1" * 60_000, b""])
)
async def test_any_bytes_in_the_body(li: Handset, method: str, path: str, body: bytes) -> None:
    where = path.replace("{case}", "north-01").replace("{offer}", "1")
    answered(await li.send(method, where, body))


@pytest.mark.parametrize(("method", "path"), ROUTES, ids=[" ".join(route) for route in ROUTES])
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    values=st.fixed_dictionaries(
        dict.fromkeys(("case", "offer", "name", "region", "branch", "device", "alarm"), text)
    ),
    query=st.dictionaries(st.sampled_from([*QUERY, "other"]), text | number.map(str), max_size=3),
)
async def test_any_name_in_the_path_and_the_query(
    people: list[Handset],
    method: str,
    path: str,
    values: dict[str, str],
    query: dict[str, str],
) -> None:
    for name, value in values.items():
        encoded = httpx.QueryParams({"": value.encode("utf-8", "replace").decode()})
        path = path.replace(f"{{{name}}}", str(encoded)[1:].replace("+", "%20") or "%20")
    if path != "/api/login":  # they stay logged in
        spelled = {name: value.encode("utf-8", "replace").decode() for name, value in query.items()}
        for person in people:
            answered(await person.send(method, f"{path}?{httpx.QueryParams(spelled)}", b""))


WRONG: Final[list[tuple[str, str, Any, str]]] = [
    ("PUT", "/api/me/duty", {"on_duty": "yes"}, "on_duty"),
    ("PUT", "/api/me/duty", {"on_duty": 1}, "on_duty"),
    ("PUT", "/api/me/duty", {"on_duty": True, "person": "wang"}, "person"),
    ("PUT", "/api/me/duty", [True], ""),
    ("PUT", "/api/me/break", {"on_break": None}, "on_break"),
    ("POST", "/api/me/counter", {"code": "482913", "person": "wang"}, "person"),
    ("POST", "/api/cases/north-02/offers/1/wait", {"until": "1795300600000"}, "until"),
    ("POST", "/api/cases/north-02/offers/1/wait", {"until": 1795300600000.5}, "until"),
    ("POST", "/api/cases/north-02/offers/1/wait", {"until": -1}, "until"),
    ("POST", "/api/cases/north-02/offers/1/wait", {"until": 2**48 + 1}, "until"),
    ("POST", "/api/cases/north-02/offers/1/decline", {"reason": "  \n "}, "reason"),
    ("POST", "/api/cases/north-02/offers/1/decline", {"reason": "a\x00b"}, "reason"),
    ("POST", "/api/cases/north-02/offers/1/decline", {"reason": "x" * 301}, "reason"),
    ("POST", "/api/cases/north-02/offers/1/decline", {"reason": "\ud800"}, "reason"),
    ("POST", "/api/login", {"person": "li", "password": "\ud800"}, "password"),
    ("POST", "/api/cases/north-02/offers/0/accept", None, "offer"),
    ("POST", "/api/cases/north-02/offers/99999999999/accept", None, "offer"),
    ("POST", "/api/cases/north-01/review", {"fence": True, "passed": True}, "fence"),
    ("POST", "/api/cases/north-01/review", {"fence": 2**31, "passed": True}, "fence"),
    ("POST", "/api/cases/north-01/review", {"fence": 1, "passed": "true"}, "passed"),
    ("POST", "/api/cases/north-01/reference", {"fence": 1, "reference": "x" * 101}, "reference"),
    ("POST", "/api/cases/north-01/transfer", {"fence": 1, "to": "Wang"}, "to"),
]


@pytest.mark.parametrize(("method", "path", "body", "field"), WRONG)
async def test_what_is_wrong_is_named_in_words_without_the_programs_names(
    li: Handset, method: str, path: str, body: Any, field: str
) -> None:
    answer = await li.send(method, path, json.dumps(body).encode())
    problem(answer, 422, "invalid_request", field)
    assert NAMES_OF_THE_PROGRAM.search(answer.json()["detail"]) is None


@pytest.mark.parametrize("told", [True, False])
async def test_a_body_has_a_largest_size(li: Handset, *, told: bool) -> None:
    body = b'{"reason": "' + b"x" * MOST_BYTES + b'"}'

    async def in_pieces() -> Any:
        for start in range(0, len(body), 4096):
            yield body[start : start + 4096]

    answer = await li.send("POST", "/api/cases/north-02/offers/1/decline", body if told else in_pieces())
    problem(answer, 413, "too_large")


async def test_a_stranger_cannot_make_the_hub_read_on(app: FastAPI) -> None:
    """Who is told that it is too much is told so at once, whatever they say that they will send."""
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://hub") as client:
        headers = {"Content-Length": "9" * 30, "Content-Type": "application/json"}
        answer = await client.post("/api/login", content=b"{}", headers=headers)
    problem(answer, 413, "too_large")
