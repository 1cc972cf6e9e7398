"""The calls that a branch owes its customers. The number to call is told to its reviewers alone."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter
from pydantic import BaseModel

from hub.domain.words import Rule
from hub.ports.callbacks import Callback
from hub.ports.journal import Books
from hub.service.evidence import phone_of
from hub.web.case_routes import CaseName
from hub.web.examples import example
from hub.web.identity import AtBranch, Me, demand_role
from hub.web.parts import Parts
from hub.web.problems import unless_refused

router = APIRouter(tags=["callbacks"])


class CallbackView(BaseModel):
    """A customer who would not wait, and since when they are owed a call (Unix ms)."""

    model_config = example(
        case="north-01a2",
        procedure="apply-for-card",
        origin="north/b1/kiosk-1",
        language="zh",
        phone="13800000000",
        asked_at=1795300000000,
    )

    case: str
    procedure: str
    origin: str
    language: str | None
    phone: str | None
    asked_at: int


@router.get("/api/callbacks")
async def list_callbacks(me: Me, branch: AtBranch, parts: Parts) -> list[CallbackView]:
    """The calls that my branch owes, the oldest first; the number for its reviewers."""
    demand_role(me, "reviewer", "lobby_manager", "auditor")
    may_call = me.role == "reviewer"

    def read(books: Books) -> list[CallbackView]:
        return [_view(books, owed, may_call=may_call) for owed in books.callbacks.owed_by(branch)]

    return await parts.journal.transact(read)


@router.post("/api/callbacks/{case}/done", status_code=HTTPStatus.NO_CONTENT)
async def called_back(case: CaseName, me: Me, parts: Parts) -> None:
    """I have called the customer."""
    demand_role(me, "reviewer")

    def settle(books: Books) -> Rule | None:
        owed = case in {each.case for each in books.callbacks.owed_by(me.branch)}
        if owed and books.callbacks.done(case, me.person, parts.clock.now_ms()):
            return None
        return Rule("not_expected", "your branch owes no call for this case: a colleague may have made it")

    unless_refused(await parts.journal.transact(settle))


def _view(books: Books, owed: Callback, *, may_call: bool) -> CallbackView:
    case = books.cases.get(owed.case)
    return CallbackView(
        case=case.id,
        procedure=case.rules.procedure,
        origin=case.origin,
        language=case.language,
        phone=phone_of(books.cases.entries(case.id)) if may_call else None,
        asked_at=owed.asked_at,
    )
