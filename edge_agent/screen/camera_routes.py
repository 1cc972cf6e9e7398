"""What the camera sees, for the page on the device itself: one picture, or one after the other.

Owns how pictures go to a browser. None is kept anywhere, none is made while nobody looks, and what is old
is not shown: the stream ends instead.
"""

from __future__ import annotations

import asyncio
import base64
import time
from collections.abc import AsyncIterator
from typing import Final

from fastapi import FastAPI, Response
from fastapi.responses import StreamingResponse

from edge_agent.devices.errors import NoPictureError, PeripheralBusyError, PeripheralGoneError
from edge_agent.eyes.port import Eyes, Picture

LIVE_EVERY_S: Final = 0.1
MOST_LIVE: Final = 4
"""Pages that look at once; a forgotten tab must not cost the device its breath."""
_BOUNDARY: Final = "tongban-picture"
_HEADERS: Final = {"Cache-Control": "no-store", "Cross-Origin-Resource-Policy": "same-origin"}
"""Another site's page, open in the same browser, must not show what is before the camera."""
_DARK_PNG: Final = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)
"""One black pixel. A browser goes on showing the last part of a stream that ended: not a person."""


def add_camera_routes(app: FastAPI, eyes: Eyes | None) -> None:
    """Add the camera's routes; without a camera they say so."""
    viewers: set[object] = set()

    @app.get("/api/camera/preview.jpg", response_class=Response)
    async def preview() -> Response:
        """The newest picture, small; `X-Age-Ms` is its age, and never above 3000."""
        picture = await _fitted(eyes).preview()
        return Response(picture.jpeg, media_type="image/jpeg", headers={**_HEADERS, **_age(picture)})

    @app.get("/api/camera/live", response_class=Response)
    async def live() -> Response:
        """Small pictures, at most ten a second (multipart/x-mixed-replace), until none come any more."""
        fitted = _fitted(eyes)
        if len(viewers) >= MOST_LIVE:
            says = f"{len(viewers)} pages look through the camera already: close one of them."
            raise PeripheralBusyError(says)
        first = await fitted.preview()  # what goes wrong now still has a status code
        return StreamingResponse(
            _live(fitted, first, viewers),
            media_type=f"multipart/x-mixed-replace; boundary={_BOUNDARY}",
            headers=_HEADERS,
        )


async def _live(eyes: Eyes, picture: Picture, viewers: set[object]) -> AsyncIterator[bytes]:
    viewer = object()
    viewers.add(viewer)
    try:
        while True:
            shown_s = time.monotonic()
            yield _part(picture.jpeg, "image/jpeg", _age(picture))
            await asyncio.sleep(max(0.0, shown_s + LIVE_EVERY_S - time.monotonic()))
            picture = await eyes.preview(picture.number)
    except NoPictureError:
        yield _part(_DARK_PNG, "image/png", {}) + f"--{_BOUNDARY}--\r\n".encode()
    finally:
        viewers.discard(viewer)


def _part(content: bytes, media_type: str, more: dict[str, str]) -> bytes:
    headers = {"Content-Type": media_type, "Content-Length": str(len(content)), **more}
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"--{_BOUNDARY}\r\n{lines}\r\n".encode() + content + b"\r\n"


def _age(picture: Picture) -> dict[str, str]:
    return {"X-Age-Ms": str(round(1000 * (time.monotonic() - picture.at_s)))}


def _fitted(eyes: Eyes | None) -> Eyes:
    if eyes is None:
        raise PeripheralGoneError("This device has no camera, or none is set up.")
    return eyes
