"""Files for the local page to show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fastapi import Response

# What is shown may come from another counter: no browser may think it livelier than it is said to be.
_HEADERS: Final[Mapping[str, str]] = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
# An SVG file opened by itself is a document, which could run scripts.
_STILL: Final[Mapping[str, str]] = {"Content-Security-Policy": "default-src 'none'; sandbox"}


def picture(file: tuple[bytes, str]) -> Response:
    """A file's bytes under its media type, kept by no cache."""
    content, media_type = file
    more = _STILL if media_type == "image/svg+xml" else {}
    return Response(content, media_type=media_type, headers={**_HEADERS, **more})
