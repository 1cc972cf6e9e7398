"""Pictures of a PDF's pages (PDFium).

Owns the bounds that keep a hostile file from taking time and memory, and the lock without which PDFium,
which knows no threads, would crash the process.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Final

import numpy as np
import pypdfium2

from edge_agent.capture.image import SMALLEST_SIDE_PX, Image, UnusableImageError

MOST_PAGES: Final = 20
"""More than any paper that a procedure asks for has."""

_ONE_AT_A_TIME: Final = Lock()


def pdf_page_count(content: bytes) -> int:
    """Return how many pages the file has.

    Raises:
        UnusableImageError: not a PDF, damaged, or locked by a password.
    """
    with _opened(content) as document:
        return len(document)


def pdf_page(content: bytes, number: int, longest_px: int) -> Image:
    """Return a page, the first being 0, as (H, W, 3) uint8 BGR, its longer side `longest_px`.

    Raises:
        UnusableImageError: as above; more than MOST_PAGES; or this page cannot be drawn.
    """
    with _opened(content) as document:
        if len(document) > MOST_PAGES:
            raise UnusableImageError(f"{len(document):,} pages are more than {MOST_PAGES}")
        try:
            page = document[number]
            width, height = page.get_size()
            scale = longest_px / max(width, height)
            if min(width, height) * scale < SMALLEST_SIDE_PX:
                raise UnusableImageError("its page is too narrow to show anything")
            drawn = page.render(scale=scale).to_numpy()
        except (pypdfium2.PdfiumError, ZeroDivisionError, ValueError) as error:
            raise UnusableImageError(f"page {number + 1} is damaged") from error
        # PDFium rounds up.
        return np.ascontiguousarray(drawn[: round(height * scale), : round(width * scale), :3], np.uint8)


@contextmanager
def _opened(content: bytes) -> Iterator[pypdfium2.PdfDocument]:
    with _ONE_AT_A_TIME:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            locked = "password" in str(error).lower()
            reason = "the PDF file is locked by a password" if locked else "it is damaged"
            raise UnusableImageError(reason) from error
        try:
            yield document
        finally:
            document.close()
