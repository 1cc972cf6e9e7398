"""Telemetry on its way from the devices to the store: checked, gathered into batches, kept at.

Owns the queue between the devices' messages and who keeps them, and what is counted on the way. It must
not acknowledge anything itself: `take` returns once the reading is kept; the caller then tells the broker.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from device_profiles.contract.ids import DeviceAddress
from device_profiles.contract.messages.health import Readings
from device_profiles.delivery.clock import Clock
from device_profiles.profiles import DeviceKind
from hub.domain.readings import Heard, Reading, check, is_in_the_future
from hub.ports.telemetry import Spool, TelemetryStore, TelemetryStoreUnavailableError
from hub.service.readings_keeper import ReadingsKeeper
from hub.service.tally import Arrived, Tally, TelemetryCounts


@dataclass(frozen=True, slots=True)
class _Waiting:
    reading: Reading
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
        batch_size: the most readings written at once.
        longest_wait_s: how long the first reading of a batch waits for company.
        queue_size: how many readings may wait beside the batch at hand; when it is full, `take` waits.
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
            waiting=self._queue.qsize() + len(self._batch),
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

        Address and kind come from the registry. Callers take many at once: each waits for its batch.

        Raises:
            KeyError: there is no such kind of device.
        """
        received_at_ms = self._clock.now_ms()
        checked = check(message.metrics, self._kinds[kind])
        reading = Reading(
            region=device.region,
            branch=device.branch,
            device=device.device,
            kind=kind,
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
            return
        self._tally.refused(reading, [metric.reason for metric in checked.refused])
        stored = asyncio.get_running_loop().create_future()
        await self._queue.put(_Waiting(reading, received_at_ms, stored))
        await stored

    async def run(self) -> None:
        """Write batches until cancelled; the supervisor awaits it."""
        if not self._keeper.down:
            with suppress(TelemetryStoreUnavailableError):  # told once there is something to keep
                await self._recall()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._keeper.run(self._recall), name="catching up")
            while True:
                await self._gather()
                in_store = await self._keeper.keep([waiting.reading for waiting in self._batch])
                self._settle(in_store=in_store)

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
        try:
            async with asyncio.timeout(self._longest_wait_s):
                while len(self._batch) < self._batch_size:
                    self._batch.append(await self._queue.get())
        except TimeoutError:
            pass

    def _settle(self, *, in_store: bool) -> None:
        """Tell the callers whose readings are kept, and who listens, and note which numbers came."""
        self._tally.stored(len(self._batch) if in_store else 0)
        for waiting in self._batch:
            arrived = self._tally.arrived(waiting.reading)
            self._heard(_told(waiting.reading, waiting.received_at_ms, arrived))
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
