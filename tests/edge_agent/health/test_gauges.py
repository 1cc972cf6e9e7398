"""What a device measures of itself: real readings, all of them declared by its kind."""

from __future__ import annotations

import asyncio
import time
from collections import namedtuple

import psutil
import pytest

from device_profiles.profiles import load_kinds
from edge_agent.devices.ipp_printer import paper_left_percent
from edge_agent.devices.peripheral import PeripheralState
from edge_agent.devices.printer import Document
from edge_agent.devices.simulated.printer import SimulatedPrinter
from edge_agent.health.gauges import (
    Camera,
    Link,
    LoopLag,
    Paper,
    Peripherals,
    Waiting,
    gauges_of,
    processor_temperature_c,
)
from tests.fakes.counter_cases import captures, files_case
from tests.fakes.counter_house import CounterHouse
from tests.fakes.eyes import FakeEyes
from tests.fakes.paper_session import PaperSession

Sensor = namedtuple("Sensor", "label current high critical")


def has_sensors(monkeypatch: pytest.MonkeyPatch, **chips: float) -> None:
    sensors = {
        chip: [Sensor("", 21.0, None, None), Sensor("", hot, None, None)] for chip, hot in chips.items()
    }
    monkeypatch.setattr(psutil, "sensors_temperatures", lambda: sensors, raising=False)


@pytest.mark.parametrize("kind", ["counter", "kiosk"])
async def test_what_a_device_measures_is_what_its_kind_declares(
    counter: CounterHouse, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    has_sensors(monkeypatch, coretemp=48.0)
    counter.attendance.note("printer", PeripheralState("ready", "It works."))
    link, lag = Link(PaperSession()), LoopLag(every_s=0.001)
    await link.publish("any", b"")
    eyes = FakeEyes(counter.clock)
    gauges = gauges_of(counter.records, counter.folder, counter.attendance, eyes, counter.printer)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(lag.run())
        await asyncio.sleep(0.01)
        running.cancel()
    metrics: dict[str, float] = {}
    for gauge in (*gauges, link, lag):
        metrics |= await gauge.read()
    declared = load_kinds()[kind].metrics
    assert set(metrics) == set(declared)
    assert [name for name, value in metrics.items() if not declared[name].admits(value)] == []


async def test_what_is_not_known_is_left_out(
    counter: CounterHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    has_sensors(monkeypatch, nvme=71.0)
    assert processor_temperature_c() is None  # that is a disk's
    assert await Peripherals(counter.attendance).read() == {}
    assert await LoopLag().read() == {}
    assert await Link(counter.session).read() == {"link_drops": 0}


async def test_the_hottest_of_the_processors_sensors_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    has_sensors(monkeypatch, acpitz=30.0, cpu_thermal=66.5)
    assert processor_temperature_c() == 66.5


async def test_the_outbox_and_the_uploads_are_in_the_figures(counter: CounterHouse) -> None:
    case = await files_case(counter)
    await captures(counter, case, "application-form", "id-card-front")
    counter.clock.pass_ms(4_500)
    await counter.handling.show_code()
    waiting = Waiting(counter.records)
    assert await waiting.read() == {"outbox_messages": 2, "outbox_age_s": 4.5, "uploads_waiting": 2}
    await counter.is_answered()
    assert await waiting.read() == {"outbox_messages": 1, "outbox_age_s": 0, "uploads_waiting": 2}


async def test_how_many_pictures_come_is_in_the_figures(counter: CounterHouse) -> None:
    eyes = FakeEyes(counter.clock)
    eyes.fps = 9.8
    assert await Camera(eyes).read() == {"camera_fps": 9.8}
    eyes.goes_dark()
    assert await Camera(eyes).read() == {"camera_fps": 0}


async def test_peripherals_that_need_somebody_are_counted(counter: CounterHouse) -> None:
    counter.attendance.note("scanner", PeripheralState("busy", "Somebody else uses it."))
    counter.attendance.note("printer", PeripheralState("out_of_paper", "It has no paper."))
    counter.attendance.note("camera", PeripheralState("failed", "It shows nothing."))
    gauge = Peripherals(counter.attendance)
    assert await gauge.read() == {"peripherals_failing": 2}
    counter.attendance.note("printer", PeripheralState("ready", "It works."))
    assert gauge.failing == {"camera"}


async def test_an_event_loop_that_is_held_up_shows_it_once() -> None:
    lag = LoopLag(every_s=0.001)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(lag.run())
        await asyncio.sleep(0)
        time.sleep(0.03)  # noqa: ASYNC251  it is what must not happen
        await asyncio.sleep(0.01)
        running.cancel()
    assert (await lag.read())["loop_lag_ms"] >= 25
    assert await lag.read() == {}


async def test_the_round_trip_is_that_of_the_last_report() -> None:
    link = Link(PaperSession())
    await link.publish("any", b"")
    assert (await link.read())["link_round_trip_ms"] > 0


async def test_each_document_takes_a_sheet_out_of_the_twins_tray() -> None:
    printer = SimulatedPrinter()
    async for _ in printer.print(Document("Application form", b"%PDF")):
        pass
    assert await Paper(printer).read() == {"paper_left_percent": 99.8}
    printer.becomes("out_of_paper")
    assert await Paper(printer).read() == {"paper_left_percent": 0}
    printer.becomes("ready")
    assert await Paper(printer).read() == {"paper_left_percent": 100}


TRAY = "type=sheetFeedAutoRemovableTray;mediafeed=29700;maxcapacity={most};level={level};status=0;name=T"


@pytest.mark.parametrize(
    ("trays", "reasons", "left"),
    [
        (TRAY.format(most=250, level=125), "none", 50.0),
        ([TRAY.format(most=250, level=0), TRAY.format(most=750, level=250)], "none", 25.0),
        ([TRAY.format(most=250, level=-3), TRAY.format(most=100, level=40)], "none", 40.0),
        (TRAY.format(most=250, level=300), "none", 100.0),
        (TRAY.format(most=-2, level=-2), "none", None),
        ("level=abc;maxcapacity=;;=", "none", None),
        (None, "media-empty-error", 0.0),
        (None, "media-low-report", None),
    ],
)
def test_a_printers_trays_say_how_full_they_are(trays: object, reasons: str, left: float | None) -> None:
    attributes = {"printer-input-tray": trays, "printer-state-reasons": reasons}
    assert paper_left_percent(attributes) == left
