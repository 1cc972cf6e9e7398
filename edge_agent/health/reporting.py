"""Tells the hub how this device is: at the profile's interval, and at once when something changes.

What cannot be sent now is kept in the device's database, a bounded number, and sent as `historical` when
the link is back; what is dropped shows at the hub as a gap in the boot's numbers.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Final

import psutil
from sqlalchemy import Connection

from device_profiles.contract import topics
from device_profiles.contract.codec import encode
from device_profiles.contract.envelope import Envelope
from device_profiles.contract.messages.health import Readings
from device_profiles.contract.topics import Channel
from device_profiles.delivery.errors import DeliveryError
from device_profiles.delivery.patience import Patience
from device_profiles.delivery.session import Session
from edge_agent.casework.records import Records
from edge_agent.devices.attendance import Attendance
from edge_agent.health.change import Standing, worth_telling
from edge_agent.health.gauges import Gauge, Link, LoopLag, Peripherals
from edge_agent.store import kept_readings
from edge_agent.store.kept_readings import Kept

MOST_KEPT: Final = 8_640
"""A day at ten seconds."""
AT_ONCE: Final = 50
"""So many of those that were kept are on their way together."""
SOONEST_S: Final = 1.0
"""Between two reports, whatever changes."""


class Health:
    """Reports what the gauges read, numbered 1, 2, 3, … in this run of the agent, which is named `boot`."""

    def __init__(
        self,
        records: Records,
        session: Session,
        boot: str,
        interval_s: float,
        folder: Path,
        attendance: Attendance,
        gauges: Sequence[Gauge],
    ) -> None:
        self._records = records
        self._boot = boot
        self._interval_s = interval_s
        self._folder = folder
        self._link = Link(session)
        self._lag = LoopLag()
        self._peripherals = Peripherals(attendance)
        self._gauges = (*gauges, self._link, self._lag)
        self._may_keep_some = True
        self._patience = Patience("health")
        self.sent = 0
        self.last: Readings | None = None
        """The report before the next, for whoever looks on at the device itself."""

    async def run(self) -> None:
        """Report until cancelled: as soon as the link is first up, at the interval, and on change."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._lag.run(), name="event loop's lag")
            await self._link.session.wait_connected()
            for number in itertools.count(1):
                told = self._standing()
                self.last = await self._patience.insist(partial(self._measure, number))
                await self._tell(self.last)
                await self._until_due(told)

    async def kept(self) -> int:
        """How many reports wait for the link."""
        return await self._records.read(kept_readings.count)

    async def _until_due(self, told: Standing) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(self._interval_s):
                while True:
                    await asyncio.sleep(SOONEST_S)
                    if worth_telling(told, self._standing()):
                        return

    def _standing(self) -> Standing:
        disk, session = psutil.disk_usage(str(self._folder)), self._link.session
        return Standing(
            session.connected, session.drops, self._peripherals.failing, disk.free / max(1, disk.total)
        )

    async def _measure(self, number: int) -> Readings:
        metrics: dict[str, float] = {}
        for gauge in self._gauges:
            metrics |= await gauge.read()
        measured_at = self._records.ids.clock.now_ms()
        return Readings(boot=self._boot, number=number, measured_at=measured_at, metrics=metrics)

    async def _tell(self, readings: Readings) -> None:
        """Send it, behind those that were kept; or keep it too."""
        if not (await self._send_kept() and await self._send(readings)):
            await self._patience.insist(
                lambda: self._records.read(lambda disk: kept_readings.keep(disk, readings, MOST_KEPT))
            )
            self._may_keep_some = True

    async def _send_kept(self) -> bool:
        """Whether nothing is kept any more."""
        at_once = 1  # a hub that is not there yet need not be told fifty times
        while self._may_keep_some and self._link.session.connected:
            kept = await self._patience.insist(partial(self._records.read, partial(_oldest, most=at_once)))
            async with asyncio.TaskGroup() as tasks:  # in their order: each is handed over as it starts
                sending = [tasks.create_task(self._send(each.readings)) for each in kept]
            sent = [each.place for each, task in zip(kept, sending, strict=True) if task.result()]
            await self._forget(sent)
            if len(sent) < len(kept):
                return False
            self._may_keep_some, at_once = bool(kept), AT_ONCE
        return not self._may_keep_some

    async def _forget(self, sent: Sequence[int]) -> None:
        if sent:
            await self._patience.insist(
                lambda: self._records.read(lambda disk: kept_readings.forget(disk, sent))
            )

    async def _send(self, readings: Readings) -> bool:
        """Whether the hub was there to hear it."""
        topic, message = topics.up(self._records.device, Channel.TELEMETRY), self._message(readings)
        publish = self._link.session.publish if readings.historical else self._link.publish
        try:
            heard = await publish(topic, message)
        except DeliveryError:
            return False
        self.sent += heard
        return heard

    def _message(self, readings: Readings) -> bytes:
        return encode(
            Envelope(
                id=self._records.ids.message_id(),
                type=readings.type_name,
                version=readings.version,
                sent_at=self._records.ids.clock.now_ms(),
                body=readings,
            )
        )


def _oldest(connection: Connection, most: int) -> list[Kept]:
    return kept_readings.oldest(connection, most)
