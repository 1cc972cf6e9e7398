"""Answers 304 to whoever has seen the same already, so that lists that update by themselves cost little."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute


class TaggedRoute(APIRoute):
    """A route whose answers carry an entity tag (RFC 9110, section 8.8.3), and are kept by no cache."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The route's own handler, and what comes of its answer."""
        answer = super().get_route_handler()

        async def tagged(request: Request) -> Response:
            found = await answer(request)
            if found.status_code != HTTPStatus.OK:
                return found
            tag = f'"{hashlib.sha256(found.body).hexdigest()[:32]}"'
            headers = {"ETag": tag, "Cache-Control": "private, no-store"}
            if request.headers.get("if-none-match") == tag:
                return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
            found.headers.update(headers)
            return found

        return tagged
