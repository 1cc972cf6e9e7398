"""The cookie by which a page of ours is logged in, and whether a page of ours asked (ADR 0022).

No script ever reads the cookie. A browser may send it whoever's page asks, so where the cookie counts, the
page that asked counts too.
"""

from __future__ import annotations

from typing import Final

from fastapi import Response
from starlette.requests import HTTPConnection

from hub.domain.words import Rule
from hub.service.accounts import LOGIN_MS
from hub.web.problems import ProblemError

COOKIE: Final = "__Host-tongban"
"""With this prefix browsers take it from a secure origin, for this very host (RFC 6265bis, 4.1.3.2)."""
SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
"""Those that change nothing (RFC 9110, section 9.2.1)."""


def give_cookie(answer: Response, token: str) -> None:
    """Have the browser keep the login for as long as it lasts."""
    life_s = LOGIN_MS // 1000
    answer.set_cookie(COOKIE, token, life_s, path="/", secure=True, httponly=True, samesite="strict")


def take_cookie_back(answer: Response) -> None:
    """Have the browser forget the login."""
    answer.delete_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="strict")


def demand_own_page(connection: HTTPConnection) -> None:
    """Let only requests of our own pages go on.

    Raises:
        ProblemError: it came from elsewhere, or does not say from where.
    """
    site = connection.headers.get("sec-fetch-site")  # no script can set it (Fetch Metadata, section 2.3)
    if not (names_our_origin(connection) if site is None else site == "same-origin"):
        raise ProblemError(
            Rule("not_granted", "this did not come from a page of the hub: do it on that page")
        )


def names_our_origin(connection: HTTPConnection) -> bool:
    """Whether the page that asks was served under the very address that it asks now.

    Behind a proxy on this machine, uvicorn puts the scheme of X-Forwarded-Proto into the address.
    """
    scheme = "https" if connection.url.scheme in {"https", "wss"} else "http"
    host = connection.headers.get("host")
    return host is not None and connection.headers.get("origin") == f"{scheme}://{host}"
