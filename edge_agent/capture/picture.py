"""The one picture of a material's file, whatever kind of file it is."""

from typing import Final

from edge_agent.capture.image import Image, decode, reduced
from edge_agent.capture.page import A4_HEIGHT_PX
from edge_agent.capture.pdf import pdf_page

_LONGEST_PX: Final = 4000


def picture_of(content: bytes, media_type: str) -> Image:
    """Return the picture, or a PDF's first page, as (H, W, 3) uint8 BGR of 4000 px at most.

    Raises:
        UnusableImageError: the bytes are no picture, though the media type says so.
    """
    if media_type == "application/pdf":
        return pdf_page(content, 0, A4_HEIGHT_PX)
    return reduced(decode(content), _LONGEST_PX)
