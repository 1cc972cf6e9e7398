"""Capturing for a case filed here: what a peripheral gives is looked at, and kept until the hub has it.

All of it works while the link is down.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from device_profiles.contract.messages.case import MaterialRecord, MediaType
from device_profiles.delivery.sealed_files import SealedFiles
from device_profiles.profiles import MaterialKind, Procedure
from edge_agent.capture.examination import Examination, Expected
from edge_agent.casework import face_rules
from edge_agent.casework.errors import NoSuchCaseError, RefusedError
from edge_agent.casework.expecting import expected_document, expected_form
from edge_agent.casework.filed import filed_case
from edge_agent.casework.records import Records, Transaction
from edge_agent.casework.remarks import as_findings
from edge_agent.casework.scanning import Scanning
from edge_agent.devices.scanner import ScanRequest
from edge_agent.forms.content import FormContent, form_content
from edge_agent.store import origin_cases, printed_forms, recaptures, taken_scans
from edge_agent.store.origin_cases import Capture, OriginCase


@dataclass(frozen=True, slots=True)
class Captured:
    """What a peripheral gave; `source` and `mark` as in `devices.scanner.Scan`."""

    content: bytes
    media_type: MediaType
    source: str
    mark: str | None = None


class Capturing:
    """What is captured for the cases filed at this device."""

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

    async def capture(self, case: str, material: str, scanner: str | None = None) -> Capture:
        """Scan a material, look at it, and keep it until the hub has it.

        Raises:
            NoSuchCaseError: no such case was filed here.
            RefusedError: the case is closed, or its procedure asks for no such material.
            PeripheralError: the scanner gave nothing usable.
        """
        filed = await self._records.read(lambda connection: filed_case(connection, case))
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
        return self._wanted(
            await self._records.read(lambda connection: filed_case(connection, case)), material
        )

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
            if filed_case(connection, case).result_shown:
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
