"""What the counter's local screen refuses, and to whom it does not answer at all."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from edge_agent.devices.errors import PeripheralGoneError, UnreadableScanError
from tests.edge_agent.screen.words import FILING, HERE, files_case, problem
from tests.fakes.counter_house import CounterHouse


@pytest.mark.parametrize(
    ("changed", "status", "code", "field"),
    [
        ({"procedure": "close-account"}, 409, "unknown_procedure", "procedure"),
        ({"application": {}}, 409, "invalid_application", "application.customer-name"),
        ({"target": {"region": "north"}}, 422, "invalid_request", "body.target.branch"),
        ({"target": {"region": "North", "branch": "b2"}}, 422, "invalid_request", "body.target.region"),
    ],
)
async def test_a_wrong_filing_names_the_field(
    screen: httpx.AsyncClient, changed: dict[str, Any], status: int, code: str, field: str
) -> None:
    answer = await screen.post("/api/cases", json={**FILING, **changed})
    problem(answer, status, code, field.removeprefix("body."))


async def test_a_scan_that_fails_says_why(counter: CounterHouse, screen: httpx.AsyncClient) -> None:
    case = await files_case(screen)
    counter.tray.laid += [
        UnreadableScanError("note.txt", "it is not a picture"),
        PeripheralGoneError("gone"),
    ]
    scan = {"material": "application-form"}
    problem(await screen.post(f"/api/cases/{case}/scan", json=scan), 409, "unreadable_scan")
    problem(await screen.post(f"/api/cases/{case}/scan", json=scan), 409, "peripheral_gone")
    problem(await screen.post(f"/api/cases/{case}/scan", json=scan), 409, "nothing_to_scan")
    wrong = {"material": "passport"}
    problem(await screen.post(f"/api/cases/{case}/scan", json=wrong), 409, "unknown_material", "material")
    problem(await screen.post("/api/cases/north-77/scan", json=scan), 404, "unknown_case")
    problem(await screen.post(f"/api/cases/{case}/collected"), 409, "materials_missing")
    problem(await screen.post(f"/api/cases/{case}/result-shown"), 409, "not_in_phase")


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/nothing", 404, "not_found"),
        ("GET", "/api/cases/..%2Fkey/materials/x", 404, "not_found"),
        ("GET", "/api/cases/NORTH/materials/x", 422, "invalid_request"),
        ("GET", "/api/state?after=x", 422, "invalid_request"),
        ("GET", "/api/leave", 404, "not_found"),
        ("DELETE", "/api/cases", 405, "method_not_allowed"),
    ],
)
async def test_what_is_not_there_is_a_problem_too(
    screen: httpx.AsyncClient, method: str, path: str, status: int, code: str
) -> None:
    answer = await screen.request(method, path)
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.parametrize(
    "origin", ["http://elsewhere.example", "null", "http://127.0.0.1:9999", "https://127.0.0.1:8801"]
)
async def test_a_page_of_another_site_cannot_work_the_counter(
    counter: CounterHouse, screen: httpx.AsyncClient, origin: str
) -> None:
    answer = await screen.post("/api/cases", json=FILING, headers={"Origin": origin})
    problem(answer, 403, "not_granted")
    assert await counter.said() == []
    problem(await screen.get("/api/state", headers={"Origin": origin}), 403, "not_granted")


async def test_its_own_page_can(screen: httpx.AsyncClient) -> None:
    assert (await screen.post("/api/cases", json=FILING, headers={"Origin": HERE})).status_code == 200
    assert (await screen.get("/counter.html")).text == "<title>移动柜台</title>"


@pytest.mark.parametrize(
    "host", ["elsewhere.example", "elsewhere.example:8801", "127.0.0.1.elsewhere.example"]
)
async def test_another_name_for_this_machine_is_not_served(
    counter: CounterHouse, screen: httpx.AsyncClient, host: str
) -> None:
    """Else a site whose name is made to lead here would be one of our own pages."""
    for headers in ({"Host": host}, {"Host": host, "Origin": f"http://{host}"}):
        answer = await screen.post("/api/cases", json=FILING, headers=headers)
        assert answer.status_code == 400
    assert await counter.said() == []


@pytest.mark.parametrize("host", ["127.0.0.1:8801", "localhost:8801", "localhost"])
async def test_the_machines_own_names_are(screen: httpx.AsyncClient, host: str) -> None:
    assert (await screen.get("/api/state", headers={"Host": host})).status_code == 200
