"""The hub's HTTP application: its routes, its errors, its document."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI

from device_profiles.pages import KeptByNoCache, Pages
from device_profiles.problems import RESPONSES
from hub.web import (
    alarm_routes,
    callback_routes,
    case_routes,
    casework_routes,
    desk_routes,
    evidence_routes,
    feed_routes,
    fleet_routes,
    metrics_routes,
    ops_routes,
    people_routes,
    push_routes,
    telemetry_routes,
)
from hub.web.body_limit import BodyLimit
from hub.web.parts import WebParts
from hub.web.problems import answer_problems


def create_app(parts: WebParts | None, pages: Path | None = None) -> FastAPI:
    """The application, and the pages of people's screens from their folder.

    Without parts it serves only to write the OpenAPI document.
    """
    app = FastAPI(
        title="Tongban hub",
        version="1",
        description="What people's screens ask of the hub. Errors are RFC 9457 problem details.",
        docs_url=None,
        redoc_url=None,
        responses=RESPONSES,
    )
    app.state.parts = parts
    app.add_middleware(BodyLimit)
    app.add_middleware(KeptByNoCache)
    answer_problems(app)
    for routes in (people_routes, push_routes, case_routes, evidence_routes, callback_routes):
        app.include_router(routes.router)
    looked_at = (fleet_routes, ops_routes, alarm_routes, telemetry_routes, casework_routes, metrics_routes)
    for routes in looked_at:
        app.include_router(routes.router)
    for sockets in (feed_routes, desk_routes):
        app.include_router(sockets.router)
    if pages is not None:
        app.mount("/", Pages(pages), name="pages")
    return app
