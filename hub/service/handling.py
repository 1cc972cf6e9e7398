"""What a person does with a case from their own screen: accept, decide, look."""

from __future__ import annotations

import asyncio

from hub.domain.case import Case
from hub.domain.commands import AcceptOffer, Decide
from hub.domain.roster import Staff
from hub.domain.words import CaseId, Rule
from hub.ports.journal import Books, Journal
from hub.ports.materials import MaterialStore
from hub.service.deciding import Decider
from hub.service.routing import route_waiting


class Handling:
    """Each method is one transaction on behalf of one person."""

    def __init__(self, journal: Journal, decider: Decider, materials: MaterialStore) -> None:
        self._journal = journal
        self._decider = decider
        self._materials = materials

    async def accept(self, person: str, case_id: CaseId, offer: int) -> Case | Rule:
        """Take an offer; the case goes to the counter where the person is signed in."""

        def work(books: Books) -> Case | Rule:
            staff = books.people.get(person)
            counter = None if staff is None else staff.counter
            return self._decider.act(
                books, case_id, AcceptOffer(offer, person, counter), f"person:{person}"
            )

        return await self._journal.transact(work)

    async def decide(
        self, person: str, case_id: CaseId, reasons: tuple[str, ...], *, passed: bool
    ) -> Case | Rule:
        """Pass the case, or not; whoever becomes idle by it may get the next."""

        def work(books: Books) -> Case | Rule:
            case = self._decider.act(books, case_id, Decide(person, passed, reasons), f"person:{person}")
            if not isinstance(case, Rule):
                route_waiting(self._decider, books, case.branch)
            return case

        return await self._journal.transact(work)

    async def material(self, staff: Staff, case_id: CaseId, name: str) -> tuple[bytes, str] | Rule:
        """A material's bytes and media type, for those who may see it."""
        case = await self._journal.transact(lambda books: books.cases.get(case_id))
        if not may_see(staff, case):
            return Rule("not_the_handler", "only who handles the case sees its materials")
        material = case.materials.get(name)
        if material is None:
            return Rule("unknown_material", f"the case has no {name}")
        content = await asyncio.to_thread(self._materials.read, case_id, material.sha256)
        return content, material.media_type


def may_see(staff: Staff, case: Case) -> bool:
    """Whether a person may see what the customer handed in: the handler, and auditors."""
    return staff.role == "auditor" or (case.handler is not None and case.handler.person == staff.person)
