"""A counter whose disk is full says so to the person at the screen, and nothing is half-made."""

from __future__ import annotations

import httpx
import pytest

from device_profiles.contract.messages.case import FileCase
from device_profiles.delivery.errors import DiskFullError
from tests.edge_agent.screen.words import FILING, problem, state
from tests.fakes.counter_cases import files_case
from tests.fakes.counter_house import CounterHouse, picture
from tests.fakes.full_disk import FullDisk


@pytest.fixture
def disk(counter: CounterHouse, monkeypatch: pytest.MonkeyPatch) -> FullDisk:
    return FullDisk(counter.records._database, monkeypatch)


async def test_a_case_that_cannot_be_kept_is_not_filed(
    counter: CounterHouse, disk: FullDisk, screen: httpx.AsyncClient
) -> None:
    disk.full = True
    problem(await screen.post("/api/cases", json=FILING), 503, "disk_full")
    disk.full = False
    assert (await state(screen))["filed"] == []
    assert await counter.said() == []
    assert (await screen.post("/api/cases", json=FILING)).is_success
    assert [type(said) for said in await counter.said()] == [FileCase]


async def test_a_scan_that_cannot_be_kept_is_not_captured(
    counter: CounterHouse, screen: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def has_no_room(case: str, content: bytes) -> str:
        raise DiskFullError("No space left on device")

    case = await files_case(counter)
    counter.tray.laid.append(picture())
    monkeypatch.setattr(counter.files, "put", has_no_room)
    scan = {"material": "application-form"}
    problem(await screen.post(f"/api/cases/{case}/scan", json=scan), 503, "disk_full")
    assert (await state(screen))["filed"][0]["captures"] == []
