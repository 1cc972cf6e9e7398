"""Reading the codes (QR, Code 128, PDF417, DataMatrix, …) in a picture.

Reports what stands there; whether it is the code that was expected is for others to say.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import zxingcpp

from edge_agent.capture import second_opinion
from edge_agent.capture.closer_look import closer_look
from edge_agent.capture.image import Image
from edge_agent.capture.reading import Field, Finding, Outline, Reading

# Reed-Solomon, or a sum modulo 103 over the whole: what passes is what was printed. Others have a digit, or
# nothing, that speaks for them: stripes of another thing, or half of one, may pass.
_WELL_CHECKED: Final = frozenset(
    {"QR Code", "Micro QR Code", "rMQR Code", "Data Matrix", "PDF417", "Aztec", "MaxiCode", "Code 128"}
)


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
    return quick_codes(image) or tuple(_code(barcode) for barcode in zxingcpp.read_barcodes(image))


def quick_codes(image: Image) -> tuple[Code, ...]:
    """Return the upright, sharp codes in the (H, W, 3) uint8 BGR image, in about a millisecond."""
    found = zxingcpp.read_barcodes(image, try_rotate=False, try_downscale=False, try_invert=False)
    return tuple(_code(barcode) for barcode in found)


def near_codes(image: Image) -> tuple[Code, ...]:
    """Return what is read when the densest part of the (H, W, 3) uint8 BGR image is enlarged and turned."""
    closer = closer_look(image)
    if closer is None:
        return ()
    # Sharpened print can look like bars: what is read so must have a strong check.
    found = [
        code for code in map(_code, zxingcpp.read_barcodes(closer.picture)) if code.format in _WELL_CHECKED
    ]
    return tuple(replace(code, corners=closer.in_whole(code.corners)) for code in found)


def read_code(image: Image) -> Reading:
    """Return every code in the (H, W, 3) uint8 BGR image as a reading.

    What is not read as it lies is brought near. Where libzbar is installed, it is asked for what zxing-cpp
    did not find, and whether it agrees where a code's own check is weak. A field is a format; what zbar
    reads otherwise speaks against it.
    """
    codes = read_codes(image) or near_codes(image)
    if not codes:
        return _by_second_opinion(image)
    doubts = {code: _contradictions(image, code) for code in codes if code.format not in _WELL_CHECKED}
    fields = tuple(
        Field(
            code.format,
            code.text,
            0.99 if code.format in _WELL_CHECKED else 0.5 if doubts[code] else 0.9,
            code.corners,
            doubts.get(code, ()),
        )
        for code in codes
    )
    findings = tuple(
        Finding("code-contradicted", f"Two readers disagree on the {code.format}: look yourself.")
        for code, against in doubts.items()
        if against
    )
    return replace(_reading(codes), ok=not findings, fields=fields, findings=findings)


def _by_second_opinion(image: Image) -> Reading:
    seen = tuple(Code(text, name, corners) for text, name, corners in second_opinion.well_checked(image))
    if not seen:
        says = (
            "No code was made out. Hold the picture still and near, with the whole code and its white edge."
        )
        return Reading("nothing", ok=False, findings=(Finding("no-code", says),))
    fields = tuple(Field(code.format, code.text, 0.9, code.corners) for code in seen)
    return replace(_reading(seen), fields=fields)


def _reading(codes: tuple[Code, ...]) -> Reading:
    return Reading(
        "code",
        ok=True,
        texts=tuple(code.text for code in codes),
        outlines=tuple(Outline(code.format, code.corners) for code in codes),
    )


def _contradictions(image: Image, code: Code) -> tuple[str, ...]:
    others = second_opinion.of_format(image, code.format)
    return tuple(
        f"zbar reads {text}"
        for text, _, corners in others
        if text != code.text and _meet(corners, code.corners)
    )


def _meet(some: Sequence[tuple[int, int]], others: Sequence[tuple[int, int]]) -> bool:
    """Whether the upright rectangles around both overlap: the same code, or one within the other."""
    return all(
        min(corner[axis] for corner in some) <= max(corner[axis] for corner in others)
        and min(corner[axis] for corner in others) <= max(corner[axis] for corner in some)
        for axis in (0, 1)
    )


def _code(barcode: zxingcpp.Barcode) -> Code:
    position = barcode.position
    corners = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    return Code(barcode.text, str(barcode.format), tuple((corner.x, corner.y) for corner in corners))
