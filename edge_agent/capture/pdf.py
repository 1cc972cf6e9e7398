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
from edge_agent.capture.media_type import pdf_is_whole

MOST_PAGES: Final = 20
"""More than any paper that a procedure asks for has."""

_ONE_AT_A_TIME: Final = Lock()


def pdf_page_count(content: bytes) -> int:
    """Return how many pages the file has, at most MOST_PAGES.

    Raises:
        UnusableImageError: not a PDF, cut short, damaged, locked by a password, or of more pages.
    """
    if not pdf_is_whole(content):
        raise UnusableImageError("the PDF file is cut short")
    with _opened(content) as document:
        pages = len(document)
    if pages > MOST_PAGES:
        raise UnusableImageError(f"{pages:,} pages are more than {MOST_PAGES}")
    return pages


def pdf_page(content: bytes, number: int, longest_px: int) -> Image:
    """Return a page, the first being 0, as (H, W, 3) uint8 BGR, its longer side `longest_px`.

    Raises:
        UnusableImageError: not a PDF, damaged, locked by a password; or this page cannot be drawn.
    """
    with _opened(content) as document:
        try:
            page = document[number]
            width, height = page.get_size()
            scale = longest_px / max(width, height)
            if min(width, height) * scale < SMALLEST_SIDE_PX:
                raise UnusableImageError("its page is too narrow to show anything")
            drawn = page.render(scale=scale).to_numpy()
        except (pypdfium2.PdfiumError, ArithmeticError, ValueError) as error:
            raise UnusableImageError(f"page {number + 1} is damaged") from error
        # PDFium rounds up.
        return np.ascontiguousarray(drawn[: round(height * scale), : round(width * scale), :3], np.uint8)


@contextmanager
def _opened(content: bytes) -> Iterator[pypdfium2.PdfDocument]:
    with _ONE_AT_A_TIME:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            # PDFium's last error may be that of a file before this one.
            locked = "password" in str(error).lower() and b"/Encrypt" in content
            reason = "the PDF file is locked by a password" if locked else "it is damaged"
            raise UnusableImageError(reason) from error
        try:
            yield document
        finally:
            document.close()
