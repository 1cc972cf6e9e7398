"""Errors as RFC 9457 problem details: what happened, in words, and the field at fault."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final, TypeVar

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict

from hub.domain.words import Rule

ValueT = TypeVar("ValueT")

_STATUS: Final = {
    "unknown_case": HTTPStatus.NOT_FOUND,
    "unknown_material": HTTPStatus.NOT_FOUND,
    "not_granted": HTTPStatus.FORBIDDEN,
    "not_the_handler": HTTPStatus.FORBIDDEN,
    "not_logged_in": HTTPStatus.UNAUTHORIZED,
    "invalid_request": HTTPStatus.UNPROCESSABLE_ENTITY,
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
                    "detail": "offer 1 is not open for li",
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
    """Ends a request with a rule's refusal."""

    def __init__(self, rule: Rule) -> None:
        super().__init__(f"{rule.code}: {rule.says}")
        self.rule = rule


def unless_refused(outcome: ValueT | Rule) -> ValueT:
    """The value.

    Raises:
        ProblemError: it is a rule.
    """
    if isinstance(outcome, Rule):
        raise ProblemError(outcome)
    return outcome


def answer_problems(app: FastAPI) -> None:
    """Make the application answer errors as problem details."""

    async def refused(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, ProblemError)
        return _response(error.rule)

    async def invalid(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)
        fault = error.errors()[0]
        field = ".".join(str(step) for step in fault["loc"][1:])
        return _response(Rule("invalid_request", f"{field}: {fault['msg']}", field))

    app.add_exception_handler(ProblemError, refused)
    app.add_exception_handler(RequestValidationError, invalid)


def _response(rule: Rule) -> JSONResponse:
    status = _STATUS.get(rule.code, HTTPStatus.CONFLICT)
    details = ProblemDetails(
        title=status.phrase, status=status, code=rule.code, detail=rule.says, field=rule.field
    )
    return JSONResponse(details.model_dump(), status, media_type="application/problem+json")
