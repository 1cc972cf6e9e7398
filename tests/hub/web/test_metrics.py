"""The hub as a Prometheus server sees it: with the token, by its rules, and nothing of customers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from device_profiles.contract.errors import Refusal
from device_profiles.contract.ids import parse_device
from device_profiles.contract.messages.health import Readings
from hub.ports.alarms import Alarm
from hub.ports.devices import Peripheral
from hub.ports.journal import Books
from hub.ports.notices import Notice
from hub.web.app import create_app
from tests.fakes.alarms import alarm
from tests.fakes.case_events import COUNTER_A, COUNTER_B, accepted, filed, offered, queued, teller
from tests.fakes.hub_house import House
from tests.fakes.scraped import scraped, value
from tests.fakes.standing_clock import MINUTE_MS, NOON_MS
from tests.hub.web.handsets import Handsets, problem

HOT = Alarm(
    alarm="01a2",
    device=COUNTER_B,
    branch="north/b2",
    kind="counter",
    rule="hot",
    severity="needs",
    metric="temperature_c",
    value=91.0,
    limit=80.0,
    raised_at=NOON_MS,
)
TOKEN = "a token of the bank's Prometheus"


@pytest.fixture
async def prometheus(house: House, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(replace(house.web, scrape_token=TOKEN), tmp_path)
    headers = {"Authorization": f"Bearer {TOKEN}"}
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://hub", headers=headers) as client:
        yield client


async def test_it_sees_cases_devices_and_telemetry(house: House, prometheus: httpx.AsyncClient) -> None:
    await house.has(teller("li"), teller("wang"))
    await house.has_counter(COUNTER_A)
    await house.has_counter(COUNTER_B)
    await house.seats("li")

    def happens(books: Books) -> None:
        books.devices.set_presence(COUNTER_A, NOON_MS, online=False)
        books.devices.put_peripheral(COUNTER_B, Peripheral("printer", "jammed", "Stuck.", NOON_MS))
        books.alarms.raise_all([HOT])
        books.quarantine("topic", b"?", Refusal(code="not_json", says="what is that"))

    await house.shelf.do(happens)
    await house.knows("north-01", filed(at=NOON_MS - MINUTE_MS), queued())
    await house.knows("north-02", filed(), offered(), accepted())
    families = scraped((await prometheus.get("/metrics")).text)
    assert value(families, "tongban_hub_cases_in_flight", phase="routing") == 1
    assert value(families, "tongban_hub_cases_waiting") == 1
    assert value(families, "tongban_hub_cases_longest_wait_seconds") == 60
    assert value(families, "tongban_hub_devices_registered", kind="counter") == 2
    assert value(families, "tongban_hub_devices_connected", kind="counter") == 1
    assert value(families, "tongban_hub_peripherals_failing", condition="jammed") == 1
    assert value(families, "tongban_hub_messages_refused", code="not_json") == 2
    assert value(families, "tongban_hub_messages_quarantined", code="not_json") == 1
    assert value(families, "tongban_hub_alarms_open", severity="needs") == 1
    assert value(families, "tongban_hub_alarms_acknowledged") == 0
    assert value(families, "tongban_hub_telemetry_store_up") == 1
    assert value(families, "tongban_hub_broker_connected") == 1
    assert value(families, "process_resident_memory_bytes") > 0


async def test_it_sees_what_is_wrong_and_who_has_not_heard_of_it(
    house: House, prometheus: httpx.AsyncClient
) -> None:
    def happens(books: Books) -> None:
        books.alarms.raise_all([alarm("a1"), alarm("a2", "disk-low"), alarm("a3", "hot", severity="watch")])
        books.alarms.acknowledge("a2", "chen", NOON_MS)
        books.notices.write(Notice("n1", "duty", "title", "text", NOON_MS, NOON_MS), ["a1"])

    await house.shelf.do(happens)
    families = scraped((await prometheus.get("/metrics")).text)
    assert value(families, "tongban_hub_alarms_open", severity="needs") == 2
    assert value(families, "tongban_hub_alarms_open", severity="watch") == 1
    assert value(families, "tongban_hub_alarms_acknowledged") == 1
    assert value(families, "tongban_hub_notices_owed") == 1


async def test_it_counts_readings_as_the_hub_does(house: House, prometheus: httpx.AsyncClient) -> None:
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(house.web.telemetry.run())
        for number in (1, 4):
            message = Readings(boot="b1", number=number, measured_at=NOON_MS, metrics={"teeth": 32})
            await house.web.telemetry.take(message, parse_device(COUNTER_B), "counter")
        running.cancel()
    families = scraped((await prometheus.get("/metrics")).text)
    assert value(families, "tongban_hub_telemetry_readings_stored") == 2
    assert value(families, "tongban_hub_telemetry_readings_missed") == 2
    assert value(families, "tongban_hub_telemetry_refused", reason="unknown") == 2


async def test_nothing_of_a_person_a_case_or_a_device_is_in_it(
    house: House, prometheus: httpx.AsyncClient
) -> None:
    await house.has(teller("li"))
    await house.has_counter(COUNTER_B)
    await house.knows("north-02", filed(), offered(), accepted())
    text = (await prometheus.get("/metrics")).text
    for word in ("north", "counter-1", "王小样", '"li"'):
        assert word not in text


@pytest.mark.parametrize(
    "headers", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic eDp5"}]
)
async def test_without_the_token_nobody_scrapes(
    prometheus: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    prometheus.headers.pop("Authorization")
    problem(await prometheus.get("/metrics", headers=headers), 401, "not_logged_in")


async def test_where_no_token_was_set_there_is_no_such_address(handsets: Handsets) -> None:
    problem(await handsets._client.get("/metrics", headers={"Authorization": "Bearer "}), 404, "not_found")
