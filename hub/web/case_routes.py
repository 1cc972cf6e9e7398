"""Cases as people see and move them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response

from device_profiles.contract.ids import Identifier
from device_profiles.profiles import Procedure
from hub.domain.case import Case, Phase
from hub.domain.chain import Entry
from hub.domain.roster import Staff
from hub.domain.words import Rule
from hub.ports.journal import Books
from hub.service.handling import may_see
from hub.web.identity import Me
from hub.web.parts import Parts
from hub.web.problems import ProblemError, unless_refused
from hub.web.views import CaseLine, CaseView, ReviewRequest

router = APIRouter(tags=["cases"])

CaseName = Annotated[Identifier, Path(description="The case's id.", examples=["north-01a2"])]


@router.get("/api/procedures")
async def list_procedures(_: Me, parts: Parts) -> list[Procedure]:
    """What can be filed: fields with their rules, and materials."""
    return list(parts.procedures.values())


@router.get("/api/cases")
async def list_cases(me: Me, parts: Parts) -> list[CaseLine]:
    """The cases of my branch, the latest change first."""
    summaries = await parts.journal.transact(lambda books: books.cases.summaries(me.branch))
    return [CaseLine.of(summary) for summary in summaries]


@router.get("/api/cases/{case}")
async def show_case(case: CaseName, me: Me, parts: Parts) -> CaseView:
    """A case of my branch with its timeline; the customer's own data only for its handler."""

    def read(books: Books) -> tuple[Case, list[Entry]]:
        return books.cases.get(case), books.cases.entries(case)

    found, entries = await parts.journal.transact(read)
    if found.phase is Phase.UNKNOWN or not _is_concerned(me, found):
        raise ProblemError(Rule("unknown_case", f"no case {case} at your branch"))
    return CaseView.of(found, entries, whole=may_see(me, found))


@router.post("/api/cases/{case}/offers/{offer}/accept")
async def accept_offer(case: CaseName, offer: int, me: Me, parts: Parts) -> CaseView:
    """Accept an offer: the case comes to the counter where I am signed in."""
    unless_refused(await parts.handling.accept(me.person, case, offer))
    return await show_case(case, me, parts)


@router.post("/api/cases/{case}/review")
async def decide_review(case: CaseName, request: ReviewRequest, me: Me, parts: Parts) -> CaseView:
    """Pass the case or not, on the materials that my counter shows."""
    reasons = tuple(request.reasons)
    unless_refused(await parts.handling.decide(me.person, case, reasons, passed=request.passed))
    return await show_case(case, me, parts)


@router.get("/api/cases/{case}/materials/{name}", response_class=Response)
async def show_material(case: CaseName, name: str, me: Me, parts: Parts) -> Response:
    """A material's bytes, for the case's handler."""
    content, media_type = unless_refused(await parts.handling.material(me, case, name))
    return Response(content, media_type=media_type, headers={"Cache-Control": "no-store"})


def _is_concerned(me: Staff, case: Case) -> bool:
    return me.role == "auditor" or case.branch == me.branch
