"""The form that we print: where its markers stand and what its code says.

One home for what the printing side and the reading side must agree on. It draws nothing and reads nothing.
All lengths are pixels of an A4 page at 150 dpi.
"""

import hashlib
import json
from collections.abc import Mapping

PAGE_WIDTH_PX = 1240
PAGE_HEIGHT_PX = 1754

# DICT_4X4_50 markers 0 to 3, clockwise from the top left: six modules of 12 px, 12 mm on paper, far
# enough from the edge for a printer's margin and for the white border that OpenCV's detector needs.
MARKER_IDS = (0, 1, 2, 3)
MARKER_PX = 72
MARKER_MARGIN_PX = 48

_DIGEST_LETTERS = 16


def marker_outer_corners() -> tuple[tuple[float, float], ...]:
    """Return the (x, y) of each marker's corner nearest the page's corner, in the order of the ids."""
    near, right, bottom = (
        MARKER_MARGIN_PX,
        PAGE_WIDTH_PX - MARKER_MARGIN_PX,
        PAGE_HEIGHT_PX - MARKER_MARGIN_PX,
    )
    return ((near, near), (right, near), (right, bottom), (near, bottom))


def fields_digest(application: Mapping[str, str]) -> str:
    """Return the first 16 hex letters of the SHA-256 of the fields as sorted, compact JSON."""
    canonical = json.dumps(dict(application), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:_DIGEST_LETTERS]


def form_code(case: str, material: str, application: Mapping[str, str]) -> str:
    """Return the text of a form's QR code: `tongban:form:{case}:{material}:1:{digest of the fields}`."""
    return f"tongban:form:{case}:{material}:1:{fields_digest(application)}"
