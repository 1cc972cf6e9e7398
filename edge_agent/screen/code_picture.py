"""A sign-in code as a QR code, for the handset's camera."""

from __future__ import annotations

import segno


def code_picture(code: str, handset: str) -> str:
    """Return an SVG picture as a data address: it opens the handset's page with the code.

    `handset` is that page's address; empty where it is not known, and the picture only says the digits.
    """
    text = f"{handset}?code={code}" if handset else code
    address: str = segno.make(text, error="m", micro=False).svg_data_uri(
        scale=4, border=2, dark="#000", light="#fff"
    )
    return address
