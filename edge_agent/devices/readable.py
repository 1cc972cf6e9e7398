"""The check every scanned file passes before anybody relies on it.

Says whether bytes are a whole JPEG, PNG or PDF of bearable size. It does not judge what is on the page.
"""

from edge_agent.capture.image import UnusableImageError, decode
from edge_agent.capture.media_type import media_type_of
from edge_agent.devices.errors import UnreadableScanError
from edge_agent.devices.scanner import Scan

LARGEST_SCAN_BYTES = 32 * 1024 * 1024

# Readers look for the end mark in the last 1024 bytes (PDF Reference 1.7, appendix H, note 18).
_PDF_END = b"%%EOF"
_PDF_END_WITHIN_BYTES = 1024


def readable_scan(content: bytes, source: str) -> Scan:
    """Return the scan of these bytes, untouched. Unpacks a picture once, so call it off the event loop.

    Raises:
        UnreadableScanError: empty, too large, of no known type, cut short, damaged, or too many pixels.
    """
    if not content:
        raise UnreadableScanError(source, "the file is empty")
    if len(content) > LARGEST_SCAN_BYTES:
        raise UnreadableScanError(source, f"it is larger than {LARGEST_SCAN_BYTES // 1024**2} MiB")
    media_type = media_type_of(content)
    if media_type is None:
        raise UnreadableScanError(source, "it is neither a JPEG, a PNG nor a PDF file")
    if media_type == "application/pdf":
        if _PDF_END not in content[-_PDF_END_WITHIN_BYTES:]:
            raise UnreadableScanError(source, "the PDF file is cut short")
        return Scan(content, media_type, source)
    try:
        decode(content)
    except UnusableImageError as error:
        raise UnreadableScanError(source, error.reason) from error
    return Scan(content, media_type, source)
