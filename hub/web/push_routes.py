"""Whether a person's browser is called while their handset sleeps (Web Push)."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter
from pydantic import BaseModel

from hub.web.examples import example
from hub.web.identity import KeyUsed, Me
from hub.web.parts import Parts
from hub.web.problems import unless_refused
from hub.web.requests import PushRequest

router = APIRouter(tags=["people"])


class PushView(BaseModel):
    """The hub's public key for `PushManager.subscribe`, base64url; None where nobody is called."""

    model_config = example(key="BNcR…")

    key: str | None


@router.get("/api/me/push")
async def push_key(_: Me, parts: Parts) -> PushView:
    """By which key my browser would know the hub's calls."""
    return PushView(key=parts.pushes.key)


@router.post("/api/me/push", status_code=HTTPStatus.NO_CONTENT)
async def subscribe(request: PushRequest, me: Me, key: KeyUsed, parts: Parts) -> None:
    """Call this browser when something is offered to me or asked of me, for as long as this login lasts.

    Of the subscription only the address is kept: a call carries nothing that would have to be encrypted.
    """
    unless_refused(await parts.pushes.subscribe(me.person, key.token, request.address))


@router.delete("/api/me/push", status_code=HTTPStatus.NO_CONTENT)
async def unsubscribe(_: Me, key: KeyUsed, parts: Parts) -> None:
    """Do not call this browser any more."""
    await parts.pushes.unsubscribe(key.token)
