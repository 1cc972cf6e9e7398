"""How a page speaks with the counter it stands on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import httpx

HERE = "http://127.0.0.1:8801"
FILING = {
    "target": {"region": "north", "branch": "b2"},
    "procedure": "open-account",
    "application": {"customer-name": "王小样", "id-number": "110105198001019987"},
}


async def state(screen: httpx.AsyncClient, after: int = -1) -> Any:
    answer = await screen.get("/api/state", params={"after": after})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def until(screen: httpx.AsyncClient, shown: Callable[[Any], bool]) -> Any:
    """The state, once it shows this."""
    version = -1
    async with asyncio.timeout(20):
        while not shown(seen := await state(screen, after=version)):
            version = seen["version"]
    return seen


async def files_case(screen: httpx.AsyncClient) -> str:
    answer = await screen.post("/api/cases", json=FILING)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["case"])


def problem(answer: httpx.Response, status: int, code: str, field: str | None = None) -> None:
    """The answer is this problem, in the form of RFC 9457."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    told = answer.json()
    assert (answer.status_code, told["status"], told["code"], told["field"]) == (
        status,
        status,
        code,
        field,
    )
    assert told["detail"]
