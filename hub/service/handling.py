"""What a person does with a case from their own screen: accept, decide, look."""

from __future__ import annotations

import asyncio
from typing import TypeAlias

from hub.domain.case import Case, Stage
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
from hub.domain.roster import Staff
from hub.domain.words import CaseId, Rule
from hub.ports.journal import Books, Journal
from hub.ports.materials import MaterialStore
from hub.service.deciding import Decider

PersonCommand: TypeAlias = (
    AcceptOffer
    | DeclineOffer
    | AskToWait
    | PassOnOffer
    | NameTeller
    | AskRecapture
    | Decide
    | Transfer
    | RecordReference
)
"""What a person may ask of a case from their own screen."""


class Handling:
    """Each method is one transaction on behalf of one person."""

    def __init__(self, journal: Journal, decider: Decider, materials: MaterialStore) -> None:
        self._journal = journal
        self._decider = decider
        self._materials = materials

    async def act(
        self, staff: Staff, case_id: CaseId, command: PersonCommand
    ) -> tuple[Case, list[Entry]] | Rule:
        """Do what the person asks of the case; the case then, and its journal.

        Whoever acts is not unresponsive.
        """

        def work(books: Books) -> tuple[Case, list[Entry]] | Rule:
            at_home = books.cases.branch_of(case_id) == staff.branch
            if not at_home and not is_concerned(staff, books.cases.get(case_id)):
                return unknown_here(case_id)
            if staff.unresponsive:
                books.people.mark(staff.person, unresponsive=False)
            after = self._decider.act(books, case_id, command, f"person:{staff.person}")
            return after if isinstance(after, Rule) else (after, books.cases.entries(case_id))

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


def is_concerned(staff: Staff, case: Case) -> bool:
    """Whether a person may know of the case: their branch has it, or they do; auditors know of all."""
    if case.stage is Stage.UNKNOWN:
        return False
    seated = staff.person in {seat.person for seat in case.seats}
    return seated or staff.role == "auditor" or case.branch == staff.branch


def unknown_here(case_id: CaseId) -> Rule:
    """What whoever is not concerned is told: the same, whether there is such a case or not."""
    return Rule("unknown_case", f"no case {case_id} at your branch")


def may_see(staff: Staff, case: Case) -> bool:
    """Whether a person may see what the customer handed in: the handler, and auditors."""
    return staff.role == "auditor" or staff.person in {seat.person for seat in case.seats}
