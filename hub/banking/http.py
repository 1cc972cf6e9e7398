"""The bank's core over HTTP: JSON, with an idempotency key (IETF draft `Idempotency-Key` header)."""

from __future__ import annotations

from http import HTTPStatus

import httpx
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hub.ports.core_banking import CoreAnswer, CoreOrder, CoreUnavailableError


class _Answer(BaseModel):
    model_config = ConfigDict(extra="ignore")

    reference: str | None = Field(default=None, min_length=1, max_length=100)
    refusal: str | None = Field(default=None, max_length=300)


class HttpCoreBanking:
    """Posts each order to `{url}/orders`. 200 answers, 422 refuses, anything else is asked again."""

    def __init__(self, url: str, timeout_s: float) -> None:
        self._url = url.rstrip("/")
        self._timeout_s = timeout_s

    async def carry_out(self, order: CoreOrder) -> CoreAnswer:
        """Do it, or tell what became of it when it was asked before.

        Raises:
            CoreUnavailableError: nothing certain is known; ask again later.
        """
        body = {"case": order.case, "procedure": order.procedure, "application": dict(order.application)}
        try:
            async with httpx.AsyncClient(timeout=self._timeout_s) as client:
                response = await client.post(
                    f"{self._url}/orders", json=body, headers={"Idempotency-Key": order.key}
                )
        except httpx.HTTPError as error:
            raise CoreUnavailableError(f"{type(error).__name__}: {error}") from error
        if response.status_code not in (HTTPStatus.OK, HTTPStatus.UNPROCESSABLE_ENTITY):
            raise CoreUnavailableError(f"the core answered {response.status_code}")
        try:
            answer = _Answer.model_validate_json(response.content)
        except ValidationError as error:
            raise CoreUnavailableError("the core's answer cannot be read") from error
        if response.status_code == HTTPStatus.OK and answer.reference:
            return CoreAnswer(answer.reference, None)
        return CoreAnswer(None, answer.refusal or "the core refused it")


class NoCoreBanking:
    """No core is configured: what needs one waits, and the log says why."""

    async def carry_out(self, order: CoreOrder) -> CoreAnswer:
        """Never does anything.

        Raises:
            CoreUnavailableError: always.
        """
        raise CoreUnavailableError(f"TONGBAN_CORE_URL is not set; {order.procedure} needs the bank's core")
