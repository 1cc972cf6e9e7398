"""Paper that is made to be printed for a trial."""

import io

from edge_agent.devices.scanner import ScanRequest
from edge_agent.devices.simulated.plain_page import plain_page
from edge_agent.devices.simulated.typefaces import find_typefaces

_PAGE_DPI = 150


def test_page() -> bytes:
    """A PDF file of one A4 page: Chinese and English words, rules and a code.

    Raises:
        FontMissingError: Noto Sans CJK is not installed.
    """
    page = plain_page(ScanRequest("printer-test", "self-test", "self-test", {}), find_typefaces())
    file = io.BytesIO()
    page.save(file, "PDF", resolution=_PAGE_DPI)
    return file.getvalue()
