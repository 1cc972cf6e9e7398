"""The counter's readings: measured at the interval, kept while the link is down, then sent as history."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from device_profiles.contract import topics
from device_profiles.contract.codec import decode
from device_profiles.contract.messages.health import Readings
from device_profiles.contract.topics import Channel
from device_profiles.profiles import load_kinds
from edge_agent.devices.peripheral import PeripheralState
from edge_agent.health import reporting
from edge_agent.health.reporting import Health
from tests.fakes.counter_health import health_of
from tests.fakes.counter_house import COUNTER, CounterHouse

INTERVAL_S = 0.002
WORKS, JAMMED = PeripheralState("ready", "It works."), PeripheralState("jammed", "Paper is stuck.")


@pytest.fixture
async def health(counter: CounterHouse) -> AsyncIterator[Health]:
    """The counter's health, which reports as often as a test can bear."""
    health = health_of(counter, INTERVAL_S)
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


async def until_kept(health: Health, so_many: int) -> None:
    async with asyncio.timeout(10):
        while await health.kept() < so_many:
            pass


async def until_number(health: Health, number: int) -> None:
    async with asyncio.timeout(10):
        while health.last is None or health.last.number <= number:
            await health.kept()


@pytest.mark.usefixtures("health")
async def test_readings_are_numbered_and_of_the_profile(counter: CounterHouse) -> None:
    await counter.session.until_published(3)
    readings = sent(counter)[:3]
    assert [reading.number for reading in readings] == [1, 2, 3]
    assert {reading.boot for reading in readings} == {"b1"}
    assert not any(reading.historical for reading in readings)
    metrics = load_kinds()["counter"].metrics
    for reading in readings:
        assert all(metrics[name].admits(value) for name, value in reading.metrics.items())


async def test_what_could_not_be_sent_follows_as_history_in_order(
    counter: CounterHouse, health: Health
) -> None:
    await counter.session.until_published(1)
    before = len(sent(counter))
    counter.session.goes_down()
    await until_kept(health, 5)
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
    monkeypatch.setattr(reporting, "MOST_KEPT", 3)
    health = health_of(counter, INTERVAL_S)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(health.run())
        await counter.session.until_published(1)
        counter.session.goes_down()
        before = sent(counter)[-1].number
        await until_number(health, before + 10)
        counter.session.comes_up()
        await counter.session.until_published(before + 3)
        running.cancel()
    assert sent(counter)[before].number > before + 1


async def test_a_counter_waits_for_its_first_link(counter: CounterHouse) -> None:
    counter.session.goes_down()
    health = health_of(counter, INTERVAL_S)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(health.run())
        await asyncio.sleep(0)
        assert sent(counter) == []
        counter.session.comes_up()
        await counter.session.until_published(1)
        assert sent(counter)[0].number == 1
        running.cancel()


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


async def test_what_was_kept_outlasts_a_restart_of_the_agent(counter: CounterHouse) -> None:
    async def runs(boot: str, until: Callable[[Health], Awaitable[None]]) -> None:
        health = health_of(counter, INTERVAL_S, boot=boot)
        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(health.run())
            await until(health)
            running.cancel()

    async def loses_the_link(health: Health) -> None:
        await counter.session.until_published(1)
        counter.session.goes_down()
        await until_kept(health, 3)

    async def has_it_back(health: Health) -> None:
        counter.session.comes_up()
        while await health.kept() or not health.sent:
            pass

    await runs("b1", loses_the_link)
    fresh = len(sent(counter))
    await runs("b2", has_it_back)
    late = sent(counter)[fresh:]
    from_before = [reading for reading in late if reading.boot == "b1"]
    assert [reading.number for reading in from_before] == [fresh + 1 + n for n in range(len(from_before))]
    assert len(from_before) >= 2
    assert all(reading.historical for reading in from_before)
    assert not any(reading.historical for reading in late[len(from_before) :])


async def _until_attended() -> None:
    for _ in range(3):
        await asyncio.sleep(0)


@pytest.mark.parametrize("what", ["a peripheral fails", "the link returns"])
async def test_what_cannot_wait_is_told_at_once(
    counter: CounterHouse, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    monkeypatch.setattr(reporting, "SOONEST_S", 0.001)
    health = health_of(counter, interval_s=3_600)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(health.run())
        await counter.session.until_published(1)
        await _until_attended()
        if what == "a peripheral fails":
            counter.attendance.note("printer", JAMMED)
        else:
            counter.session.goes_down()
            counter.session.comes_up()
        await counter.session.until_published(2)
        running.cancel()
    assert sent(counter)[1].metrics["peripherals_failing" if "periph" in what else "link_drops"] == 1


async def test_a_loose_plug_does_not_fill_the_link(
    counter: CounterHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reporting, "SOONEST_S", 0.02)
    health, began_s, told = health_of(counter, interval_s=3_600), time.monotonic(), 0
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(health.run())
        while told < 4:
            counter.attendance.note("printer", WORKS if told % 2 else JAMMED)
            await asyncio.sleep(0)
            told = len(sent(counter))
        running.cancel()
    assert time.monotonic() - began_s >= 3 * 0.02
