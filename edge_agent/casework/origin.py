"""The filing side: a case is filed, its materials are captured, and the hub's news is kept.

All of it works while the link is down: what needs the hub waits in the outbox.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from device_profiles.contract.errors import Refusal
from device_profiles.contract.ids import BranchAddress, case_id
from device_profiles.contract.messages.case import (
    AskForAnother,
    CancelCase,
    FileCase,
    FinishCollecting,
    Language,
    MaterialRecord,
    MediaType,
    ResultShown,
    Told,
)
from device_profiles.delivery.sealed_files import SealedFiles
from device_profiles.profiles import MaterialKind, Procedure
from edge_agent.capture.examination import Examination, Expected
from edge_agent.casework import face_rules
from edge_agent.casework.errors import NoSuchCaseError, RefusedError
from edge_agent.casework.expecting import expected_document, expected_form
from edge_agent.casework.records import Records, Transaction
from edge_agent.casework.remarks import as_findings
from edge_agent.casework.scanning import Scanning
from edge_agent.devices.scanner import ScanRequest
from edge_agent.forms.content import FormContent, form_content
from edge_agent.store import attempts, origin_cases, printed_forms, recaptures, taken_scans
from edge_agent.store.origin_cases import Capture, OriginCase

APPLICATION: Final = "application"
"""What the application is called where it is asked for again, as a material is by its name."""


@dataclass(frozen=True, slots=True)
class Captured:
    """What a peripheral gave; `source` and `mark` as in `devices.scanner.Scan`."""

    content: bytes
    media_type: MediaType
    source: str
    mark: str | None = None


class OriginCases:
    """The cases filed at this counter."""

    def __init__(
        self,
        records: Records,
        procedures: Mapping[str, Procedure],
        scanning: Scanning,
        files: SealedFiles,
    ) -> None:
        self._records = records
        self._procedures = procedures
        self._scanning = scanning
        self._files = files
        self.waiting = asyncio.Event()
        """Set when a material may be ready to go to the hub."""
        self.captured = asyncio.Event()
        """Set when there may be faces to compare."""

    async def file(
        self,
        target: BranchAddress,
        procedure: str,
        application: Mapping[str, str],
        language: Language | None = None,
    ) -> OriginCase:
        """File a case; where the procedure says so, its application may follow.

        Raises:
            RefusedError: the procedure is unknown, or a field breaks its rules.
        """
        known = self._procedures.get(procedure)
        if known is None:
            raise RefusedError("unknown_procedure", f"there is no procedure {procedure}", "procedure")
        follows = known.application_later and not application
        if not follows and (fault := known.first_fault(application)):
            raise RefusedError("invalid_application", fault[1], f"application.{fault[0]}")
        case = case_id(target.region, self._records.ids.message_id())
        now_ms = self._records.ids.clock.now_ms()

        def file(transaction: Transaction) -> OriginCase:
            connection = transaction.connection
            origin_cases.add(connection, case, str(target), procedure, application, now_ms)
            transaction.tell_hub(
                FileCase(
                    case=case,
                    target=target,
                    procedure=procedure,
                    application=dict(application),
                    language=language,
                )
            )
            return _found(connection, case)

        return await self._records.change(file)

    async def capture(self, case: str, material: str, scanner: str | None = None) -> Capture:
        """Scan a material, look at it, and keep it until the hub has it.

        Raises:
            NoSuchCaseError: no such case was filed here.
            RefusedError: the case is closed, or its procedure asks for no such material.
            PeripheralError: the scanner gave nothing usable.
        """
        filed = await self._records.read(lambda connection: _found(connection, case))
        if self._wanted(filed, material).signed_on is not None:
            raise RefusedError(
                "unknown_material", f"{material} is signed on the pad, not scanned", "material"
            )
        chosen = self._scanning.named(scanner)
        form = form_content(self._procedures[filed.procedure], material, case, filed.application)
        request = ScanRequest(material, case, filed.procedure, filed.application, form)
        expected = await self._expected(filed, material, form)
        async with self._scanning.scan(chosen, request, expected) as (scan, looked):
            captured = Captured(scan.content, scan.media_type, scan.source, scan.mark)
            return await self.keep(case, material, captured, looked)

    async def wanted(self, case: str, material: str) -> MaterialKind:
        """The kind of a material that may be captured now.

        Raises:
            NoSuchCaseError: no such case was filed here.
            RefusedError: the case is closed, or its procedure asks for no such material.
        """
        return self._wanted(await self._records.read(lambda connection: _found(connection, case)), material)

    async def finish(self, case: str) -> None:
        """The person says that everything was captured.

        Raises:
            NoSuchCaseError: no such case was filed here.
            RefusedError: a required material is missing.
        """

        def finish(transaction: Transaction) -> None:
            filed = _found(transaction.connection, case)
            captured = origin_cases.captures_of(transaction.connection, case)
            if missing := self._missing(filed, captured):
                titles = [self._title(filed, name) for name in missing]
                raise RefusedError("materials_missing", f"still to be captured: {', '.join(titles)}")
            if not filed.collected:
                origin_cases.put_collected(transaction.connection, case, collected=True)
                recaptures.settle(transaction.connection, case)
                self.tell_if_all_stored(transaction, case)

        await self._records.change(finish)

    async def show_result(self, case: str) -> None:
        """The person has seen the result; the customer's papers leave this device.

        Raises:
            NoSuchCaseError: no such case was filed here.
            RefusedError: it has no result yet.
        """

        def show(transaction: Transaction) -> None:
            filed = _found(transaction.connection, case)
            if filed.result is None and filed.refusal is None:
                raise RefusedError("not_in_phase", "the case has no result yet")
            if filed.result is not None and not filed.result_shown:
                transaction.tell_hub(ResultShown(case=case))
            origin_cases.put_result_shown(transaction.connection, case)

        await self._records.change(show)
        await asyncio.to_thread(self._files.forget, case)

    async def is_open(self, case: str) -> bool:
        """Whether a case was filed here and has not ended."""
        filed = await self._records.read(lambda connection: origin_cases.get(connection, case))
        return filed is not None and not filed.is_closed

    async def cancel(self, case: str, reason: str) -> None:
        """Take the case back; the hub's answer is its result.

        Raises:
            NoSuchCaseError: no such case was filed here.
            RefusedError: it has a result already.
        """

        def cancel(transaction: Transaction) -> None:
            if _found(transaction.connection, case).result is not None:
                raise RefusedError("not_in_phase", "the case has its result already")
            transaction.tell_hub(CancelCase(case=case, reason=reason))

        await self._records.change(cancel)

    async def ask_for_another(self, case: str) -> None:
        """Do not wait for the person who promised; the hub looks for someone else.

        Raises:
            NoSuchCaseError: no such case was filed here.
        """

        def ask(transaction: Transaction) -> None:
            _found(transaction.connection, case)
            transaction.tell_hub(AskForAnother(case=case))

        await self._records.change(ask)

    async def page(self, case: str, material: str, *, straightened: bool) -> tuple[bytes, str]:
        """A captured material as it was scanned, or its straightened page; bytes and media type.

        Raises:
            NoSuchCaseError: it was not captured here, or has left this device.
        """
        captured = await self._records.read(lambda connection: origin_cases.captures_of(connection, case))
        capture = next((found for found in captured if found.record.name == material), None)
        if capture is None:
            raise NoSuchCaseError(f"no {material} of {case} was captured here")
        sha256 = capture.page_sha256 if straightened else capture.record.sha256
        if sha256 is None or not self._files.has(case, sha256):
            raise NoSuchCaseError(f"there is no picture of {material} of {case} here")
        content = await asyncio.to_thread(self._files.read, case, sha256)
        return content, "image/jpeg" if straightened else capture.record.media_type

    def told(self, transaction: Transaction, told: Told) -> Refusal | None:
        """Keep what the hub told of a case filed here."""
        connection = transaction.connection
        filed = origin_cases.get(connection, told.case)
        if filed is None:
            return Refusal(code="unknown_case", says=f"no case {told.case} was filed here")
        origin_cases.put_told(connection, filed, told)
        if told.news in {"recapture", "reviewed"}:
            origin_cases.put_collected(connection, told.case, collected=False)
        if told.news == "recapture":
            recaptures.add(connection, told.case, told.materials)
            attempts.forget(connection, told.case, told.materials)
        if told.news == "accepted" and not self._procedures[filed.procedure].asks_for_anything:
            origin_cases.put_collected(connection, told.case, collected=True)
            self.tell_if_all_stored(transaction, told.case)
        if told.news in origin_cases.RESULTS and filed.result_shown:
            transaction.tell_hub(ResultShown(case=told.case))  # whoever it was for has left
        return None

    def tell_if_all_stored(self, transaction: Transaction, case: str) -> None:
        """Once the person is done and the hub has all that it did not refuse, say so."""
        filed = _found(transaction.connection, case)
        captured = origin_cases.captures_of(transaction.connection, case)
        is_whole = filed.collected and not self._missing(filed, captured)
        if is_whole and all(capture.stored for capture in captured if capture.refusal is None):
            transaction.tell_hub(FinishCollecting(case=case))

    def _missing(self, filed: OriginCase, captured: Sequence[Capture]) -> tuple[str, ...]:
        """What is required in this round and was not captured, or not so that the hub would have it."""
        procedure = self._procedures[filed.procedure]
        names = frozenset(capture.record.name for capture in captured if capture.refusal is None)
        lacking = procedure.missing(names, filed.round)
        return (APPLICATION, *lacking) if procedure.application_later and not filed.application else lacking

    def _title(self, filed: OriginCase, name: str) -> str:
        kind = self._procedures[filed.procedure].materials.get(name)
        return name if kind is None else kind.title.en

    def _wanted(self, filed: OriginCase, material: str) -> MaterialKind:
        if filed.is_closed:
            raise RefusedError("not_in_phase", "the case is closed")
        kind = self._procedures[filed.procedure].material_kind(material)
        if kind is None:
            raise RefusedError("unknown_material", f"no {material} is asked for", "material")
        return kind

    async def _expected(self, filed: OriginCase, material: str, form: FormContent | None) -> Expected:
        if material == face_rules.PHOTO:
            return Expected(person=True)
        if form is None:
            return expected_document(filed, material, self._records.ids.clock.now_ms())
        printed = await self._records.read(lambda connection: printed_forms.of_case(connection, filed.case))
        return expected_form(form, printed)

    async def keep(self, case: str, material: str, scan: Captured, looked: Examination) -> Capture:
        """Keep what was captured until the hub has it; it takes the place of an earlier one of its name."""
        sha256 = await asyncio.to_thread(self._files.put, case, scan.content)
        page_sha256 = None
        if looked.page_jpeg is not None:
            page_sha256 = await asyncio.to_thread(self._files.put, case, looked.page_jpeg)
        record = MaterialRecord(
            name=material,
            sha256=sha256,
            size_bytes=len(scan.content),
            media_type=scan.media_type,
            captured_at=self._records.ids.clock.now_ms(),
            findings=as_findings(looked.findings),
        )

        def keep(transaction: Transaction) -> Capture | None:
            connection = transaction.connection
            if _found(connection, case).result_shown:
                return None  # the customer left while it was looked at
            origin_cases.put_capture(connection, case, record, scan.source, page_sha256)
            recaptures.settle(connection, case, record.name)
            if scan.mark is not None:
                taken_scans.add(connection, scan.mark)
            if material in face_rules.RESTED_ON and (changed := face_rules.rest_anew(connection, case)):
                transaction.tell_hub(changed)
            kept = origin_cases.captures_of(connection, case)
            return next(capture for capture in kept if capture.record.name == material)

        capture = await self._records.change(keep)
        if capture is None:
            await asyncio.to_thread(self._files.forget, case)
            raise RefusedError("not_in_phase", "the case is closed")
        self.captured.set()
        self.waiting.set()
        return capture


def _found(connection: Connection, case: str) -> OriginCase:
    filed = origin_cases.get(connection, case)
    if filed is None:
        raise NoSuchCaseError(f"no case {case} was filed here")
    return filed
