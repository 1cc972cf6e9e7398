"""The customer who stands alone before the machine: their case from the first question to the last trace.

Owns what such a customer may do where nobody of the bank is with them, and what is left of them when they
go: nothing. How long they are waited for is `attending`'s; capturing and telling the hub is `origin`'s.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Final

from sqlalchemy import Connection

from device_profiles.contract.ids import BranchAddress
from device_profiles.contract.messages.case import (
    CancelCase,
    ChangeFindings,
    Covers,
    FillIn,
    Language,
    LeaveCallback,
    ResultShown,
)
from device_profiles.delivery.sealed_files import SealedFiles
from device_profiles.profiles import Procedure
from edge_agent.capture.identity.against import DISAGREE, READ, disagreements
from edge_agent.casework.capturing import Capturing
from edge_agent.casework.errors import RefusedError
from edge_agent.casework.face_rules import CARD, PHOTO
from edge_agent.casework.faces import Faces
from edge_agent.casework.filed import filed_case
from edge_agent.casework.origin import APPLICATION, OriginCases
from edge_agent.casework.records import Records, Transaction
from edge_agent.casework.remarks import as_findings
from edge_agent.casework.sight import Sight
from edge_agent.eyes.port import Eyes
from edge_agent.store import attempts, origin_cases, recaptures
from edge_agent.store.origin_cases import Capture, OriginCase

MOST_ATTEMPTS: Final = 4
"""Who has shown the same thing so often needs a person, and no fifth try."""
PORTRAIT: Final = "portrait"
"""The name under which the scanners have the camera that takes the customer's picture."""


class Alone:
    """The one customer of this device; `centre` is the review centre that serves it, if one is set."""

    def __init__(
        self,
        records: Records,
        procedures: Mapping[str, Procedure],
        origin: OriginCases,
        capturing: Capturing,
        faces: Faces,
        files: SealedFiles,
        eyes: Eyes | None,
        sight: Sight | None,
        centre: BranchAddress | None,
    ) -> None:
        self._records = records
        self._procedures = procedures
        self._origin = origin
        self._capturing = capturing
        self._faces = faces
        self._files = files
        self._eyes = eyes
        self._sight = sight
        self.centre = centre
        self._coming_or_going = asyncio.Lock()
        """Held while a case begins and while a customer's are ended: what begins as they go ends too."""

    async def clear_up(self) -> None:
        """After a restart: whoever left as this program ended leaves nothing behind either."""
        known = await self._records.read(origin_cases.all_cases)
        for filed in known:
            if filed.result_shown:
                await asyncio.to_thread(self._files.forget, filed.case)

    async def somebody_is_served(self) -> bool:
        """Whether a case is open whose customer has not left."""
        return bool(await self._records.read(origin_cases.not_left))

    async def begin(self, procedure: str, language: Language, answers: Mapping[Covers, bool]) -> OriginCase:
        """File the customer's case, with what they answered when they were asked for their consent.

        Raises:
            RefusedError: somebody's case is open here, no centre is set, or the procedure is unknown.
        """
        if self.centre is None:
            raise RefusedError("unknown_branch", "no review centre is set for this device", "target")
        async with self._coming_or_going:
            if await self._records.read(origin_cases.not_left):
                raise RefusedError("case_exists", "a case is open on this device: end it first")
            filed = await self._origin.file(self.centre, procedure, {}, language)
            for covers, given in answers.items():
                await self._faces.record_consent(filed.case, covers, language, given=given)
        if self._sight is not None and self._sight.now != "showing":
            await self._records.change(self._sight.tell)
        return filed

    async def fill_in(self, case: str, application: Mapping[str, str]) -> None:
        """The application is there, or is there anew.

        Raises:
            NoSuchCaseError: no such case was filed here.
            RefusedError: it is settled, or a field breaks its rules.
        """

        def fill_in(transaction: Transaction) -> None:
            connection = transaction.connection
            filed = filed_case(connection, case)
            procedure = self._procedures[filed.procedure]
            if filed.is_closed or filed.round > 0 or not procedure.application_later:
                raise RefusedError("not_in_phase", "the application of this case is settled")
            if fault := procedure.first_fault(application):
                raise RefusedError("invalid_application", fault[1], f"application.{fault[0]}")
            origin_cases.put_application(connection, case, application)
            recaptures.settle(connection, case, APPLICATION)
            transaction.tell_hub(FillIn(case=case, application=dict(application)))
            if changed := _held_against(connection, case, application):
                transaction.tell_hub(changed)

        await self._records.change(fill_in)

    async def capture(self, case: str, material: str, scanner: str | None = None) -> Capture:
        """Take the customer's picture, or scan what they laid down or hold before the camera.

        Raises:
            NoSuchCaseError: no such case was filed here.
            RefusedError: it was tried too often, nobody looks into the camera, or it is not asked for.
            PeripheralError: nothing usable was given.
        """
        if material == PHOTO:
            scanner = PORTRAIT
            if self._eyes is None or self._eyes.presence.what != "one":
                raise RefusedError("not_expected", "one person alone must look into the camera", "presence")

        def attempt(transaction: Transaction) -> None:
            filed_case(transaction.connection, case)
            tried = attempts.of_case(transaction.connection, case).get(material, 0)
            if tried >= MOST_ATTEMPTS:
                raise RefusedError("already_taken", "it was tried so often already: talk to a person")
            attempts.add(transaction.connection, case, material)

        await self._capturing.wanted(case, material)
        await self._records.change(attempt)
        return await self._capturing.capture(case, material, scanner)

    async def call_back(self, case: str, phone: str) -> None:
        """The customer does not wait, and wants to be called.

        Raises:
            NoSuchCaseError: no such case was filed here.
            RefusedError: somebody has the case by now, or it has ended.
        """

        def call_back(transaction: Transaction) -> None:
            filed = filed_case(transaction.connection, case)
            if filed.is_closed or filed.accepted:
                raise RefusedError("already_taken", "somebody has the case by now, or it has ended")
            transaction.tell_hub(LeaveCallback(case=case, phone=phone))

        await self._records.change(call_back)

    async def leave(self, reason: str) -> None:
        """The customer is gone: what was not finished is taken back, and nothing of them stays here.

        The hub's answer comes when it comes; nobody is shown it.
        """

        def leave(transaction: Transaction) -> list[str]:
            left = origin_cases.not_left(transaction.connection)
            for filed in left:
                if filed.result is not None:
                    transaction.tell_hub(ResultShown(case=filed.case))
                elif filed.refusal is None:
                    transaction.tell_hub(CancelCase(case=filed.case, reason=reason))
                names = attempts.of_case(transaction.connection, filed.case)
                attempts.forget(transaction.connection, filed.case, names)
                recaptures.settle(transaction.connection, filed.case)
                origin_cases.erase(transaction.connection, filed.case)
                origin_cases.put_result_shown(transaction.connection, filed.case)
            return [filed.case for filed in left]

        async with self._coming_or_going:
            for case in await self._records.change(leave):
                await asyncio.to_thread(self._files.forget, case)


def _held_against(
    connection: Connection, case: str, application: Mapping[str, str]
) -> ChangeFindings | None:
    """The card was read before there was an application: what disagrees is found now."""
    captured = origin_cases.captures_of(connection, case)
    card = next((found for found in captured if found.record.name == CARD), None)
    if card is None:
        return None
    read = next((finding.detail for finding in card.record.findings if finding.kind == READ), {})
    others = tuple(finding for finding in card.record.findings if finding.kind != DISAGREE)
    findings = (*others, *as_findings(disagreements(read, application)))
    if not read or findings == card.record.findings:
        return None
    origin_cases.put_findings(connection, card, findings)
    if not card.stored or card.refusal is not None:
        return None
    return ChangeFindings(case=case, name=CARD, sha256=card.record.sha256, findings=findings)
