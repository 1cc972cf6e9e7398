"""The local screen's application. It listens on this machine only, and to pages it served itself only."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Final

from fastapi import FastAPI, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware

from device_profiles.contract.ids import Identifier
from device_profiles.delivery import outbox
from device_profiles.delivery.errors import DatabaseUnavailableError, DiskFullError
from device_profiles.delivery.session import Session
from device_profiles.profiles import Procedure
from edge_agent.casework.errors import CounterError, NoSuchCaseError, RefusedError
from edge_agent.casework.handling import HandledCases
from edge_agent.casework.origin import OriginCases
from edge_agent.casework.records import Records
from edge_agent.devices.attendance import Attendance
from edge_agent.devices.errors import (
    NoPictureError,
    NothingToScanError,
    PeripheralError,
    StalePictureError,
    UnreadableScanError,
)
from edge_agent.eyes.port import Eyes
from edge_agent.health import Health
from edge_agent.screen.camera_routes import add_camera_routes
from edge_agent.screen.views import (
    CancelRequest,
    CaptureView,
    CodeView,
    FileCaseRequest,
    HandledCaseView,
    OriginCaseView,
    PeripheralView,
    PresenceView,
    ScanRequestBody,
    StateView,
)
from edge_agent.store import handled_cases, origin_cases

LONGEST_WAIT_S: Final = 25.0


@dataclass(frozen=True, slots=True)
class ScreenParts:
    """What the screen stands on."""

    records: Records
    origin: OriginCases
    handling: HandledCases
    session: Session
    health: Health
    attendance: Attendance
    scanners: Sequence[str]
    procedures: Mapping[str, Procedure]
    pages: Path
    eyes: Eyes | None = None


def create_app(parts: ScreenParts) -> FastAPI:
    """The counter's local application."""
    app = FastAPI(title="Tongban counter", version="1", docs_url=None, redoc_url=None)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"])
    app.middleware("http")(_own_pages_only)
    _answer_problems(app)
    _add_origin_routes(app, parts)
    _add_handling_routes(app, parts)
    add_camera_routes(app, parts.eyes)

    @app.get("/api/state")
    async def state(after: Annotated[int, Query(ge=-1)] = -1) -> StateView:
        """All that the screen shows; with `after`, waits a while for something newer than that version."""
        version = await parts.records.changes.after(after, LONGEST_WAIT_S)
        return await parts.records.read(lambda connection: _state(parts, connection, version))

    @app.get("/api/procedures")
    async def procedures() -> list[Procedure]:
        """What can be filed here: fields with their rules, and materials."""
        return list(parts.procedures.values())

    app.mount("/", StaticFiles(directory=parts.pages, html=True), name="pages")
    return app


def _add_origin_routes(app: FastAPI, parts: ScreenParts) -> None:
    @app.post("/api/cases")
    async def file_case(request: FileCaseRequest) -> OriginCaseView:
        """File a case; it is kept here even while the link is down."""
        filed = await parts.origin.file(request.target, request.procedure, request.application)
        return OriginCaseView.of(filed, [])

    @app.post("/api/cases/{case}/scan")
    async def scan(case: Identifier, request: ScanRequestBody) -> CaptureView:
        """Scan one material, look at it, and keep it."""
        return CaptureView.of(await parts.origin.capture(case, request.material, request.scanner))

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

    @app.get("/api/cases/{case}/materials/{name}")
    async def captured(case: Identifier, name: Identifier, *, straightened: bool = False) -> Response:
        """A captured material as it was scanned, or its straightened page."""
        return _picture(await parts.origin.page(case, name, straightened=straightened))


def _add_handling_routes(app: FastAPI, parts: ScreenParts) -> None:
    @app.post("/api/sign-in-code")
    async def show_code() -> CodeView:
        """Show a fresh one-time code for whoever wants to sign in here."""
        code, expires_at = await parts.handling.show_code()
        return CodeView(code=code, expires_at=expires_at)

    @app.post("/api/leave", status_code=204)
    async def leave() -> None:
        """The person leaves the counter."""
        await parts.handling.leave()

    @app.get("/api/handled/{case}/materials/{name}")
    async def shown(case: Identifier, name: Identifier) -> Response:
        """A material of a case that is handled here: the bytes that came from the hub."""
        return _picture(await parts.handling.material(case, name))


def _state(parts: ScreenParts, connection: Connection, version: int) -> StateView:
    backlog = outbox.backlog(connection)
    return StateView(
        version=version,
        device=str(parts.records.device),
        connected=parts.session.connected,
        waiting_messages=backlog.messages,
        waiting_since=backlog.oldest_written_at,
        person=handled_cases.person(connection),
        filed=[
            OriginCaseView.of(filed, origin_cases.captures_of(connection, filed.case))
            for filed in origin_cases.all_cases(connection)
        ],
        handled=[HandledCaseView.of(handled) for handled in handled_cases.all_cases(connection)],
        scanners=list(parts.scanners),
        peripherals=[
            PeripheralView(peripheral=name, condition=state.condition, says=state.says)
            for name, state in parts.attendance.states.items()
        ],
        presence=None if parts.eyes is None else PresenceView.of(parts.eyes.presence),
        telemetry_sent=parts.health.sent,
    )


def _picture(picture: tuple[bytes, str]) -> Response:
    content, media_type = picture
    return Response(content, media_type=media_type, headers={"Cache-Control": "no-store"})


async def _own_pages_only(request: Request, proceed: Callable[[Request], Awaitable[Response]]) -> Response:
    """Another site's page, open in the same browser, must not work the counter."""
    origin = request.headers.get("origin")
    if origin is not None and origin != f"http://{request.headers.get('host')}":
        return _problem(403, "not_granted", "this page was not served by the counter", None)
    return await proceed(request)


def _answer_problems(app: FastAPI) -> None:
    async def counter(_: Request, error: Exception) -> JSONResponse:
        if isinstance(error, RefusedError):
            return _problem(409, error.refusal.code, error.refusal.says, error.refusal.field)
        status = 404 if isinstance(error, NoSuchCaseError) else 409
        return _problem(status, "unknown_case", str(error), None)

    async def peripheral(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, PeripheralError)
        return _problem(409, _peripheral_code(error), str(error), None)

    async def not_kept(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, DatabaseUnavailableError)
        says = "the counter can keep nothing now, and nothing was changed: try again in a moment"
        if isinstance(error, DiskFullError):
            says = "the counter's disk is full, and nothing was changed: try again when there is room"
        return _problem(503, error.code, says, None)

    async def failed(_: Request, _error: Exception) -> JSONResponse:
        return _problem(500, "internal_error", "the counter could not do it, and nothing was changed", None)

    app.add_exception_handler(Exception, failed)

    async def invalid(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)
        fault = error.errors()[0]
        field = ".".join(str(step) for step in fault["loc"][1:])
        return _problem(422, "invalid_request", f"{field}: {fault['msg']}", field)

    async def not_served(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)
        code = HTTPStatus(error.status_code).name.lower()
        return _problem(error.status_code, code, str(error.detail), None)

    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, not_served)
    app.add_exception_handler(CounterError, counter)
    app.add_exception_handler(DatabaseUnavailableError, not_kept)
    app.add_exception_handler(PeripheralError, peripheral)


def _peripheral_code(error: PeripheralError) -> str:
    match error:
        case UnreadableScanError():
            return "unreadable_scan"
        case NothingToScanError():
            return "nothing_to_scan"
        case StalePictureError():
            return "stale_picture"
        case NoPictureError():
            return "no_picture"
        case PeripheralError(condition=None | "unplugged"):
            return "peripheral_gone"
        case _:
            return f"peripheral_{error.condition}"


def _problem(status: int, code: str, says: str, field: str | None) -> JSONResponse:
    """An error as RFC 9457 problem details."""
    body = {"type": "about:blank", "title": code, "status": status, "code": code, "detail": says}
    return JSONResponse({**body, "field": field}, status, media_type="application/problem+json")
