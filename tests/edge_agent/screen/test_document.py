"""The OpenAPI document of the counter's screen, from which the client of its pages is generated."""

from __future__ import annotations

from typing import Any, Final

import pytest

from edge_agent.screen.app import create_app

DOCUMENT: Final = create_app(None).openapi()
ROUTES: Final = [
    pytest.param(route, id=f"{method.upper()} {path}")
    for path, methods in DOCUMENT["paths"].items()
    for method, route in methods.items()
]


@pytest.mark.parametrize("route", ROUTES)
def test_each_route_says_what_it_answers_and_how_it_refuses(route: dict[str, Any]) -> None:
    assert route["description"]
    answers = route["responses"]
    refused = answers["4XX"]["content"]["application/json"]["schema"]
    assert refused == {"$ref": "#/components/schemas/ProblemDetails"}
    good = next(answer for status, answer in answers.items() if status.startswith("2"))
    assert "204" in answers or good.get("content", {}).get("application/json") != {"schema": {}}


def test_there_are_routes_without_any_part_of_a_counter() -> None:
    assert "/api/state" in DOCUMENT["paths"]
