"""How this device is: readings at the profile's interval, sent as telemetry.

What cannot be sent now is kept in memory, a bounded number, and sent as `historical` when the link is
back; what is dropped shows at the hub as a gap in the boot's numbers.
"""

from __future__ import annotations

import asyncio
import itertools
from collections import deque
from functools import partial
from pathlib import Path
from typing import Final

import psutil

from device_profiles.contract import topics
from device_profiles.contract.codec import encode
from device_profiles.contract.envelope import Envelope
from device_profiles.contract.messages.health import Readings
from device_profiles.contract.topics import Channel
from device_profiles.delivery import outbox
from device_profiles.delivery.errors import DeliveryError
from device_profiles.delivery.patience import Patience
from device_profiles.delivery.session import Session
from edge_agent.casework.records import Records
from edge_agent.eyes.port import Eyes
from edge_agent.store import origin_cases

MOST_KEPT: Final = 8_640
"""A day at ten seconds."""
MEGABYTE: Final = 1_000_000


class Health:
    """Measures and reports."""

    def __init__(
        self,
        records: Records,
        session: Session,
        boot: str,
        interval_s: float,
        folder: Path,
        eyes: Eyes | None = None,
    ) -> None:
        self._records = records
        self._session = session
        self._boot = boot
        self._interval_s = interval_s
        self._folder = folder
        self._eyes = eyes
        self._process = psutil.Process()
        self._kept: deque[Readings] = deque(maxlen=MOST_KEPT)
        self._patience = Patience("health")
        self.sent = 0

    async def run(self) -> None:
        """Report until cancelled: at once when the link is first up, then at the interval."""
        await self._session.wait_connected()
        for number in itertools.count(1):
            self._kept.append(await self._patience.insist(partial(self._measure, number)))
            await self._send_kept()
            await asyncio.sleep(self._interval_s)

    async def _send_kept(self) -> None:
        while self._kept:
            readings = self._kept[0]
            if len(self._kept) > 1:
                readings = readings.model_copy(update={"historical": True})
            try:
                heard = await self._session.publish(self._topic(), self._message(readings))
            except DeliveryError:
                return
            if not heard:  # the hub is not there yet, or not any more
                return
            self._kept.popleft()
            self.sent += 1

    def _topic(self) -> str:
        return topics.up(self._records.device, Channel.TELEMETRY)

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

    async def _measure(self, number: int) -> Readings:
        now_ms = self._records.ids.clock.now_ms()
        backlog = await self._records.read(outbox.backlog)
        waiting = await self._records.read(origin_cases.count_waiting)
        oldest = backlog.oldest_written_at
        metrics = {
            "cpu_percent": psutil.cpu_percent(),
            "memory_percent": psutil.virtual_memory().percent,
            "disk_free_mb": psutil.disk_usage(str(self._folder)).free / MEGABYTE,
            "agent_memory_mb": self._process.memory_info().rss / MEGABYTE,
            "outbox_messages": float(backlog.messages),
            "outbox_age_s": 0.0 if oldest is None else max(0, now_ms - oldest) / 1000,
            "uploads_waiting": float(waiting),
            "link_drops": float(self._session.drops),
        }
        if self._eyes is not None:
            metrics["camera_fps"] = self._eyes.fps
        return Readings(boot=self._boot, number=number, measured_at=now_ms, metrics=metrics)
