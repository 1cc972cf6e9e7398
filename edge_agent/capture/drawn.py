"""A signature drawn for people to look at, from outside: asking for it loads no image library."""

from __future__ import annotations

from typing import Final, Literal

from edge_agent.capture.signature import Signature

DrawnAs = Literal["png", "svg"]

_LARGEST_HEIGHT_PX: Final = 480
_LONGEST_WIDTH_PX: Final = 1_600


def drawn_signature(signature: Signature, drawn_as: DrawnAs) -> bytes:
    """Return the drawing as a PNG or SVG file; a PNG is at most 1600 × 480 px, in the pad's proportion."""
    from edge_agent.capture.signature_drawing import (  # noqa: PLC0415  the worker alone loads OpenCV
        signature_png,
        signature_svg,
    )

    if drawn_as == "svg":
        return signature_svg(signature).encode()
    fits_px = int(_LONGEST_WIDTH_PX * signature.height_px / signature.width_px)
    return signature_png(signature, max(1, min(_LARGEST_HEIGHT_PX, fits_px)))
