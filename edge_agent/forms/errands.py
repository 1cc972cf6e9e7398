"""What the worker is asked to typeset: it alone imports the typesetter, whose native code may crash."""

from __future__ import annotations

from edge_agent.forms.content import FormContent
from edge_agent.forms.document import TypesetPdf
from edge_agent.forms.receipt import ReceiptContent


def set_form(content: FormContent) -> TypesetPdf:
    """Set a form.

    Raises:
        FormError: it cannot be set.
    """
    from edge_agent.forms.typeset import form_pdf  # noqa: PLC0415  the worker alone loads typst and OpenCV

    return form_pdf(content)


def set_receipt(content: ReceiptContent) -> TypesetPdf:
    """Set a receipt.

    Raises:
        FormError: it cannot be set.
    """
    from edge_agent.forms.receipt_typeset import receipt_pdf  # noqa: PLC0415  as above

    return receipt_pdf(content)
