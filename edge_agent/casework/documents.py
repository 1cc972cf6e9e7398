"""The PDFs of a case filed here: its forms, as long as it is open, and its receipt, once it has a result.

Owns which may be made when. Typesetting is native code: it runs in the worker, and what goes wrong there
costs one document.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from typing import TypeVar

from device_profiles.profiles import Procedure
from edge_agent.casework.errors import RefusedError
from edge_agent.casework.filed import filed_case
from edge_agent.casework.records import Records
from edge_agent.forms.content import FormContent, Words, form_content
from edge_agent.forms.document import TypesetPdf
from edge_agent.forms.errands import set_form, set_receipt
from edge_agent.forms.errors import FormNotMadeError
from edge_agent.forms.receipt import Ending, ReceiptContent, receipt_content
from edge_agent.imaging import NotLookedAtError, Worker
from edge_agent.store.origin_cases import OriginCase

ContentT = TypeVar("ContentT", FormContent, ReceiptContent)


@dataclass(frozen=True, slots=True)
class Documents:
    """What can be printed of the cases filed here; `zone` is the machine's own for None."""

    records: Records
    procedures: Mapping[str, Procedure]
    worker: Worker
    zone: tzinfo | None = None

    async def form(self, case: str, material: str) -> FormContent:
        """What stands on a form now.

        Raises:
            NoSuchCaseError: no such case was filed here.
            RefusedError: the case is closed, or the material is no form that we print.
        """
        filed = await self._filed(case)
        if filed.result is not None or filed.refusal is not None:
            raise RefusedError("not_in_phase", "the case is closed")
        content = form_content(self.procedures[filed.procedure], material, case, filed.application)
        if content is None:
            raise RefusedError("unknown_material", f"no {material} is printed for this case", "material")
        return content

    async def receipt(self, case: str) -> ReceiptContent:
        """What stands on the receipt, printed now.

        Raises:
            NoSuchCaseError: no such case was filed here.
            RefusedError: it has no result yet, or its result was seen and its data left this device.
        """
        filed = await self._filed(case)
        if filed.result_shown:
            raise RefusedError("not_in_phase", "the case is done, and its papers have left this counter")
        ending = self._ending(filed)
        return receipt_content(ending, self.records.ids.clock.now_ms(), self.zone)

    async def typeset(self, content: FormContent | ReceiptContent) -> TypesetPdf:
        """Make the PDF.

        Raises:
            FormError: it cannot be made; the sentence says why.
        """
        match content:
            case FormContent():
                return await self._typeset(set_form, content)
            case ReceiptContent():
                return await self._typeset(set_receipt, content)

    async def _typeset(self, work: Callable[[ContentT], TypesetPdf], content: ContentT) -> TypesetPdf:
        try:
            return await self.worker.run(work, content)
        except NotLookedAtError as error:
            raise FormNotMadeError(f"The document was not made: try again. {error}") from error

    async def _filed(self, case: str) -> OriginCase:
        return await self.records.read(lambda connection: filed_case(connection, case))

    def _ending(self, filed: OriginCase) -> Ending:
        told, title = filed.result, self.procedures[filed.procedure].title
        if told is None:
            raise RefusedError("not_in_phase", "the case has no result yet")
        accepted = [word.handler for word in filed.told if word.news == "accepted"]
        handler = told.handler or (accepted[-1] if accepted else None)
        return Ending(
            case=filed.case,
            procedure=Words(title.zh, title.en),
            branch=filed.branch,
            counter=str(self.records.device),
            handler=None if handler is None else handler.name,
            result=told.news,
            reasons=told.reasons,
            reference=told.reference,
            filed_at=filed.filed_at,
            ended_at=told.at,
        )
