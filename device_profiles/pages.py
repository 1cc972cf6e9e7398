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
from starlette.types import ASGIApp, Message, Receive, Scope, Send

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
_API: Final = "/api/"
_HASHED: Final = "/assets/"
"""Vite puts the content's hash into the names of what lies here, so that a name never means two things."""
_FOR_EVER: Final = "public, max-age=31536000, immutable"
_ASK_AGAIN: Final = "no-cache"

NOT_BUILT: Final = "the screens were not built: run `make demo`, or deploy/setup/setup.sh runtime"
_COMPRESSED: Final = ".gz"
"""The build lays such a copy beside each file that gains by it."""


class _Files(StaticFiles):
    """Sends the compressed copy of a file to whom can read it: nobody waits for compressing.

    What bears its hash stays in memory once it was asked for: opening it costs more than sending it.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(directory=folder, html=True, check_dir=False)
        self._hashed: dict[tuple[str, bool], Response] = {}

    def has_at_hand(self, scope: Scope) -> bool:
        """Whether the file that is asked for is in memory."""
        return _named(scope) in self._hashed

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file at the path, or that it has not changed."""
        name = _named(scope)
        if (at_hand := self._hashed.get(name)) is None:
            found = await super().get_response(path, scope)
            if not (isinstance(found, FileResponse) and scope["path"].startswith(_HASHED)):
                return found
            content = await anyio.Path(found.path).read_bytes()
            self._hashed[name] = at_hand = Response(content, headers=dict(found.headers))
        unchanged = self.is_not_modified(at_hand.headers, Headers(scope=scope))
        return NotModifiedResponse(at_hand.headers) if unchanged else at_hand

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
        if _reads_gzip(asked):
            headers["Content-Encoding"] = "gzip"
            path, stat_result = short, short_stat
        media_type, _ = mimetypes.guess_type(full_path)
        answer = FileResponse(path, status_code, headers, media_type, stat_result=stat_result)
        return (
            NotModifiedResponse(answer.headers) if self.is_not_modified(answer.headers, asked) else answer
        )


def _reads_gzip(asked: Headers) -> bool:
    return "gzip" in asked.get("Accept-Encoding", "")


def _named(scope: Scope) -> tuple[str, bool]:
    return scope["path"], _reads_gzip(Headers(scope=scope))


class Pages:
    """The folder of built pages as an ASGI application, to be mounted at "/" behind the API.

    Without pages in it every address says so (503), and the API goes on. Once built, they are served.
    """

    def __init__(self, folder: Path) -> None:
        self._front = anyio.Path(folder) / "index.html"
        self._files = _Files(folder)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a file.

        Raises:
            HTTPException: there is none, or there are no pages at all.
        """
        if scope["type"] != "http":
            await self._files(scope, receive, send)
            return
        path: str = scope["path"]
        if path.startswith(_API):  # nothing of the API answers to it, and no page ever will
            reads = scope["method"] in {"GET", "HEAD"}
            raise HTTPException(HTTPStatus.NOT_FOUND if reads else HTTPStatus.METHOD_NOT_ALLOWED)
        if not (self._files.has_at_hand(scope) or await self._front.is_file()):
            raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE, NOT_BUILT)

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(_PAGE)
                there = message["status"] < HTTPStatus.BAD_REQUEST
                headers["Cache-Control"] = _FOR_EVER if there and path.startswith(_HASHED) else _ASK_AGAIN
            await send(message)

        await self._files(scope, receive, send_guarded)


class KeptByNoCache:
    """Says with every answer of the API that no cache may keep it, as some of them say themselves.

    A page's own HTML may then ask ahead of its script (`<link rel="preload">`): what it is told is of now.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does."""

        async def send_marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).setdefault("Cache-Control", "no-store")
            await send(message)

        is_api = scope["type"] == "http" and scope["path"].startswith(_API)
        await self._app(scope, receive, send_marked if is_api else send)


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
