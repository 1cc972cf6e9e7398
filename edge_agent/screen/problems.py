"""What the person at the counter's screen is told when something cannot be done, and with which code."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from device_profiles.delivery.errors import DatabaseUnavailableError, DiskFullError
from device_profiles.problems import answer_what_is_not_served, problem
from edge_agent.capture.signature import SignatureError
from edge_agent.casework.errors import CounterError, NeedsLinkError, NoSuchCaseError, RefusedError
from edge_agent.devices.errors import (
    NoPictureError,
    NothingSignedError,
    NothingToScanError,
    PeripheralError,
    StalePictureError,
    UnreadableScanError,
)
from edge_agent.forms.errors import FormError
from edge_agent.imaging import NotLookedAtError


def answer_problems(app: FastAPI) -> None:
    """Make the application answer errors as problem details."""
    answer_what_is_not_served(app)

    async def counter(_: Request, error: Exception) -> JSONResponse:
        if isinstance(error, RefusedError):
            return problem(409, error.refusal.code, error.refusal.says, error.refusal.field)
        if isinstance(error, NeedsLinkError):
            return problem(409, "needs_link", str(error))
        status = 404 if isinstance(error, NoSuchCaseError) else 409
        return problem(status, "unknown_case", str(error))

    async def peripheral(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, PeripheralError)
        return problem(409, _peripheral_code(error), str(error))

    async def unsigned(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, SignatureError)
        return problem(422, "invalid_signature", str(error), error.field)

    async def not_made(_: Request, error: Exception) -> JSONResponse:
        return problem(503, "not_made", str(error))

    async def not_kept(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, DatabaseUnavailableError)
        says = "the counter can keep nothing now, and nothing was changed: try again in a moment"
        if isinstance(error, DiskFullError):
            says = "the counter's disk is full, and nothing was changed: try again when there is room"
        return problem(503, error.code, says)

    async def failed(_: Request, _error: Exception) -> JSONResponse:
        return problem(500, "internal_error", "the counter could not do it, and nothing was changed")

    app.add_exception_handler(Exception, failed)
    app.add_exception_handler(CounterError, counter)
    app.add_exception_handler(DatabaseUnavailableError, not_kept)
    app.add_exception_handler(PeripheralError, peripheral)
    app.add_exception_handler(SignatureError, unsigned)
    app.add_exception_handler(FormError, not_made)
    app.add_exception_handler(NotLookedAtError, not_made)


def _peripheral_code(error: PeripheralError) -> str:
    match error:
        case UnreadableScanError():
            return "unreadable_scan"
        case NothingToScanError():
            return "nothing_to_scan"
        case NothingSignedError():
            return "nothing_signed"
        case StalePictureError():
            return "stale_picture"
        case NoPictureError():
            return "no_picture"
        case PeripheralError(condition=None | "unplugged"):
            return "peripheral_gone"
        case _:
            return f"peripheral_{error.condition}"
