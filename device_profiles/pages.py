"""What browsers get from both programs: the built pages and materials, and what these may do there.

It knows nothing of cases or people: who may see a material is asked before it comes here.
"""

from __future__ import annotations

import mimetypes
import os
from http import HTTPStatus
from pathlib import Path
from typing import Final

import anyio
from fastapi import Response
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import Message, Receive, Scope, Send

POLICY: Final = "; ".join((
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",  # the components' library writes its styles at run time
    "img-src 'self' blob: data:",
    "media-src 'self' blob:",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "frame-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
))  # fmt: skip
"""The pages' content security policy (CSP level 3): everything from here, no script but from a file."""

_PAGE: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(self), microphone=(self), geolocation=(), payment=(), usb=()",
}
_HASHED: Final = "/assets/"
"""Vite puts the content's hash into the names of what lies here, so that a name never means two things."""
_FOR_EVER: Final = "public, max-age=31536000, immutable"
_ASK_AGAIN: Final = "no-cache"

NOT_BUILT: Final = "the screens were not built: run `make demo`, or deploy/setup/setup.sh runtime"
_COMPRESSED: Final = ".gz"
"""The build lays such a copy beside each file that gains by it."""


class _Files(StaticFiles):
    """Sends the compressed copy of a file to whom can read it: nobody waits for compressing."""

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = HTTPStatus.OK,
    ) -> Response:
        """The file as it is kept, or the copy beside it."""
        short = Path(f"{full_path}{_COMPRESSED}")
        try:
            short_stat = short.stat()
        except FileNotFoundError:
            return super().file_response(full_path, stat_result, scope, status_code)
        asked = Headers(scope=scope)
        headers, path = {"Vary": "Accept-Encoding"}, Path(full_path)
        if "gzip" in asked.get("Accept-Encoding", ""):
            headers["Content-Encoding"] = "gzip"
            path, stat_result = short, short_stat
        media_type, _ = mimetypes.guess_type(full_path)
        answer = FileResponse(path, status_code, headers, media_type, stat_result=stat_result)
        return (
            NotModifiedResponse(answer.headers) if self.is_not_modified(answer.headers, asked) else answer
        )


class Pages:
    """The folder of built pages as an ASGI application, to be mounted at "/" behind the API.

    Without pages in it every address says so (503), and the API goes on. Once built, they are served.
    """

    def __init__(self, folder: Path) -> None:
        self._front = anyio.Path(folder) / "index.html"
        self._files = _Files(directory=folder, html=True, check_dir=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a file.

        Raises:
            HTTPException: there is none, or there are no pages at all.
        """
        if scope["type"] != "http":
            await self._files(scope, receive, send)
            return
        path: str = scope["path"]
        if path.startswith("/api/"):  # nothing of the API answers to it, and no page ever will
            reads = scope["method"] in {"GET", "HEAD"}
            raise HTTPException(HTTPStatus.NOT_FOUND if reads else HTTPStatus.METHOD_NOT_ALLOWED)
        if not await self._front.is_file():
            raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE, NOT_BUILT)

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(_PAGE)
                there = message["status"] < HTTPStatus.BAD_REQUEST
                headers["Cache-Control"] = _FOR_EVER if there and path.startswith(_HASHED) else _ASK_AGAIN
            await send(message)

        await self._files(scope, receive, send_guarded)


def material(content: bytes, media_type: str) -> Response:
    """A material to be looked at, in a page of ours or in a window of its own. It is kept nowhere."""
    headers = {
        "Cache-Control": "no-store",
        "Content-Disposition": "inline",
        "Content-Security-Policy": _MATERIAL_POLICY,
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(content, media_type=media_type, headers=headers)


_MATERIAL_POLICY: Final = (
    "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
)
