"""What a person does with a case from their own screen: accept, decide, look."""

from __future__ import annotations

import asyncio
from typing import TypeAlias

from device_profiles.delivery.sealed_files import SealedFileError
from hub.domain.case import Case, Stage
from hub.domain.casework import decide
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
from hub.domain.roster import Branch, Staff
from hub.domain.words import CaseId, EpochMs, PersonId, Rule
from hub.ports.journal import Books, Journal
from hub.ports.materials import MaterialStore
from hub.service.deciding import Decider
from hub.service.evidence import Recorded, versions_of

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

    async def material(
        self, staff: Staff, case_id: CaseId, name: str, sha256: str | None = None
    ) -> tuple[bytes, str] | Rule:
        """A material's bytes and media type, for those who may see it; by digest also an earlier one."""
        seen = await self._seen_by(staff, case_id)
        if isinstance(seen, Rule):
            return seen
        versions = versions_of(seen).get(name, [])
        wanted = [each for each in versions if sha256 in (None, each.sha256)]
        if not wanted:
            return Rule(
                "unknown_material", f"the case has no {name}" + (" of these bytes" * bool(versions))
            )
        content = await asyncio.to_thread(self._materials.read, case_id, wanted[-1].sha256)
        return content, wanted[-1].media_type

    async def recording(self, staff: Staff, case_id: CaseId) -> Recorded | Rule:
        """The case's recording as the journal has it, for those who may see its materials."""
        seen = await self._seen_by(staff, case_id)
        return seen if isinstance(seen, Rule) else Recorded.of(seen)

    async def stretch(self, staff: Staff, case_id: CaseId, number: int) -> bytes | Rule:
        """The bytes of one stretch of the recording."""
        recorded = await self.recording(staff, case_id)
        if isinstance(recorded, Rule):
            return recorded
        wanted = [segment for segment in recorded.segments if segment.number == number]
        if not wanted:
            return Rule("unknown_material", f"the recording has no stretch {number}")
        try:
            return await asyncio.to_thread(self._materials.read, case_id, wanted[0].sha256)
        except SealedFileError:
            return Rule("unknown_material", f"stretch {number} is not here any more, or was altered")

    async def _seen_by(self, staff: Staff, case_id: CaseId) -> list[Entry] | Rule:
        def read(books: Books) -> list[Entry] | Rule:
            if not may_see(staff, books.cases.get(case_id)):
                return Rule("not_the_handler", "only who handles the case sees its materials")
            return books.cases.entries(case_id)

        return await self._journal.transact(read)


def is_concerned(staff: Staff, case: Case) -> bool:
    """Whether a person may know of the case: their branch has it, or they do; auditors know of all."""
    if case.stage is Stage.UNKNOWN:
        return False
    seated = staff.person in {seat.person for seat in case.seats}
    return seated or staff.role == "auditor" or case.branch == staff.branch


def unknown_here(case_id: CaseId) -> Rule:
    """What whoever is not concerned is told: the same, whether there is such a case or not."""
    return Rule("unknown_case", f"no case {case_id} at your branch")


def why_not_pass(case: Case, person: PersonId, now: EpochMs) -> Rule | None:
    """The rule that forbids the person to pass the case at this moment; None: they may."""
    fence = next((seat.fence for seat in case.seats if seat.person == person), case.fence)
    outcome = decide(case, Decide(person, fence, passed=True, reasons=()), Branch(case.branch), now)
    return outcome if isinstance(outcome, Rule) else None


def may_see(staff: Staff, case: Case) -> bool:
    """Whether a person may see what the customer handed in: the handler, and auditors."""
    return staff.role == "auditor" or staff.person in {seat.person for seat in case.seats}
