"""The local screen's application. It listens on this machine only, and to pages it served itself only."""

from __future__ import annotations

from typing import Annotated, Final, cast

from fastapi import FastAPI, Query, Response
from starlette.datastructures import Headers
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from device_profiles.contract.ids import Identifier
from device_profiles.pages import KeptByNoCache, Pages, material
from device_profiles.problems import RESPONSES, problem
from device_profiles.profiles import Procedure
from edge_agent.casework.deciding import Deciding
from edge_agent.casework.faces import Faces
from edge_agent.screen.call_routes import add_call_routes
from edge_agent.screen.camera_routes import add_camera_routes
from edge_agent.screen.code_picture import code_picture
from edge_agent.screen.consent_routes import add_consent_routes
from edge_agent.screen.deciding_routes import add_deciding_routes
from edge_agent.screen.kiosk_routes import add_kiosk_routes, open_with_kiosk_page
from edge_agent.screen.metrics_routes import add_metrics_route
from edge_agent.screen.paper_routes import PaperParts, add_paper_routes
from edge_agent.screen.parts import ScreenParts
from edge_agent.screen.problems import answer_problems
from edge_agent.screen.state import state_view
from edge_agent.screen.views import (
    CancelRequest,
    CaptureView,
    CodeView,
    FileCaseRequest,
    OriginCaseView,
    ScanRequestBody,
    StateView,
)

LONGEST_WAIT_S: Final = 25.0


def create_app(parts: ScreenParts | None) -> FastAPI:
    """The counter's local application.

    Without parts it serves only to write the OpenAPI document.
    """
    app = FastAPI(
        title="Tongban counter",
        version="1",
        description="What the counter's own page asks of it. Errors are RFC 9457 problem details.",
        docs_url=None,
        redoc_url=None,
        responses=RESPONSES,
    )
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"])
    app.add_middleware(_OwnPagesOnly)
    app.add_middleware(KeptByNoCache)
    answer_problems(app)
    # To be described, routes need no parts.
    _add_routes(app, cast("ScreenParts", parts))
    add_camera_routes(app, None if parts is None else parts.eyes)
    add_call_routes(app, None if parts is None else parts.calls)
    add_consent_routes(app, cast("Faces", parts and parts.faces))
    add_deciding_routes(app, cast("Deciding", parts and parts.deciding))
    add_paper_routes(app, cast("PaperParts", parts and parts.papers))
    add_kiosk_routes(app, cast("ScreenParts", parts))
    add_metrics_route(app, cast("ScreenParts", parts))
    if parts is not None:
        if parts.kiosk is not None:
            open_with_kiosk_page(app)
        app.mount("/", Pages(parts.pages), name="pages")
    return app


def _add_routes(app: FastAPI, parts: ScreenParts) -> None:
    _add_origin_routes(app, parts)
    _add_handling_routes(app, parts)

    @app.get("/api/state")
    async def state(after: Annotated[int, Query(ge=-1)] = -1) -> StateView:
        """All that the screen shows; with `after`, waits a while for something newer than that version."""
        version = await parts.records.changes.after(after, LONGEST_WAIT_S)
        return await parts.records.read(lambda connection: state_view(parts, connection, version))

    @app.get("/api/procedures")
    async def procedures() -> list[Procedure]:
        """What can be filed here: fields with their rules, and materials."""
        return list(parts.procedures.values())


def _add_origin_routes(app: FastAPI, parts: ScreenParts) -> None:
    @app.post("/api/cases")
    async def file_case(request: FileCaseRequest) -> OriginCaseView:
        """File a case; it is kept here even while the link is down."""
        filed = await parts.origin.file(request.target, request.procedure, request.application)
        return OriginCaseView.of(filed)

    @app.post("/api/cases/{case}/scan")
    async def scan(case: Identifier, request: ScanRequestBody) -> CaptureView:
        """Scan one material, look at it, and keep it."""
        return CaptureView.of(await parts.capturing.capture(case, request.material, request.scanner))

    @app.post("/api/cases/{case}/collected", status_code=204)
    async def collected(case: Identifier) -> None:
        """Everything was captured."""
        await parts.origin.finish(case)

    @app.post("/api/cases/{case}/result-shown", status_code=204)
    async def result_shown(case: Identifier) -> None:
        """The person has seen the result."""
        await parts.origin.show_result(case)

    @app.post("/api/cases/{case}/cancel", status_code=204)
    async def cancel(case: Identifier, request: CancelRequest) -> None:
        """Take the case back."""
        await parts.origin.cancel(case, request.reason)

    @app.post("/api/cases/{case}/ask-for-another", status_code=204)
    async def ask_for_another(case: Identifier) -> None:
        """Do not wait for the person who promised."""
        await parts.origin.ask_for_another(case)

    @app.get("/api/cases/{case}/materials/{name}", response_class=Response)
    async def captured(case: Identifier, name: Identifier, *, straightened: bool = False) -> Response:
        """A captured material as it was scanned, or its straightened page."""
        return material(*await parts.capturing.page(case, name, straightened=straightened))


def _add_handling_routes(app: FastAPI, parts: ScreenParts) -> None:
    @app.post("/api/sign-in-code")
    async def show_code() -> CodeView:
        """Show a fresh one-time code for whoever wants to sign in here."""
        code, expires_at = await parts.handling.show_code()
        return CodeView(code=code, expires_at=expires_at, qr=code_picture(code, parts.handset))

    @app.post("/api/leave", status_code=204)
    async def leave() -> None:
        """The person leaves the counter."""
        await parts.handling.leave()

    @app.get("/api/handled/{case}/materials/{name}", response_class=Response)
    async def shown(case: Identifier, name: Identifier) -> Response:
        """A material of a case that is handled here: the bytes that came from the hub."""
        return material(*await parts.handling.material(case, name))


class _OwnPagesOnly:
    """Another site's page, open in the same browser, must not work the counter."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = Headers(scope=scope) if scope["type"] == "http" else Headers()
        origin = asked.get("origin")
        if origin is None or origin == f"http://{asked.get('host')}":
            await self._app(scope, receive, send)
        else:
            refusal = problem(403, "not_granted", "this page was not served by the counter")
            await refusal(scope, receive, send)
