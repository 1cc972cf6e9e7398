"""What the page asks of a device before which customers stand alone. Elsewhere these routes say so."""

from __future__ import annotations

from typing import Annotated

from fastapi import FastAPI, Query
from fastapi.responses import RedirectResponse

from device_profiles.contract.ids import Identifier
from device_profiles.contract.messages.case import Covers
from edge_agent.casework.errors import NoSuchCaseError, RefusedError
from edge_agent.screen.kiosk_parts import KioskParts
from edge_agent.screen.kiosk_state import kiosk_view
from edge_agent.screen.kiosk_views import (
    ApplicationRequest,
    BeginRequest,
    CallBackRequest,
    KioskView,
    ShowRequest,
)
from edge_agent.screen.parts import ScreenParts
from edge_agent.screen.views import CaptureView, OriginCaseView

LONGEST_WAIT_S = 25.0
STOPPED = "the customer stopped"


def add_kiosk_routes(app: FastAPI, parts: ScreenParts) -> None:
    """Add them."""
    _add_visit_routes(app, parts)
    _add_case_routes(app, parts)


def open_with_kiosk_page(app: FastAPI) -> None:
    """Let the device's address lead to the kiosk's page."""

    @app.get("/", include_in_schema=False)
    async def front() -> RedirectResponse:
        return RedirectResponse("/kiosk.html")


def _add_visit_routes(app: FastAPI, parts: ScreenParts) -> None:
    @app.get("/api/kiosk")
    async def state(after: Annotated[int, Query(ge=-1)] = -1) -> KioskView:
        """All that the page shows; with `after`, waits a while for something newer than that version."""
        kiosk = _kiosk(parts)
        version = await parts.records.changes.after(after, LONGEST_WAIT_S)
        visit = kiosk.attending.now
        return await parts.records.read(
            lambda connection: kiosk_view(parts, kiosk, visit, connection, version)
        )

    @app.post("/api/kiosk/touch", status_code=204)
    async def touch() -> None:
        """Somebody touches the screen: they are there. Without a visit, one begins."""
        _kiosk(parts).attending.touch()

    @app.post("/api/kiosk/stop", status_code=204)
    async def stop() -> None:
        """The customer is done, or wants no more: what is open is taken back, and nothing of them stays."""
        await _kiosk(parts).attending.stop(STOPPED)


def _add_case_routes(app: FastAPI, parts: ScreenParts) -> None:
    @app.post("/api/kiosk/begin")
    async def begin(request: BeginRequest) -> OriginCaseView:
        """File the customer's case, with what they agreed to; the application follows."""
        asked: dict[Covers, bool | None] = {
            "face-comparison": request.face_comparison,
            "video": request.video,
        }
        answers = {covers: given for covers, given in asked.items() if given is not None}
        kiosk = _kiosk(parts)
        if request.visit not in {None, kiosk.attending.number}:
            raise RefusedError("not_in_phase", "that visit is over", "visit")
        kiosk.attending.touch()  # who files a case is there
        return OriginCaseView.of(await kiosk.alone.begin(request.procedure, request.language, answers))

    @app.put("/api/kiosk/cases/{case}/application", status_code=204)
    async def fill_in(case: Identifier, request: ApplicationRequest) -> None:
        """The application, for the first time or anew."""
        await _kiosk(parts).alone.fill_in(case, request.application)

    @app.post("/api/kiosk/cases/{case}/capture")
    async def capture(case: Identifier, request: ShowRequest) -> CaptureView:
        """Take the customer's picture, or what they laid on the scanner or hold before the camera."""
        return CaptureView.of(await _kiosk(parts).alone.capture(case, request.material, request.scanner))

    @app.post("/api/kiosk/cases/{case}/callback", status_code=204)
    async def call_back(case: Identifier, request: CallBackRequest) -> None:
        """The customer does not wait any longer, and wants to be called."""
        await _kiosk(parts).alone.call_back(case, request.phone)


def _kiosk(parts: ScreenParts) -> KioskParts:
    if parts.kiosk is None:
        raise NoSuchCaseError("at this device nobody stands alone")
    return parts.kiosk
