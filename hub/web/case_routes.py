"""Cases as people see and move them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query

from device_profiles.contract.ids import Identifier
from device_profiles.profiles import Procedure
from hub.domain.case import Case
from hub.domain.chain import Entry
from hub.domain.commands import (
    AcceptOffer,
    AskRecapture,
    AskToWait,
    Decide,
    DeclineOffer,
    NameTeller,
    PassOnOffer,
    RecordReference,
    Transfer,
)
from hub.domain.roster import STAFF_ROLES, Staff
from hub.ports.journal import Books
from hub.ports.oversight import CaseSummary
from hub.service.handling import PersonCommand, is_concerned, may_see, unknown_here
from hub.service.lists import Mark, State, page_of_branch
from hub.web.case_views import CasePage, CaseView
from hub.web.identity import AtBranch, Me, demand_role
from hub.web.parts import Parts, WebParts
from hub.web.problems import ProblemError, unless_refused
from hub.web.requests import (
    DeclineRequest,
    NameRequest,
    RecaptureRequest,
    ReferenceRequest,
    ReviewRequest,
    TransferRequest,
    WaitRequest,
)

router = APIRouter(tags=["cases"])

_MARK = r"^(open|closed)/([0-9]{1,15})/([a-z0-9][a-z0-9-]{0,62})$"
After = Annotated[str | None, Query(pattern=_MARK, description="The `next` of the page before.")]
OfferNumber = Annotated[int, Path(ge=1, le=2**31 - 1, description="The offer's number.")]

CaseName = Annotated[Identifier, Path(description="The case's id.", examples=["north-01a2"])]


@router.get("/api/procedures")
async def list_procedures(_: Me, parts: Parts) -> list[Procedure]:
    """What can be filed: fields with their rules, and materials."""
    return list(parts.procedures.values())


@router.get("/api/cases")
async def list_cases(
    branch: AtBranch,
    parts: Parts,
    state: State = "all",
    after: After = None,
    most: Annotated[int, Query(ge=1, le=200, description="How many on a page.")] = 50,
) -> CasePage:
    """The cases of my branch, page by page: the open ones first, and of those the latest filed."""
    mark = None if after is None else _mark(after)

    def read(books: Books) -> tuple[list[CaseSummary], Mark | None]:
        return page_of_branch(books, branch, state, mark, most)

    return CasePage.of(*await parts.journal.transact(read))


@router.get("/api/cases/{case}")
async def show_case(case: CaseName, me: Me, parts: Parts) -> CaseView:
    """A case of my branch with its timeline; the customer's own data only for its handler."""

    def read(books: Books) -> tuple[Case, list[Entry]]:
        return books.cases.get(case), books.cases.entries(case)

    found, entries = await parts.journal.transact(read)
    if not is_concerned(me, found):
        raise ProblemError(unknown_here(case))
    return CaseView.of(found, entries, me.person, parts.clock.now_ms(), whole=may_see(me, found))


@router.post("/api/cases/{case}/offers/{offer}/accept")
async def accept_offer(case: CaseName, offer: OfferNumber, me: Me, parts: Parts) -> CaseView:
    """Accept an offer: the case comes to the counter where I am signed in."""
    return await _act(case, AcceptOffer(offer, me.person), me, parts)


@router.post("/api/cases/{case}/offers/{offer}/decline")
async def decline_offer(
    case: CaseName, offer: OfferNumber, request: DeclineRequest, me: Me, parts: Parts
) -> CaseView:
    """Decline an offer; the hub goes on looking."""
    return await _act(case, DeclineOffer(offer, me.person, request.reason), me, parts)


@router.post("/api/cases/{case}/offers/{offer}/wait")
async def ask_to_wait(
    case: CaseName, offer: OfferNumber, request: WaitRequest, me: Me, parts: Parts
) -> CaseView:
    """Promise to take it later; then it comes back to me first."""
    return await _act(case, AskToWait(offer, me.person, request.until), me, parts)


@router.post("/api/cases/{case}/offers/{offer}/pass-on")
async def pass_on(
    case: CaseName, offer: OfferNumber, request: NameRequest, me: Me, parts: Parts
) -> CaseView:
    """Pass an offer on to a colleague."""
    return await _act(case, PassOnOffer(offer, me.person, request.to), me, parts)


@router.post("/api/cases/{case}/teller")
async def name_teller(case: CaseName, request: NameRequest, me: Me, parts: Parts) -> CaseView:
    """As a lobby manager who was asked: name a teller."""
    return await _act(case, NameTeller(me.person, request.to), me, parts)


@router.post("/api/cases/{case}/transfer")
async def transfer(case: CaseName, request: TransferRequest, me: Me, parts: Parts) -> CaseView:
    """Ask a colleague to take my case over; it stays mine until they accept."""
    return await _act(case, Transfer(me.person, request.fence, request.to), me, parts)


@router.post("/api/cases/{case}/recapture")
async def ask_recapture(case: CaseName, request: RecaptureRequest, me: Me, parts: Parts) -> CaseView:
    """Ask the origin for materials again."""
    materials, reasons = tuple(request.materials), tuple(request.reasons)
    return await _act(case, AskRecapture(me.person, request.fence, materials, reasons), me, parts)


@router.post("/api/cases/{case}/review")
async def decide_review(case: CaseName, request: ReviewRequest, me: Me, parts: Parts) -> CaseView:
    """Pass the case or not, on the materials that my counter shows."""
    evidence = None if request.evidence is None else frozenset(request.evidence)
    reasons = tuple(request.reasons)
    decides = Decide(me.person, request.fence, request.passed, reasons, evidence=evidence)
    return await _act(case, decides, me, parts)


@router.post("/api/cases/{case}/reference")
async def record_reference(case: CaseName, request: ReferenceRequest, me: Me, parts: Parts) -> CaseView:
    """Enter the core's reference number of what I did there by hand."""
    return await _act(case, RecordReference(me.person, request.fence, request.reference), me, parts)


async def _act(case: str, command: PersonCommand, me: Staff, parts: WebParts) -> CaseView:
    """Do it; the case as it stands then, which may have gone to another branch."""
    demand_role(me, *STAFF_ROLES)
    after, entries = unless_refused(await parts.handling.act(me, case, command))
    return CaseView.of(after, entries, me.person, parts.clock.now_ms(), whole=may_see(me, after))


def _mark(text: str) -> Mark:
    part, filed_at, case = text.split("/")
    return Mark("open" if part == "open" else "closed", (int(filed_at), case))
