"""Reading the codes (QR, Code 128, PDF417, DataMatrix, …) in a picture.

Reports what stands there; whether it is the code that was expected is for others to say.
"""

from dataclasses import dataclass

import zxingcpp

from edge_agent.capture.image import Image
from edge_agent.capture.reading import Finding, Outline, Reading


@dataclass(frozen=True, slots=True)
class Code:
    """Its text, its format's name, and its (x, y) corners in px, clockwise from the code's own top left."""

    text: str
    format: str
    corners: tuple[tuple[int, int], ...]


def read_codes(image: Image) -> tuple[Code, ...]:
    """Return every code in the (H, W, 3) uint8 BGR image.

    zxing-cpp reads an upright QR in a millisecond when it need not also rotate, shrink and invert the
    image; only when that finds nothing is it asked to.
    """
    found = zxingcpp.read_barcodes(image, try_rotate=False, try_downscale=False, try_invert=False)
    return tuple(_code(barcode) for barcode in found or zxingcpp.read_barcodes(image))


def read_code(image: Image) -> Reading:
    """Return every code in the (H, W, 3) uint8 BGR image as a reading."""
    codes = read_codes(image)
    if not codes:
        return Reading("nothing", ok=False, findings=(Finding("no-code", "No code was made out."),))
    return Reading(
        "code",
        ok=True,
        texts=tuple(code.text for code in codes),
        outlines=tuple(Outline(code.format, code.corners) for code in codes),
    )


def _code(barcode: zxingcpp.Barcode) -> Code:
    position = barcode.position
    corners = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    return Code(barcode.text, str(barcode.format), tuple((corner.x, corner.y) for corner in corners))
