"""Forms, receipts and the signature pad: what the local page asks of paper and of the pad."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from fastapi import FastAPI, Request, Response

from device_profiles import pages
from device_profiles.contract.ids import Identifier
from device_profiles.contract.signature import LARGEST_SIGNATURE_BYTES, SignatureDocument
from edge_agent.capture.drawn import DrawnAs
from edge_agent.capture.signature import SignatureError
from edge_agent.casework.capturing import Capturing
from edge_agent.casework.documents import Documents
from edge_agent.casework.handling import HandledCases
from edge_agent.casework.printing import Printing
from edge_agent.casework.signing import Signing
from edge_agent.screen.views import CaptureView, PrintView

_SIGNATURE_BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "description": "The strokes, where the pad is the page itself; else nothing.",
        "content": {"application/json": {"schema": SignatureDocument.model_json_schema()}},
    }
}


@dataclass(frozen=True, slots=True)
class PaperParts:
    """What these routes stand on."""

    capturing: Capturing
    handling: HandledCases
    documents: Documents
    printing: Printing
    signing: Signing

    @property
    def pad(self) -> str | None:
        """The signature pad's name, None where there is none; `screen` is the page itself."""
        return None if self.signing.pad is None else self.signing.pad.name


def add_paper_routes(app: FastAPI, parts: PaperParts) -> None:
    """Add them."""
    _add_printing_routes(app, parts)
    _add_signature_routes(app, parts)


def _add_printing_routes(app: FastAPI, parts: PaperParts) -> None:
    @app.get("/api/cases/{case}/forms/{material}", response_class=Response)
    async def form(case: Identifier, material: Identifier) -> Response:
        """The form as it would be printed now, as PDF."""
        typeset = await parts.documents.typeset(await parts.documents.form(case, material))
        return pages.material(typeset.pdf, "application/pdf")

    @app.post("/api/cases/{case}/forms/{material}/print", status_code=202)
    async def print_form(case: Identifier, material: Identifier) -> PrintView:
        """Print a form; `prints` of the state tells how it goes on."""
        return PrintView.of(await parts.printing.print_form(case, material))

    @app.get("/api/cases/{case}/receipt", response_class=Response)
    async def receipt(case: Identifier) -> Response:
        """The receipt as it would be printed now, as PDF."""
        typeset = await parts.documents.typeset(await parts.documents.receipt(case))
        return pages.material(typeset.pdf, "application/pdf")

    @app.post("/api/cases/{case}/receipt/print", status_code=202)
    async def print_receipt(case: Identifier) -> PrintView:
        """Print the receipt, once the case has its result and before that was seen."""
        return PrintView.of(await parts.printing.print_receipt(case))


def _add_signature_routes(app: FastAPI, parts: PaperParts) -> None:
    @app.post("/api/cases/{case}/signature/{material}", openapi_extra=_SIGNATURE_BODY)
    async def sign(case: Identifier, material: Identifier, request: Request) -> CaptureView:
        """Keep a signature from the pad, as strokes."""
        written = await _body(request)
        return CaptureView.of(await parts.signing.sign(case, material, written))

    @app.get("/api/cases/{case}/materials/{name}/drawn.{drawn_as}", response_class=Response)
    async def captured(case: Identifier, name: Identifier, drawn_as: DrawnAs) -> Response:
        """The drawing of a signature that was captured here."""
        content, media_type = await parts.capturing.page(case, name, straightened=False)
        return pages.material(*await parts.signing.drawn(content, media_type, drawn_as))

    @app.get("/api/handled/{case}/materials/{name}/drawn.{drawn_as}", response_class=Response)
    async def shown(case: Identifier, name: Identifier, drawn_as: DrawnAs) -> Response:
        """The drawing of a signature of a case that is handled here, from the bytes that came."""
        content, media_type = await parts.handling.material(case, name)
        return pages.material(*await parts.signing.drawn(content, media_type, drawn_as))


async def _body(request: Request) -> bytes:
    """The request's body, of which no more is taken in than a signature can be.

    Raises:
        SignatureError: it is larger.
    """
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST_SIGNATURE_BYTES:
            raise SignatureError(f"it is larger than {LARGEST_SIGNATURE_BYTES // 1024**2} MiB")
    return bytes(body)
