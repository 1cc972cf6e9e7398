"""A device as a Prometheus server on it sees it: the last report in base units, and what is on its way."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from device_profiles.profiles import load_kinds
from edge_agent.devices.peripheral import PeripheralState
from edge_agent.screen.metrics import measurements
from edge_agent.screen.parts import ScreenParts
from tests.fakes.counter_house import CounterHouse
from tests.fakes.scraped import scraped, value


async def test_before_the_first_report_a_scrape_says_how_the_link_is(
    counter: CounterHouse, screen: httpx.AsyncClient
) -> None:
    counter.session.goes_down()
    counter.attendance.note("printer", PeripheralState("jammed", "Paper is stuck."))
    families = scraped((await screen.get("/metrics")).text)
    assert value(families, "tongban_agent_link_up") == 0
    assert value(families, "tongban_agent_reports_sent") == 0
    assert value(families, "tongban_agent_peripheral_working", peripheral="printer") == 0
    assert value(families, "process_resident_memory_bytes") > 0


async def test_a_scrape_tells_the_last_report(
    counter: CounterHouse, parts: ScreenParts, screen: httpx.AsyncClient
) -> None:
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(parts.health.run())
        await counter.session.until_published(1)
        running.cancel()
    assert parts.health.last is not None
    told, families = parts.health.last.metrics, scraped((await screen.get("/metrics")).text)
    assert value(families, "tongban_agent_disk_free_bytes") == told["disk_free_mb"] * 1e6
    assert value(families, "tongban_agent_cpu_ratio") == pytest.approx(told["cpu_percent"] / 100)


def test_every_metric_of_every_kind_has_a_name_that_prometheus_likes() -> None:
    for kind in load_kinds().values():
        names = {family.name for family in measurements(dict.fromkeys(kind.metrics, 1.0))}
        assert len(names) == len(kind.metrics)
        for base in ("cpu_ratio", "temperature_celsius", "loop_lag_seconds", "outbox_age_seconds"):
            assert f"tongban_agent_{base}" in names
