"""Errors of both programs' HTTP interfaces as RFC 9457 problem details, and what FastAPI itself refuses.

Which rule has which status is each program's own affair.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException


class ProblemDetails(BaseModel):
    """The body of every error (application/problem+json). `code` names the rule."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "about:blank",
                    "title": "Conflict",
                    "status": 409,
                    "code": "stale_offer",
                    "detail": "this offer is not yours to answer, or not any more",
                    "field": None,
                }
            ]
        }
    )

    type: str = "about:blank"
    title: str
    status: int
    code: str
    detail: str
    field: str | None = None


RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    "4XX": {"model": ProblemDetails, "description": "Refused, with the rule's code."},
    "503": {"model": ProblemDetails, "description": "Not now: no room, or no database."},
}
"""What every route may answer, for the OpenAPI document."""


def problem(
    status: int, code: str, says: str, field: str | None = None, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """An error: the rule's code, what happened in words, and the field at fault."""
    details = ProblemDetails(
        title=HTTPStatus(status).phrase, status=status, code=code, detail=says, field=field
    )
    return JSONResponse(details.model_dump(), status, headers, media_type="application/problem+json")


def answer_what_is_not_served(app: FastAPI) -> None:
    """Make the application answer a malformed request, and an address that nothing answers to, so too."""

    async def invalid(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)
        fault = error.errors()[0]
        field = ".".join(str(step) for step in fault["loc"][1:])
        return problem(
            HTTPStatus.UNPROCESSABLE_ENTITY, "invalid_request", f"{field}: {fault['msg']}", field
        )

    async def not_served(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)
        code = HTTPStatus(error.status_code).name.lower()
        return problem(error.status_code, code, str(error.detail), headers=error.headers)

    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, not_served)
