"""The hub's errors as problem details: which rule has which status, and what is said when we fail."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final, TypeVar

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from device_profiles.delivery.errors import DatabaseUnavailableError, DiskFullError
from device_profiles.problems import answer_what_is_not_served, problem
from hub.domain.words import Rule
from hub.ports.telemetry import TelemetryStoreUnavailableError
from hub.service.guessing import TooManyAttempts

ValueT = TypeVar("ValueT")

TRY_AGAIN_AFTER_S: Final = 10

_STATUS: Final = {
    "unknown_case": HTTPStatus.NOT_FOUND,
    "not_found": HTTPStatus.NOT_FOUND,
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
    "telemetry_unavailable": HTTPStatus.SERVICE_UNAVAILABLE,
}
"""Every other rule is a conflict with how things stand."""


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

    async def not_kept(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, DatabaseUnavailableError)
        says = "the hub cannot reach its database now: look again before you repeat it"
        if isinstance(error, DiskFullError):
            says = "the hub's disk is full: nothing was changed, try again when there is room"
        return _response(Rule(error.code, says), headers={"Retry-After": str(TRY_AGAIN_AFTER_S)})

    async def not_read(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, TelemetryStoreUnavailableError)
        says = "the telemetry store cannot be read now: readings are kept meanwhile, and nothing else waits"
        return _response(
            Rule("telemetry_unavailable", says), headers={"Retry-After": str(TRY_AGAIN_AFTER_S)}
        )

    async def failed(_: Request, _error: Exception) -> JSONResponse:
        # The error itself is in the log; whoever asked learns that nothing was changed.
        return _response(Rule("internal_error", "the hub could not do it, and nothing was changed"))

    app.add_exception_handler(Exception, failed)
    app.add_exception_handler(ProblemError, refused)
    app.add_exception_handler(DatabaseUnavailableError, not_kept)
    app.add_exception_handler(TelemetryStoreUnavailableError, not_read)
    answer_what_is_not_served(app)


def _response(rule: Rule, headers: Mapping[str, str] | None = None) -> JSONResponse:
    status = _STATUS.get(rule.code, HTTPStatus.CONFLICT)
    if status is HTTPStatus.UNAUTHORIZED:  # must name the way to log in (RFC 9110, section 15.5.2)
        headers = {**(headers or {}), "WWW-Authenticate": "Bearer"}
    return problem(status, rule.code, rule.says, rule.field, headers)
