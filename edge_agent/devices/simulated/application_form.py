"""A form that we print, on paper, and signed: the printed PDF rasterised, with ink on it."""

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from edge_agent.capture.form import PAGE_HEIGHT_MM, PAGE_WIDTH_MM, SIGNATURE_BOX
from edge_agent.capture.pdf import pdf_page
from edge_agent.capture.signature import Signature
from edge_agent.capture.signature_drawing import INK_BGR, signature_cover
from edge_agent.forms.content import FormContent
from edge_agent.forms.typeset import form_pdf

# 203 dpi: a fine print, and whole pixels a millimetre.
PX_PER_MM = 8
PAGE_PX = (round(PAGE_WIDTH_MM * PX_PER_MM), round(PAGE_HEIGHT_MM * PX_PER_MM))

_PAPER_RGB = np.array([252, 252, 249], np.float32)

Sheet = npt.NDArray[np.uint8]
"""(2376, 1680, 3) uint8 RGB."""


@lru_cache(maxsize=2)
def printed_pages(content: FormContent) -> tuple[Sheet, ...]:
    """Return the pages of the printed form, read-only.

    Raises:
        FormError: it cannot be set.
    """
    form = form_pdf(content)
    return tuple(_page(form.pdf, number) for number in range(form.pages))


def _page(pdf: bytes, number: int) -> Sheet:
    bgr = pdf_page(pdf, number, PAGE_PX[1])
    sheet = np.asarray(bgr[..., ::-1] * (_PAPER_RGB / 255), np.uint8)
    sheet.flags.writeable = False
    return sheet


def signed(sheet: Sheet, signature: Signature) -> Sheet:
    """Return the sheet with the signature written into its box, in ink."""
    box = SIGNATURE_BOX
    high = round(box.height_mm * PX_PER_MM)
    cover = signature_cover(signature, high)[:, : round(box.width_mm * PX_PER_MM)]
    top, left = round(box.top_mm * PX_PER_MM), round(box.left_mm * PX_PER_MM)
    inked = sheet.copy()
    part = inked[top : top + high, left : left + cover.shape[1]]
    share = cover[..., None] / 255 * 0.92  # ink lets a little of the paper through
    part[:] = part * (1 - share) + np.array(INK_BGR[::-1], np.float32) * share
    return inked
