"""The hub's HTTP application: its routes, its errors, its document."""

from __future__ import annotations

from fastapi import FastAPI

from hub.web import case_routes, feed_routes, fleet_routes, people_routes
from hub.web.parts import WebParts
from hub.web.problems import ProblemDetails, answer_problems


def create_app(parts: WebParts | None) -> FastAPI:
    """The application; without parts it serves only to write the OpenAPI document."""
    app = FastAPI(
        title="Tongban hub",
        version="1",
        description="What people's screens ask of the hub. Errors are RFC 9457 problem details.",
        docs_url=None,
        redoc_url=None,
        responses={"4XX": {"model": ProblemDetails, "description": "Refused, with the rule's code."}},
    )
    app.state.parts = parts
    answer_problems(app)
    for routes in (people_routes, case_routes, fleet_routes, feed_routes):
        app.include_router(routes.router)
    return app
