"""What kind of file some bytes are, by their own signature, and whether a PDF has its end.

Owns the list of media types that a material may have. It never looks at a file's name: the name says
what somebody hoped for, the signature what arrived.
"""

from typing import Literal

MediaType = Literal["image/jpeg", "image/png", "application/pdf"]

# The first bytes, from ITU-T T.81 (SOI and the next marker), ISO/IEC 15948 and ISO 32000-1.
_SIGNATURES: tuple[tuple[bytes, MediaType], ...] = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"%PDF-", "application/pdf"),
)
# Readers look for the end mark in the last 1024 bytes (PDF Reference 1.7, appendix H, note 18).
_PDF_END = b"%%EOF"
_PDF_END_WITHIN_BYTES = 1024


def media_type_of(content: bytes) -> MediaType | None:
    """Return the media type that the first bytes declare, or None when it is none of ours."""
    for signature, media_type in _SIGNATURES:
        if content.startswith(signature):
            return media_type
    return None


def pdf_is_whole(content: bytes) -> bool:
    """Whether a PDF file's end mark stands where readers look for it."""
    return _PDF_END in content[-_PDF_END_WITHIN_BYTES:]
