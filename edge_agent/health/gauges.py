"""What a device can measure of itself: one small gauge for each part of it.

Owns the readings and their names, which the device's profile declares. A gauge gives what it knows now:
what cannot be measured here, or is not known yet, is left out and never made up. It tells nobody.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final, Protocol

import psutil

from device_profiles.delivery import outbox
from device_profiles.delivery.session import Session
from edge_agent.casework.records import Records
from edge_agent.devices.attendance import Attendance
from edge_agent.devices.printer import Printer
from edge_agent.eyes.port import Eyes
from edge_agent.store import origin_cases

MEGABYTE: Final = 1_000_000
WORKING: Final = frozenset({"ready", "busy"})
"""The conditions in which a peripheral needs nobody."""
PROCESSOR_SENSORS: Final = ("coretemp", "k10temp", "cpu_thermal", "soc_thermal", "acpitz")
"""What Linux calls the sensors of processors (Intel, AMD, ARM boards) and of whole boards."""
LOOK_AT_LOOP_S: Final = 0.5


class Gauge(Protocol):
    """Measures one part of the device."""

    async def read(self) -> Mapping[str, float]:
        """What is known now, by the names of the profile and in its units."""
        ...


class Machine:
    """Processor, memory, the disk of the agent's folder, temperature; and the agent's own memory."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process = psutil.Process()

    async def read(self) -> Mapping[str, float]:
        """The processor's use is the mean since the reading before."""
        metrics = {
            "cpu_percent": psutil.cpu_percent(),
            "memory_percent": psutil.virtual_memory().percent,
            "disk_free_mb": psutil.disk_usage(str(self._folder)).free / MEGABYTE,
            "agent_memory_mb": self._process.memory_info().rss / MEGABYTE,
        }
        temperature_c = processor_temperature_c()
        return metrics if temperature_c is None else {**metrics, "temperature_c": temperature_c}


class Waiting:
    """What has not reached the hub yet."""

    def __init__(self, records: Records) -> None:
        self._records = records

    async def read(self) -> Mapping[str, float]:
        """Messages without a receipt, the age of the oldest, and materials still to be sent.

        Raises:
            DatabaseUnavailableError: the device's database is gone, or its disk is full.
        """
        backlog = await self._records.read(outbox.backlog)
        uploads = await self._records.read(origin_cases.count_waiting)
        oldest, now_ms = backlog.oldest_written_at, self._records.ids.clock.now_ms()
        return {
            "outbox_messages": float(backlog.messages),
            "outbox_age_s": 0.0 if oldest is None else max(0, now_ms - oldest) / 1000,
            "uploads_waiting": float(uploads),
        }


class Link:
    """The link to the broker; it publishes the readings, and times the broker's acknowledgement."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._round_trip_ms: float | None = None

    async def read(self) -> Mapping[str, float]:
        """How often it broke since the start, and the last round trip."""
        metrics = {"link_drops": float(self.session.drops)}
        if self._round_trip_ms is None:
            return metrics
        return {**metrics, "link_round_trip_ms": self._round_trip_ms}

    async def publish(self, topic: str, payload: bytes) -> bool:
        """Publish and wait for the acknowledgement: False when nobody was there to hear it.

        Raises:
            DeliveryError: it could not be sent now.
        """
        self._round_trip_ms = None  # of a link that broke since, nothing is known
        began_s = time.perf_counter()
        heard = await self.session.publish(topic, payload)
        self._round_trip_ms = (time.perf_counter() - began_s) * 1000
        return heard


class Camera:
    """The camera before which people stand."""

    def __init__(self, eyes: Eyes) -> None:
        self._eyes = eyes

    async def read(self) -> Mapping[str, float]:
        """How many pictures a second come from it."""
        return {"camera_fps": self._eyes.fps}


class Peripherals:
    """How many of the peripherals need somebody."""

    def __init__(self, attendance: Attendance) -> None:
        self._attendance = attendance

    @property
    def failing(self) -> frozenset[str]:
        """Those that do not work, by name."""
        states = self._attendance.states.items()
        return frozenset(name for name, state in states if state.condition not in WORKING)

    async def read(self) -> Mapping[str, float]:
        """Nothing until somebody has looked at them."""
        return {"peripherals_failing": float(len(self.failing))} if self._attendance.states else {}


class Paper:
    """What the printer says of its paper."""

    def __init__(self, printer: Printer) -> None:
        self._printer = printer

    async def read(self) -> Mapping[str, float]:
        """Nothing of a printer that does not say."""
        left = self._printer.paper_left_percent
        return {} if left is None else {"paper_left_percent": left}


class LoopLag:
    """How long the agent's event loop was held up: while it is, no screen of this device answers."""

    def __init__(self, every_s: float = LOOK_AT_LOOP_S) -> None:
        self._every_s = every_s
        self._worst_s = 0.0
        self._looked = False

    async def run(self) -> None:
        """Wait a moment again and again, and note how much too late it ends."""
        loop = asyncio.get_running_loop()
        while True:
            due_s = loop.time() + self._every_s
            await asyncio.sleep(self._every_s)
            self._worst_s = max(self._worst_s, loop.time() - due_s)
            self._looked = True

    async def read(self) -> Mapping[str, float]:
        """The longest since the reading before."""
        if not self._looked:
            return {}
        worst_s, self._worst_s, self._looked = self._worst_s, 0.0, False
        return {"loop_lag_ms": worst_s * 1000}


def processor_temperature_c() -> float | None:
    """The hottest that the processor's sensors say; None where the machine has none that can be read."""
    if not hasattr(psutil, "sensors_temperatures"):  # not on every system
        return None
    sensors = psutil.sensors_temperatures()
    for name in PROCESSOR_SENSORS:
        if readings := [sensor.current for sensor in sensors.get(name, ())]:
            return float(max(readings))
    return None


def gauges_of(
    records: Records,
    folder: Path,
    attendance: Attendance,
    eyes: Eyes | None = None,
    printer: Printer | None = None,
) -> tuple[Gauge, ...]:
    """The gauges of a device with these parts; link and event loop are measured by who reports."""
    parts: list[Gauge] = [Machine(folder), Waiting(records), Peripherals(attendance)]
    if eyes is not None:
        parts.append(Camera(eyes))
    if printer is not None:
        parts.append(Paper(printer))
    return tuple(parts)
