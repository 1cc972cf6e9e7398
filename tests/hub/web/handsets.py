"""People's own screens, as they speak with the hub."""

from __future__ import annotations

from collections.abc import AsyncIterable
from typing import Any

import httpx

from tests.fakes.hub_house import PASSWORD


class Handset:
    """A person's own screen."""

    def __init__(self, client: httpx.AsyncClient, token: str | None = None) -> None:
        self._client = client
        self.token = token

    async def ask(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> httpx.Response:
        """One request with the person's token, if they have one."""
        known = {} if self.token is None else {"Authorization": f"Bearer {self.token}"}
        return await self._client.request(method, path, json=body, headers={**known, **(headers or {})})

    async def send(self, method: str, path: str, body: bytes | AsyncIterable[bytes]) -> httpx.Response:
        """One request with these very bytes as its JSON."""
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        return await self._client.request(method, path, content=body, headers=headers)

    async def sees(self, path: str) -> Any:
        """What a page shows."""
        answer = await self.ask("GET", path)
        assert answer.status_code == 200, answer.text
        return answer.json()


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


def problem(answer: httpx.Response, status: int, code: str, field: str | None = None) -> None:
    """The answer is this problem, in the form of RFC 9457."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    told = answer.json()
    assert (answer.status_code, told["status"], told["code"]) == (status, status, code), told
    assert told["field"] == field
    assert told["detail"]
    assert told["title"]
