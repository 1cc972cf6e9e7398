"""The customer's consent, and the comparison of faces that rests on it.

Consent is recorded here and told to the hub in one transaction, with the link up or down; then, and only
then, faces are compared. `face_rules` says when, the worker process does it. Templates are never kept.
"""

from __future__ import annotations

import asyncio
from typing import Final

import structlog

from device_profiles.contract.messages.case import Covers, Finding, Language, RecordConsent
from device_profiles.delivery.patience import Patience
from device_profiles.delivery.sealed_files import SealedFileError, SealedFiles
from edge_agent.casework import face_rules
from edge_agent.casework.capturing import Capturing
from edge_agent.casework.comparing import FaceJudge, PictureFile
from edge_agent.casework.errors import RefusedError
from edge_agent.casework.face_rules import Due
from edge_agent.casework.filed import filed_case
from edge_agent.casework.records import Records, Transaction
from edge_agent.casework.remarks import as_findings
from edge_agent.imaging import ImagingError
from edge_agent.store import consents, handled_cases
from edge_agent.store.consents import KeptConsent
from edge_agent.store.origin_cases import Capture

_CANNOT: Final = "The faces could not be compared"

_log = structlog.get_logger()


class Faces:
    """Records consents, and compares what they allow."""

    def __init__(
        self, records: Records, capturing: Capturing, files: SealedFiles, judge: FaceJudge
    ) -> None:
        self._records = records
        self._capturing = capturing
        self._files = files
        self._judge = judge
        self._patience = Patience("faces")

    async def record_consent(
        self, case: str, covers: Covers, language: Language, *, given: bool
    ) -> KeptConsent:
        """The customer was asked in that language, and said yes, or no, or took their yes back.

        Saying the same once more changes nothing.

        Raises:
            NoSuchCaseError: no such case was filed here.
            RefusedError: the case is closed.
        """

        def record(transaction: Transaction) -> KeptConsent:
            connection = transaction.connection
            filed = filed_case(connection, case)
            if filed.is_closed:
                raise RefusedError("not_in_phase", "the case is closed")
            before = consents.about(connection, case, covers)
            if before and before[-1].says(language, given=given):
                return before[-1]
            person = handled_cases.person(connection)
            said = RecordConsent(
                case=case,
                covers=covers,
                given=given,
                said_at=self._records.ids.clock.now_ms(),
                language=language,
                asked_by=None if person is None else person.person,
            )
            consents.add(connection, said)
            transaction.tell_hub(said)
            if changed := face_rules.rest_anew(connection, case):
                transaction.tell_hub(changed)
            return KeptConsent(said, None)

        kept = await self._records.change(record)
        self._capturing.captured.set()
        return kept

    async def run(self) -> None:
        """Compare what may be compared, until cancelled; what a restart left undone is done first."""
        while True:
            self._capturing.captured.clear()
            for due in await self._patience.insist(lambda: self._records.read(face_rules.all_due)):
                await self._settle(due, await self._compare(due))
            await self._capturing.captured.wait()

    async def _compare(self, due: Due) -> tuple[Finding, ...]:
        case = due.photo.case
        try:
            card, photo = [await self._file(capture) for capture in (due.card, due.photo)]
            found = as_findings(await self._judge.compare(card, photo, due.consent))
        except (ImagingError, SealedFileError) as error:
            _log.warning("faces not compared", case=case, reason=str(error))
            return (face_rules.not_compared(case, f"{_CANNOT} ({str(error).rstrip('.')})"),)
        except Exception:  # noqa: BLE001  a task's boundary: a fault here must not meet every restart anew
            _log.exception("faces not compared", case=case)
            return (face_rules.not_compared(case, _CANNOT),)
        of_what = {face_rules.CARD: due.card.record.sha256, face_rules.PHOTO: due.photo.record.sha256}
        result = found[0].model_copy(update={"detail": {**found[0].detail, **of_what}})
        return result, *found[1:]

    async def _file(self, capture: Capture) -> PictureFile:
        content = await asyncio.to_thread(self._files.read, capture.case, capture.record.sha256)
        return PictureFile(content, capture.record.media_type)

    async def _settle(self, due: Due, findings: tuple[Finding, ...]) -> None:
        """Keep the finding, unless what it rests on is no longer so: then it was never made."""

        def settle(transaction: Transaction) -> None:
            now = face_rules.due_of(transaction.connection, due.photo.case)
            if now is not None and now.rests_on_the_same(due):
                changed = face_rules.put(transaction.connection, now.photo, findings)
                if changed is not None:
                    transaction.tell_hub(changed)

        await self._patience.insist(lambda: self._records.change(settle))
        self._capturing.waiting.set()
