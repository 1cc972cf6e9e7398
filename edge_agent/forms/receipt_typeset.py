"""Setting a receipt: content in, PDF out. Owns the marriage of template (`receipt.typ`) and paper."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Final

from edge_agent.capture.form import PAGE_HEIGHT_MM, PAGE_WIDTH_MM
from edge_agent.capture.pdf import pdf_page_count
from edge_agent.forms.document import TypesetPdf
from edge_agent.forms.press import press
from edge_agent.forms.receipt import ReceiptContent

_TEMPLATE: Final = Path(__file__).with_name("receipt.typ")


def receipt_pdf(content: ReceiptContent) -> TypesetPdf:
    """Set the receipt.

    Raises:
        TypefaceMissingError: Noto Sans CJK is not installed.
        FormError: it cannot be set; the sentence says why.
    """
    pdf, lacking = press(_TEMPLATE, asdict(content), {"page_mm": [PAGE_WIDTH_MM, PAGE_HEIGHT_MM]})
    return TypesetPdf(pdf, pdf_page_count(pdf), lacking)
