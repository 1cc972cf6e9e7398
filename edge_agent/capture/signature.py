"""A signature as it was written: strokes with time and pressure.

Owns the data and the simple things that can be said of it; its JSON form is the contract's
(`device_profiles.contract.signature`). It compares no two signatures: that is for people, and for the
bank's own systems.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Final

from pydantic import ValidationError

from device_profiles.contract.signature import (
    LARGEST_SIGNATURE_BYTES,
    SIGNATURE_VERSION,
    SignatureDocument,
)
from edge_agent.capture.reading import Finding

# Two characters, the shortest Chinese name, take about a second; nobody writes a name in a third of one.
_TOO_FAST_MS: Final = 350
_FEW_STROKES: Final = 2
_LITTLE_INK_WIDTHS: Final = 0.25
# Of the pad's height, between the line and the middle of what was written.
_OFF_LINE_HEIGHTS: Final = 0.45


class SignatureError(Exception):
    """These bytes are no signature; `reason` says why in words for a person, `field` where, if known."""

    def __init__(self, reason: str, field: str | None = None) -> None:
        super().__init__(f"This signature cannot be used: {reason}.")
        self.reason = reason
        self.field = field


@dataclass(frozen=True, slots=True)
class Point:
    """Where the pen was: x and y in px of the pad, pressure 0 to 1, time in ms from the first touch."""

    x_px: float
    y_px: float
    pressure: float
    at_ms: float


@dataclass(frozen=True, slots=True)
class Signature:
    """What was written on a pad of this size; `line_px` is the y of the line that was to be signed on."""

    width_px: int
    height_px: int
    line_px: float
    strokes: tuple[tuple[Point, ...], ...]


def parse_signature(content: bytes) -> Signature:
    """Return the signature that the JSON bytes hold, as `signature_json` writes it.

    Raises:
        SignatureError: too large, no JSON, or not a signature within the bounds above.
    """
    if len(content) > LARGEST_SIGNATURE_BYTES:
        raise SignatureError(f"it is larger than {LARGEST_SIGNATURE_BYTES // 1024**2} MiB")
    try:
        document = SignatureDocument.model_validate_json(content)
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(str(step) for step in fault["loc"])
        says = f"{where}: {fault['msg']}" if where else fault["msg"]
        raise SignatureError(says[:300], where[:200] or None) from error
    strokes = tuple(tuple(Point(*sample) for sample in stroke) for stroke in document.strokes)
    return Signature(document.width_px, document.height_px, document.line_px, strokes)


def signature_json(signature: Signature) -> bytes:
    """Return the signature as the compact JSON that `parse_signature` reads."""
    document = SignatureDocument(
        type="signature",
        version=SIGNATURE_VERSION,
        width_px=signature.width_px,
        height_px=signature.height_px,
        line_px=signature.line_px,
        strokes=tuple(
            tuple((point.x_px, point.y_px, point.pressure, point.at_ms) for point in stroke)
            for stroke in signature.strokes
        ),
    )
    return document.model_dump_json().encode()


def check_signature(signature: Signature) -> tuple[Finding, ...]:
    """Return what looks odd.

    Kinds: `signature-missing`, `signature-few-strokes`, `signature-small`, `signature-too-fast`,
    `signature-off-line`.
    """
    points = list(chain.from_iterable(signature.strokes))
    if not points:
        return (Finding("signature-missing", "Nothing was written on the pad."),)
    findings = []
    strokes = sum(len(stroke) > 1 for stroke in signature.strokes)
    if strokes < _FEW_STROKES:
        says = "The signature has hardly a stroke: is it the whole name?"
        findings.append(Finding("signature-few-strokes", says, {"strokes": str(strokes)}))
    if _ink_px(signature) < _LITTLE_INK_WIDTHS * signature.width_px:
        findings.append(Finding("signature-small", "Little was written: is it the whole name?"))
    lasted_ms = points[-1].at_ms - points[0].at_ms
    if lasted_ms < _TOO_FAST_MS:
        says = "It was written faster than a hand writes a name."
        findings.append(Finding("signature-too-fast", says, {"ms": f"{lasted_ms:.0f}"}))
    middle = (min(point.y_px for point in points) + max(point.y_px for point in points)) / 2
    if abs(middle - signature.line_px) > _OFF_LINE_HEIGHTS * signature.height_px:
        findings.append(Finding("signature-off-line", "It was written away from the line."))
    return tuple(findings)


def _ink_px(signature: Signature) -> float:
    """Return the length of all that was drawn."""
    return sum(
        math.hypot(after.x_px - before.x_px, after.y_px - before.y_px)
        for stroke in signature.strokes
        for before, after in pairwise(stroke)
    )
