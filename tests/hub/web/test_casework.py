"""Casework in numbers, as operators and auditors ask for it."""

from __future__ import annotations

import pytest

from hub.service.figures import CaseworkFigures
from tests.fakes.case_events import BRANCH_B, accepted, failed, filed, offered, teller
from tests.fakes.hub_house import House
from tests.fakes.standing_clock import HOUR_MS, MINUTE_MS, NOON_MS
from tests.hub.web.handsets import Handset, Handsets, problem

DAY_MS = 24 * HOUR_MS


@pytest.fixture
async def chen(house: House, handsets: Handsets) -> Handset:
    """An operator."""
    await house.has(teller("li"), teller("chen", "north/hq", "operator"))
    return await handsets.of("chen")


async def test_a_day_is_told_by_the_hour_and_a_month_by_the_day(house: House, chen: Handset) -> None:
    taken = NOON_MS + 20_000
    await house.knows("north-01", filed(), offered(), accepted(at=taken), *failed(at=taken + 90_000))
    await house.knows("north-02", filed(at=NOON_MS + 1))
    house.shelf.clock.pass_ms(2 * HOUR_MS + MINUTE_MS)
    await CaseworkFigures(house.shelf.journal, house.figure_store, house.shelf.clock).look()
    counts = dict.fromkeys(("succeeded", "cancelled", "expired", "offers_declined", "offers_expired"), 0)
    bucket = {**counts, "filed": 2, "failed": 1, "waited_s": [20, 20], "handled_s": [90, 90]}
    line = {"branch": BRANCH_B, "procedure": "open-account"}
    now_ms = house.shelf.clock.now_ms()
    assert await chen.sees("/api/ops/casework") == {
        "from": NOON_MS + 2 * HOUR_MS - DAY_MS,
        "until": now_ms,
        "bucket_s": 3600,
        "branches": [{**line, "buckets": [{"at": NOON_MS, **bucket}]}],
    }
    midnight = NOON_MS - 12 * HOUR_MS
    assert await chen.sees("/api/ops/casework?span=30d") == {
        "from": midnight - 30 * DAY_MS,
        "until": now_ms,
        "bucket_s": 86400,
        "branches": [{**line, "buckets": [{"at": midnight, **bucket}]}],
    }


async def test_a_store_that_is_down_is_said(house: House, chen: Handset) -> None:
    house.figure_store.available = False
    answer = await chen.ask("GET", "/api/ops/casework")
    problem(answer, 503, "telemetry_unavailable")
    assert answer.headers["retry-after"] == "10"


async def test_another_span_is_refused(chen: Handset) -> None:
    problem(await chen.ask("GET", "/api/ops/casework?span=1y"), 422, "invalid_request", "span")
