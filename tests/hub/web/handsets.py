"""People's own screens, as they speak with the hub."""

from __future__ import annotations

from collections.abc import AsyncIterable, Mapping
from http.cookies import Morsel, SimpleCookie
from types import MappingProxyType
from typing import Any, Final

import httpx

from hub.web.cookie import COOKIE
from tests.fakes.hub_house import PASSWORD

OWN_PAGE: Final[Mapping[str, str]] = MappingProxyType({"Sec-Fetch-Site": "same-origin"})
"""What a browser says of a request that a page makes to the very address it came from."""


class Handset:
    """A person's own screen."""

    usual: Mapping[str, str] = MappingProxyType({})

    def __init__(self, client: httpx.AsyncClient, token: str | None = None) -> None:
        self._client = client
        self.token = token

    async def ask(
        self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None
    ) -> httpx.Response:
        """One request with the person's token, if they have one."""
        if headers is None:
            headers = self.usual
        return await self._client.request(method, path, json=body, headers={**self._known(), **headers})

    async def send(self, method: str, path: str, body: bytes | AsyncIterable[bytes]) -> httpx.Response:
        """One request with these very bytes as its JSON."""
        headers = {**self._known(), **self.usual, "Content-Type": "application/json"}
        return await self._client.request(method, path, content=body, headers=headers)

    async def sees(self, path: str) -> Any:
        """What a page shows."""
        answer = await self.ask("GET", path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def _known(self) -> dict[str, str]:
        return {} if self.token is None else {"Authorization": f"Bearer {self.token}"}


class Page(Handset):
    """A page of the hub's own in a browser. The page holds no token; the browser holds its cookie."""

    usual = OWN_PAGE

    def __init__(self, client: httpx.AsyncClient, cookie: str) -> None:
        super().__init__(client)
        self.cookie = cookie

    def _known(self) -> dict[str, str]:
        return {"Cookie": f"{COOKIE}={self.cookie}"}


class Handsets:
    """Hands out handsets."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    def stranger(self) -> Handset:
        return Handset(self._client)

    async def of(self, person: str) -> Handset:
        """The handset of a person who has just logged in."""
        login = {"person": person, "password": PASSWORD}
        answer = await self._client.post("/api/login", json=login)
        assert answer.status_code == 200, answer.text
        return Handset(self._client, answer.json()["token"])

    async def page_of(self, person: str) -> Page:
        """The page of a person who has just logged in on it."""
        login = {"person": person, "password": PASSWORD, "screen": True}
        answer = await self._client.post("/api/login", json=login, headers=OWN_PAGE)
        assert answer.status_code == 200, answer.text
        return Page(self._client, cookie_of(answer).value)


def cookie_of(answer: httpx.Response) -> Morsel[str]:
    """The login's cookie, as the browser is told to keep it."""
    return SimpleCookie(answer.headers["set-cookie"])[COOKIE]


def problem(answer: httpx.Response, status: int, code: str, field: str | None = None) -> None:
    """The answer is this problem, in the form of RFC 9457."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    told = answer.json()
    assert (answer.status_code, told["status"], told["code"]) == (status, status, code), told
    assert told["field"] == field
    assert told["detail"]
    assert told["title"]
