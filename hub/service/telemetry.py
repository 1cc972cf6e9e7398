"""Telemetry on its way from the devices to the store: checked, gathered into batches, kept at.

Owns the queue between the devices' messages and who keeps them, and what is counted on the way. It must
not acknowledge anything itself: `take` returns once the reading is kept; the caller then tells the broker.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import NamedTuple

from device_profiles.contract.ids import DeviceAddress
from device_profiles.contract.messages.health import Readings
from device_profiles.delivery.clock import Clock
from device_profiles.profiles import DeviceKind
from hub.domain.readings import Heard, Reading, check, is_in_the_future
from hub.ports.telemetry import Spool, TelemetryStore, TelemetryStoreUnavailableError
from hub.service.readings_keeper import ReadingsKeeper
from hub.service.tally import Arrived, Tally, TelemetryCounts


class Said(NamedTuple):
    """A device's message; address and kind come from the registry."""

    message: Readings
    device: DeviceAddress
    kind: str


@dataclass(frozen=True, slots=True)
class _Waiting:
    """Readings that came together, and when."""

    readings: Sequence[Reading]
    received_at_ms: int
    stored: asyncio.Future[None]


def nobody(_: Heard) -> None:
    """Listens to nothing."""


class TelemetryIntake:
    """Takes readings from many callers at once and writes them in batches.

    Args:
        store: where they go.
        spool: where they wait while the store is down.
        kinds: the kinds of device, by name.
        clock: the hub's.
        heard: is told of each message once it is kept, or refused whole; it must neither wait nor fail.
        batch_size: so many readings are written at once, or somewhat more when more came together.
        longest_wait_s: how long the first reading of a batch waits for company.
        queue_size: how often readings may be handed over before a batch takes them; then `hand_over` waits.
        patience_s: for so long a store that is down is asked again before the spool is used.
        first_retry_s: the pause after the store was first unavailable; it doubles each time,
        longest_retry_s: up to this.
    """

    def __init__(
        self,
        store: TelemetryStore,
        spool: Spool,
        kinds: Mapping[str, DeviceKind],
        clock: Clock,
        *,
        heard: Callable[[Heard], None] = nobody,
        batch_size: int = 500,
        longest_wait_s: float = 0.2,
        queue_size: int = 5_000,
        patience_s: float = 2.0,
        first_retry_s: float = 0.1,
        longest_retry_s: float = 5.0,
    ) -> None:
        self._store = store
        self._kinds = kinds
        self._clock = clock
        self._heard = heard
        self._batch_size = batch_size
        self._longest_wait_s = longest_wait_s
        self._queue: asyncio.Queue[_Waiting] = asyncio.Queue(queue_size)
        # The batch at hand outlives a `run` that is ended and started again.
        self._batch: list[_Waiting] = []
        self._waiting = 0
        self._tally = Tally()
        self._keeper = ReadingsKeeper(
            store,
            spool,
            batch_size=batch_size,
            patience_s=patience_s,
            first_retry_s=first_retry_s,
            longest_retry_s=longest_retry_s,
        )

    @property
    def counts(self) -> TelemetryCounts:
        """What has happened so far."""
        return self._tally.counts(
            waiting=self._waiting,
            caught_up=self._keeper.caught_up,
            spooled=self._keeper.spooled,
            down=self._keeper.down,
        )

    @property
    def full(self) -> bool:
        """Whether nothing can be kept now, so that devices speak and are not heard."""
        return self._keeper.full

    async def take(self, message: Readings, device: DeviceAddress, kind: str) -> None:
        """Keep one device's reading; returns once it would survive a power cut.

        Raises:
            KeyError: there is no such kind of device.
        """
        await (await self.hand_over([Said(message, device, kind)]))

    async def hand_over(self, said: Sequence[Said]) -> asyncio.Future[None]:
        """Keep readings, in this order; the answer is done once they would survive a power cut.

        Raises:
            KeyError: there is no such kind of device.
        """
        received_at_ms = self._clock.now_ms()
        stored: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        readings = [reading for one in said if (reading := self._believed(one, received_at_ms))]
        if readings:
            await self._queue.put(_Waiting(readings, received_at_ms, stored))
            self._waiting += len(readings)
        else:
            stored.set_result(None)
        return stored

    def _believed(self, said: Said, received_at_ms: int) -> Reading | None:
        """The reading, without what cannot be believed; none when that is all of it."""
        message, device = said.message, said.device
        checked = check(message.metrics, self._kinds[said.kind])
        reading = Reading(
            region=device.region,
            branch=device.branch,
            device=device.device,
            kind=said.kind,
            boot=message.boot,
            number=message.number,
            measured_at_ms=message.measured_at,
            historical=message.historical,
            metrics=checked.accepted,
        )
        self._tally.received()
        if is_in_the_future(reading.measured_at_ms, received_at_ms):
            self._tally.refused(reading, ["in_the_future"])
            arrived = self._tally.arrived(reading)
            self._heard(_told(reading, received_at_ms, arrived, in_the_future=True))
            return None
        if checked.refused:
            self._tally.refused(reading, [metric.reason for metric in checked.refused])
        return reading

    async def run(self) -> None:
        """Write batches until cancelled; the supervisor awaits it."""
        if not self._keeper.down:
            with suppress(TelemetryStoreUnavailableError):  # told once there is something to keep
                await self._recall()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._keeper.run(self._recall), name="catching up")
            while True:
                await self._gather()
                readings = [reading for waiting in self._batch for reading in waiting.readings]
                in_store = await self._keeper.keep(readings)
                self._tally.stored(len(readings) if in_store else 0)
                self._settle()

    async def close(self) -> None:
        """Let go of the store and the spool, once nothing runs any more."""
        await self._keeper.close()

    async def _recall(self) -> None:
        """Learn from the store how far each device had come, so that a restart opens no false gap."""
        if not self._tally.is_recalled:
            self._tally.recall(await self._store.last())

    async def _gather(self) -> None:
        if not self._batch:
            self._batch.append(await self._queue.get())
        gathered = sum(len(waiting.readings) for waiting in self._batch)
        try:
            async with asyncio.timeout(self._longest_wait_s):
                while gathered < self._batch_size:
                    waiting = await self._queue.get()
                    self._batch.append(waiting)
                    gathered += len(waiting.readings)
        except TimeoutError:
            pass

    def _settle(self) -> None:
        """Tell the callers whose readings are kept, and who listens, and note which numbers came."""
        for waiting in self._batch:
            for reading in waiting.readings:
                arrived = self._tally.arrived(reading)
                self._heard(_told(reading, waiting.received_at_ms, arrived))
            self._waiting -= len(waiting.readings)
            if not waiting.stored.done():  # its caller may have been cancelled
                waiting.stored.set_result(None)
        self._batch.clear()


def _told(reading: Reading, received_at_ms: int, arrived: Arrived, *, in_the_future: bool = False) -> Heard:
    return Heard(
        device=reading.address,
        kind=reading.kind,
        boot=reading.boot,
        number=reading.number,
        measured_at_ms=reading.measured_at_ms,
        received_at_ms=received_at_ms,
        historical=reading.historical,
        metrics=reading.metrics,
        missed_before=arrived.missed_before,
        late=arrived.late,
        repeated=arrived.repeated,
        in_the_future=in_the_future,
    )
