"""The check every scanned file passes before anybody relies on it.

Says whether bytes look like a JPEG, PNG or PDF of bearable size. It unpacks nothing: whether a picture is
whole is found where pictures are unpacked, in the worker (`edge_agent.imaging`).
"""

from edge_agent.capture.media_type import media_type_of, pdf_is_whole
from edge_agent.devices.errors import UnreadableScanError
from edge_agent.devices.scanner import Scan

LARGEST_SCAN_BYTES = 32 * 1024 * 1024


def readable_scan(content: bytes, source: str, mark: str | None = None) -> Scan:
    """Return the scan of these bytes, untouched.

    Raises:
        UnreadableScanError: empty, too large, of no known type, or a PDF that is cut short.
    """
    if not content:
        raise UnreadableScanError(source, "the file is empty", mark)
    if len(content) > LARGEST_SCAN_BYTES:
        raise UnreadableScanError(source, f"it is larger than {LARGEST_SCAN_BYTES // 1024**2} MiB", mark)
    media_type = media_type_of(content)
    if media_type is None:
        raise UnreadableScanError(source, "it is neither a JPEG, a PNG nor a PDF file", mark)
    if media_type == "application/pdf" and not pdf_is_whole(content):
        raise UnreadableScanError(source, "the PDF file is cut short", mark)
    return Scan(content, media_type, source, mark)
