"""Errors as RFC 9457 problem details: what happened, in words, and the field at fault."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final, TypeVar

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException

from device_profiles.delivery.errors import DatabaseUnavailableError, DiskFullError
from hub.domain.words import Rule
from hub.service.guessing import TooManyAttempts

ValueT = TypeVar("ValueT")

TRY_AGAIN_AFTER_S: Final = 10

_STATUS: Final = {
    "unknown_case": HTTPStatus.NOT_FOUND,
    "unknown_material": HTTPStatus.NOT_FOUND,
    "not_granted": HTTPStatus.FORBIDDEN,
    "not_the_handler": HTTPStatus.FORBIDDEN,
    "wrong_password": HTTPStatus.FORBIDDEN,
    "not_logged_in": HTTPStatus.UNAUTHORIZED,
    "invalid_request": HTTPStatus.UNPROCESSABLE_ENTITY,
    "too_many_attempts": HTTPStatus.TOO_MANY_REQUESTS,
    "too_large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "internal_error": HTTPStatus.INTERNAL_SERVER_ERROR,
    "disk_full": HTTPStatus.SERVICE_UNAVAILABLE,
    "database_unavailable": HTTPStatus.SERVICE_UNAVAILABLE,
}
"""Every other rule is a conflict with how things stand."""


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


class ProblemError(Exception):
    """Ends a request with a rule's refusal; `retry_after_s`: when to ask again."""

    def __init__(self, rule: Rule, retry_after_s: int | None = None) -> None:
        super().__init__(f"{rule.code}: {rule.says}")
        self.rule = rule
        self.retry_after_s = retry_after_s


def unless_refused(outcome: ValueT | Rule) -> ValueT:
    """The value.

    Raises:
        ProblemError: it is a rule.
    """
    if isinstance(outcome, Rule):
        raise ProblemError(outcome)
    return outcome


def unless_too_many(outcome: ValueT | TooManyAttempts) -> ValueT:
    """The value.

    Raises:
        ProblemError: there were too many wrong attempts.
    """
    if isinstance(outcome, TooManyAttempts):
        wait_s = outcome.retry_after_s
        says = f"too many attempts: try again in {wait_s} s"
        raise ProblemError(Rule("too_many_attempts", says), wait_s)
    return outcome


def too_large(most_bytes: int) -> JSONResponse:
    """The answer to a request that is not read to its end."""
    return _response(Rule("too_large", f"a request may have {most_bytes} bytes at the most"))


def answer_problems(app: FastAPI) -> None:
    """Make the application answer errors as problem details."""

    async def refused(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, ProblemError)
        later = {} if error.retry_after_s is None else {"Retry-After": str(error.retry_after_s)}
        return _response(error.rule, headers=later)

    async def invalid(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)
        fault = error.errors()[0]
        field = ".".join(str(step) for step in fault["loc"][1:])
        return _response(Rule("invalid_request", f"{field}: {fault['msg']}", field))

    async def not_served(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)
        status = HTTPStatus(error.status_code)
        rule = Rule(status.name.lower(), str(error.detail))
        return _response(rule, status, dict(error.headers or {}))

    async def not_kept(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, DatabaseUnavailableError)
        says = "the hub cannot reach its database now: look again before you repeat it"
        if isinstance(error, DiskFullError):
            says = "the hub's disk is full: nothing was changed, try again when there is room"
        return _response(Rule(error.code, says), headers={"Retry-After": str(TRY_AGAIN_AFTER_S)})

    async def failed(_: Request, _error: Exception) -> JSONResponse:
        # The error itself is in the log; whoever asked learns that nothing was changed.
        return _response(Rule("internal_error", "the hub could not do it, and nothing was changed"))

    app.add_exception_handler(Exception, failed)
    app.add_exception_handler(ProblemError, refused)
    app.add_exception_handler(DatabaseUnavailableError, not_kept)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, not_served)


def _response(
    rule: Rule, status: HTTPStatus | None = None, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    status = status or _STATUS.get(rule.code, HTTPStatus.CONFLICT)
    if status is HTTPStatus.UNAUTHORIZED:  # must name the way to log in (RFC 9110, section 15.5.2)
        headers = {**(headers or {}), "WWW-Authenticate": "Bearer"}
    details = ProblemDetails(
        title=status.phrase, status=status, code=rule.code, detail=rule.says, field=rule.field
    )
    return JSONResponse(details.model_dump(), status, headers, media_type="application/problem+json")
