"""What operators see, the pages, and requests that nothing answers to."""

from __future__ import annotations

import pytest

from device_profiles.contract.errors import Refusal
from hub.ports.devices import Peripheral
from hub.ports.journal import Books
from tests.fakes.case_events import COUNTER_B, teller
from tests.fakes.hub_house import House
from tests.fakes.standing_clock import NOON_MS
from tests.hub.sinks.contract import reading
from tests.hub.web.handsets import Handsets, problem

FLEET = ("/api/devices", "/api/telemetry/last", "/api/health")


@pytest.mark.parametrize("role", ["operator", "auditor"])
async def test_operators_and_auditors_see_the_devices(house: House, handsets: Handsets, role: str) -> None:
    await house.has(teller("chen", role="operator"), teller("qian", role="auditor"))
    await house.has_counter(COUNTER_B)
    await house.telemetry_store.write([reading()])
    jammed = Peripheral("printer", "jammed", "Paper is stuck.", NOON_MS)
    await house.shelf.do(lambda books: books.devices.put_peripheral(COUNTER_B, jammed))
    onlooker = await handsets.of("chen" if role == "operator" else "qian")
    assert await onlooker.sees("/api/devices") == [
        {
            "address": COUNTER_B,
            "kind": "counter",
            "online": True,
            "since": NOON_MS,
            "peripherals": [
                {
                    "peripheral": "printer",
                    "condition": "jammed",
                    "says": "Paper is stuck.",
                    "since": NOON_MS,
                }
            ],
        }
    ]
    (last,) = await onlooker.sees("/api/telemetry/last")
    assert (last["device"], last["metrics"]) == ("counter-1", {"cpu_percent": 12.5})


@pytest.mark.parametrize("path", FLEET)
async def test_tellers_do_not(house: House, handsets: Handsets, path: str) -> None:
    await house.has(teller("li"))
    problem(await (await handsets.of("li")).ask("GET", path), 403, "not_granted")


async def test_health_counts_what_was_refused(house: House, handsets: Handsets) -> None:
    def set_aside(books: Books) -> None:
        books.quarantine("topic", b"?", Refusal(code="not_json", says="what is that"))

    await house.has(teller("chen", role="operator"))
    await house.shelf.do(set_aside)
    health = await (await handsets.of("chen")).sees("/api/health")
    assert health["connected"]
    assert (health["refused"], health["quarantined"]) == ({"not_json": 2}, {"not_json": 1})
    assert health["unsettled_messages"] == 0


async def test_the_pages_are_open_to_all(handsets: Handsets) -> None:
    answer = await handsets.stranger().ask("GET", "/")
    assert (answer.status_code, answer.text) == (200, "<title>Tongban</title>")


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/nothing", 404, "not_found"),
        ("GET", "/nothing.html", 404, "not_found"),
        ("DELETE", "/api/me", 405, "method_not_allowed"),
    ],
)
async def test_what_is_not_there_is_a_problem_too(
    handsets: Handsets, method: str, path: str, status: int, code: str
) -> None:
    problem(await handsets.stranger().ask(method, path), status, code)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "person"),
        ({"person": "li"}, "password"),
        ({"person": "LI", "password": "x"}, "person"),
        ({"person": "li", "password": ""}, "password"),
        ({"person": "li", "password": "x" * 201}, "password"),
        ([], ""),
    ],
)
async def test_a_malformed_request_names_the_field(handsets: Handsets, body: object, field: str) -> None:
    problem(await handsets.stranger().ask("POST", "/api/login", body), 422, "invalid_request", field)
