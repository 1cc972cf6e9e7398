"""What the camera sees, on the device's own page: now or not at all, and for nothing while nobody looks."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import httpx
import pytest

from edge_agent.capture.faces.presence import Event
from edge_agent.screen import camera_routes
from edge_agent.screen.app import create_app
from tests.edge_agent.screen.parts import parts_of
from tests.edge_agent.screen.words import HERE, problem, state
from tests.fakes.counter_house import CounterHouse
from tests.fakes.eyes import FakeEyes


@pytest.fixture
def eyes(counter: CounterHouse) -> FakeEyes:
    eyes = FakeEyes(counter.clock, counter.records.changes.note)
    eyes.patience_s = 0.05
    return eyes


@pytest.fixture
async def seeing(counter: CounterHouse, eyes: FakeEyes) -> AsyncIterator[httpx.AsyncClient]:
    """The screen of a counter with a camera."""
    app = create_app(parts_of(counter, counter.folder / "pages", scanners=("tray", "camera"), eyes=eyes))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=HERE) as client:
        yield client


async def test_a_preview_is_of_now_says_how_old_it_is_and_is_kept_nowhere(
    eyes: FakeEyes, seeing: httpx.AsyncClient
) -> None:
    eyes.shows(age_s=1.5)
    shown = await seeing.get("/api/camera/preview.jpg")
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/jpeg")
    assert shown.content.startswith(b"\xff\xd8\xff")
    assert 1_500 <= int(shown.headers["x-age-ms"]) < 3_000
    assert shown.headers["cache-control"] == "no-store"
    assert shown.headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize("path", ["preview.jpg", "live"])
async def test_what_is_old_or_not_there_is_refused_with_the_reason(
    eyes: FakeEyes, seeing: httpx.AsyncClient, path: str
) -> None:
    problem(await seeing.get(f"/api/camera/{path}"), 409, "no_picture")
    eyes.shows(age_s=3.1)
    problem(await seeing.get(f"/api/camera/{path}"), 409, "stale_picture")


@pytest.mark.parametrize("path", ["preview.jpg", "live"])
async def test_without_a_camera_it_says_so(screen: httpx.AsyncClient, path: str) -> None:
    problem(await screen.get(f"/api/camera/{path}"), 409, "peripheral_gone")
    assert (await state(screen))["presence"] is None


async def test_live_pictures_end_when_none_come_and_leave_nobody_standing_there(
    eyes: FakeEyes, seeing: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(camera_routes, "LIVE_EVERY_S", 0.005)

    async def film() -> None:
        for _ in range(3):
            eyes.shows()
            await asyncio.sleep(0.02)

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(film())
        live = await seeing.get("/api/camera/live")
    boundary = live.headers["content-type"].partition("boundary=")[2].encode()
    _, *parts, end = live.content.split(b"--" + boundary)
    assert end == b"--\r\n"
    kinds = [b"image/jpeg" in part for part in parts]
    assert kinds == [True] * (len(parts) - 1) + [False]
    assert 2 <= len(parts) - 1 <= 3
    assert b"image/png" in parts[-1]  # a dark picture, in place of the last one


async def test_no_more_than_ten_a_second_are_made_for_a_page_that_looks(
    eyes: FakeEyes, seeing: httpx.AsyncClient
) -> None:
    async def film() -> None:
        for _ in range(50):
            eyes.shows()
            await asyncio.sleep(0.01)

    began_s = time.monotonic()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(film())
        await seeing.get("/api/camera/live")
    assert eyes.asked <= 10 * (time.monotonic() - began_s) + 2
    before = eyes.asked
    eyes.shows()
    assert eyes.asked == before


async def test_a_device_is_not_looked_out_of_breath(
    eyes: FakeEyes, seeing: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(camera_routes, "MOST_LIVE", 0)
    eyes.shows()
    problem(await seeing.get("/api/camera/live"), 409, "peripheral_busy")


async def test_who_is_there_wakes_the_screen_and_is_shown(
    eyes: FakeEyes, seeing: httpx.AsyncClient
) -> None:
    before = await state(seeing)
    assert before["presence"]["what"] == "unseen"
    assert before["scanners"] == ["tray", "camera"]
    async with asyncio.TaskGroup() as tasks, asyncio.timeout(10):
        waiting = tasks.create_task(state(seeing, after=before["version"]))
        await asyncio.sleep(0)
        eyes.happens(Event("two-people", time.monotonic()))
        presence = (await waiting)["presence"]
    assert presence["what"] == "several"
    assert "More than one" in presence["says"]
    assert abs(presence["since"] - eyes.presence.since) < 1_000
