"""The counter's readings: measured at the interval, kept while the link is down, then sent as history."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from device_profiles.contract import topics
from device_profiles.contract.codec import decode
from device_profiles.contract.messages.health import Readings
from device_profiles.contract.topics import Channel
from device_profiles.profiles import load_kinds
from edge_agent import health as health_module
from edge_agent.health import Health
from tests.fakes.counter_cases import captures, files_case
from tests.fakes.counter_house import COUNTER, CounterHouse
from tests.fakes.eyes import FakeEyes

INTERVAL_S = 0.002
NOT_HERE = {"camera_fps", "temperature_c", "loop_lag_ms", "link_round_trip_ms", "peripherals_failing"} | {
    "paper_left_percent"
}


@pytest.fixture
async def health(counter: CounterHouse) -> AsyncIterator[Health]:
    """The counter's health, which reports as often as a test can bear."""
    health = Health(counter.records, counter.session, "b1", INTERVAL_S, counter.folder)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(health.run())
        yield health
        running.cancel()


def sent(counter: CounterHouse) -> list[Readings]:
    found = [
        decode("up", Channel.TELEMETRY, published.payload).body
        for published in counter.session.published
        if published.topic == topics.up(COUNTER, Channel.TELEMETRY)
    ]
    assert all(isinstance(body, Readings) for body in found)
    return [body for body in found if isinstance(body, Readings)]


@pytest.mark.usefixtures("health")
async def test_readings_are_numbered_and_of_the_profile(counter: CounterHouse) -> None:
    await counter.session.until_published(3)
    readings = sent(counter)[:3]
    assert [reading.number for reading in readings] == [1, 2, 3]
    assert {reading.boot for reading in readings} == {"b1"}
    assert not any(reading.historical for reading in readings)
    metrics = load_kinds()["counter"].metrics
    for reading in readings:
        assert set(reading.metrics) == set(metrics) - NOT_HERE
        assert all(metrics[name].admits(value) for name, value in reading.metrics.items())


async def test_what_could_not_be_sent_follows_as_history_in_order(
    counter: CounterHouse, health: Health
) -> None:
    await counter.session.until_published(1)
    before = len(sent(counter))
    counter.session.goes_down()
    await counter.session.until_failed(5)
    counter.session.comes_up()
    await counter.session.until_published(before + 7)
    readings = sent(counter)
    assert [reading.number for reading in readings] == list(range(1, len(readings) + 1))
    late = [reading.number for reading in readings if reading.historical]
    assert len(late) >= 4
    assert late == list(range(late[0], late[-1] + 1))
    assert not readings[late[-1]].historical  # the one that was fresh when the link came back
    assert health.sent == len(readings)


async def test_of_a_long_outage_the_oldest_are_dropped_and_show_as_a_gap(
    counter: CounterHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health_module, "MOST_KEPT", 3)
    health = Health(counter.records, counter.session, "b1", INTERVAL_S, counter.folder)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(health.run())
        await counter.session.until_published(1)
        counter.session.goes_down()
        before = sent(counter)[-1].number
        await counter.session.until_failed(10)
        counter.session.comes_up()
        await counter.session.until_published(before + 3)
        running.cancel()
    assert sent(counter)[before].number > before + 1


async def test_a_counter_waits_for_its_first_link(counter: CounterHouse) -> None:
    counter.session.goes_down()
    health = Health(counter.records, counter.session, "b1", INTERVAL_S, counter.folder)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(health.run())
        await asyncio.sleep(0)
        assert sent(counter) == []
        counter.session.comes_up()
        await counter.session.until_published(1)
        assert sent(counter)[0].number == 1
        running.cancel()


async def test_the_outbox_and_the_uploads_are_in_the_figures(counter: CounterHouse) -> None:
    case = await files_case(counter)
    await captures(counter, case, "application-form", "id-card-front")
    counter.clock.pass_ms(4_500)
    await counter.handling.show_code()
    counter.session.goes_down()
    counter.session.comes_up()
    health = Health(counter.records, counter.session, "b1", INTERVAL_S, counter.folder)
    metrics = (await health._measure(1)).metrics
    assert (metrics["outbox_messages"], metrics["outbox_age_s"]) == (2, 4.5)
    assert (metrics["uploads_waiting"], metrics["link_drops"]) == (2, 1)
    await counter.is_answered()
    metrics = (await health._measure(2)).metrics
    assert (metrics["outbox_messages"], metrics["outbox_age_s"]) == (1, 0)


async def test_how_many_pictures_come_is_in_the_figures_of_a_device_with_a_camera(
    counter: CounterHouse,
) -> None:
    eyes = FakeEyes(counter.clock)
    health = Health(counter.records, counter.session, "b1", INTERVAL_S, counter.folder, eyes)
    eyes.fps = 9.8
    assert (await health._measure(1)).metrics["camera_fps"] == 9.8
    eyes.goes_dark()
    assert (await health._measure(2)).metrics["camera_fps"] == 0


async def test_what_nobody_was_there_to_hear_is_kept_for_the_hub(
    counter: CounterHouse, health: Health
) -> None:
    counter.session.heard = False
    await counter.session.until_failed(3)
    counter.session.heard = True
    await counter.session.until_published(4)
    readings = sent(counter)
    assert [reading.number for reading in readings] == list(range(1, len(readings) + 1))
    assert health.sent == len(readings)
