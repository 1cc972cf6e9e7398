"""What the machine can say about a scan, to help the person who reviews it.

A finding helps and never decides: nothing here refuses a material, and the scan's bytes stay as they are.
Kinds: `page-found` (detail `how`: markers, contour), `page-not-found`, `code-read` (detail `text`,
`format`), `not-an-image` (detail `media-type`).
"""

from edge_agent.capture.codes import Code, read_codes
from edge_agent.capture.examination import Examination
from edge_agent.capture.image import decode, encode_jpeg, reduced
from edge_agent.capture.page import find_page, straighten, upright
from edge_agent.capture.reading import Finding

# A page of 4000 px is 340 dpi, more than a form needs; larger pictures would only take longer.
_EXAMINED_LONGEST_PX = 4000
_PAGE_QUALITY = 85


def examine(scan: bytes, media_type: str) -> Examination:
    """Look at a scan: find its page, straighten it, read its codes.

    Raises:
        UnusableImageError: the bytes are no picture, though the media type says so.
    """
    if not media_type.startswith("image/"):
        says = f"A file of type {media_type} is not examined: a person must look."
        return Examination(None, (Finding("not-an-image", says, {"media-type": media_type}),))
    image = reduced(decode(scan), _EXAMINED_LONGEST_PX)
    page = find_page(image)
    if page is None:
        nothing = Finding("page-not-found", "No sheet of paper was made out in the picture.")
        return Examination(None, (nothing, *_code_findings(read_codes(image))))
    flat = straighten(image, page)
    codes = read_codes(flat)
    if codes and page.how == "contour":
        flat = upright(flat, codes[0])
    found = Finding("page-found", f"The page was found by its {page.how} and laid flat.", {"how": page.how})
    # Laying flat can cost a code its sharpness; the picture as it was is the second chance.
    findings = (found, *_code_findings(codes or read_codes(image)))
    return Examination(encode_jpeg(flat, quality=_PAGE_QUALITY), findings)


def _code_findings(codes: tuple[Code, ...]) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            "code-read", f"A code was read ({code.format}).", {"text": code.text, "format": code.format}
        )
        for code in codes
    )
