"""What a person's screen is told when the hub can keep nothing."""

from __future__ import annotations

import httpx
import pytest
from fastapi import FastAPI

from device_profiles.delivery.database import Work
from device_profiles.delivery.errors import DatabaseUnavailableError, DiskFullError
from tests.fakes.hub_house import House


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (DiskFullError("database or disk is full"), "disk_full", "disk is full"),
        (DatabaseUnavailableError("no server"), "database_unavailable", "cannot reach its database"),
    ],
)
async def test_it_is_told_why_and_when_to_try_again(
    house: House, app: FastAPI, monkeypatch: pytest.MonkeyPatch, error: Exception, code: str, words: str
) -> None:
    async def fail(_: Work[object]) -> None:
        raise error

    monkeypatch.setattr(house.shelf.database, "run", fail)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://hub") as client:
        answer = await client.post("/api/login", json={"person": "li", "password": "a long sentence"})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == code
    assert words in answer.json()["detail"]
