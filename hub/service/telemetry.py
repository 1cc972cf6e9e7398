"""Telemetry on its way from the devices to the store: checked, gathered into batches, kept at.

Owns the queue between the devices' messages and the `TelemetryStore`, and what is counted on the
way. It must not acknowledge anything itself: `take` returns once the store has the reading, and the
caller then tells the broker.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

import structlog

from device_profiles.contract.ids import DeviceAddress
from device_profiles.contract.messages.health import Readings
from device_profiles.profiles import DeviceKind
from hub.domain.readings import Gaps, Reading, Reason, check
from hub.ports.telemetry import TelemetryStore, TelemetryStoreUnavailableError

logger: structlog.typing.FilteringBoundLogger = structlog.get_logger()

AnswerT = TypeVar("AnswerT")

BOOTS_KEPT: Final = 8
"""How many boots of a device are watched for late messages; a replay seldom reaches further back."""


@dataclass(frozen=True, slots=True)
class TelemetryCounts:
    """What has happened since the start. `received` and `stored` are readings, repeats included.

    `refused` counts metrics by reason; `missed` counts, by `region/branch/device`, the readings that
    have not come though later ones have; `waiting` are readings in the queue now.
    """

    received: int
    stored: int
    duplicates: int
    waiting: int
    refused: Mapping[Reason, int]
    missed: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Waiting:
    reading: Reading
    stored: asyncio.Future[None]


class TelemetryIntake:
    """Takes readings from many callers at once and writes them in batches.

    Args:
        store: where they go.
        kinds: the kinds of device, by name.
        batch_size: the most readings written at once.
        longest_wait_s: how long the first reading of a batch waits for company.
        queue_size: how many readings may wait; when it is full, `take` waits for room.
        first_retry_s: the pause after the store was first unavailable; it doubles each time,
        longest_retry_s: up to this.
    """

    def __init__(
        self,
        store: TelemetryStore,
        kinds: Mapping[str, DeviceKind],
        *,
        batch_size: int = 500,
        longest_wait_s: float = 0.2,
        queue_size: int = 5_000,
        first_retry_s: float = 0.1,
        longest_retry_s: float = 5.0,
    ) -> None:
        self._store = store
        self._kinds = kinds
        self._batch_size = batch_size
        self._longest_wait_s = longest_wait_s
        self._first_retry_s = first_retry_s
        self._longest_retry_s = longest_retry_s
        self._queue: asyncio.Queue[_Waiting] = asyncio.Queue(queue_size)
        # The batch at hand outlives a `run` that is ended and started again.
        self._batch: list[_Waiting] = []
        self._gaps: dict[str, dict[str, Gaps]] = {}
        self._received = 0
        self._stored = 0
        self._duplicates = 0
        self._refused: Counter[Reason] = Counter()
        self._missed: Counter[str] = Counter()

    @property
    def counts(self) -> TelemetryCounts:
        """What has happened so far."""
        return TelemetryCounts(
            received=self._received,
            stored=self._stored,
            duplicates=self._duplicates,
            waiting=self._queue.qsize(),
            refused=dict(self._refused),
            missed={device: missed for device, missed in self._missed.items() if missed},
        )

    async def take(self, message: Readings, device: DeviceAddress, kind: str) -> None:
        """Store one device's reading; returns once the store has it.

        Address and kind come from the registry. Callers take many at once: each waits for its batch.

        Raises:
            KeyError: there is no such kind of device.
        """
        checked = check(message.metrics, self._kinds[kind])
        self._received += 1
        self._refused.update(metric.reason for metric in checked.refused)
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
        stored = asyncio.get_running_loop().create_future()
        await self._queue.put(_Waiting(reading, stored))
        await stored

    async def run(self) -> None:
        """Write batches until cancelled; the supervisor awaits it."""
        await self._recall()
        while True:
            await self._gather()
            await self._insist(lambda: self._store.write([waiting.reading for waiting in self._batch]))
            self._settle()

    async def _recall(self) -> None:
        """Learn from the store how far each device had come, so that a restart opens no false gap."""
        for reading in await self._insist(self._store.last):
            boots = self._gaps.setdefault(_address(reading), {})
            boots.setdefault(reading.boot, Gaps(highest=reading.number))

    async def _gather(self) -> None:
        if not self._batch:
            self._batch.append(await self._queue.get())
        try:
            async with asyncio.timeout(self._longest_wait_s):
                while len(self._batch) < self._batch_size:
                    self._batch.append(await self._queue.get())
        except TimeoutError:
            pass

    async def _insist(self, ask: Callable[[], Awaitable[AnswerT]]) -> AnswerT:
        """Ask the store until it answers."""
        pause_s = self._first_retry_s
        failures = 0
        while True:
            try:
                answer = await ask()
            except TelemetryStoreUnavailableError as error:
                failures += 1
                if failures == 1:
                    logger.warning("telemetry store unavailable", reason=str(error))
                await asyncio.sleep(pause_s)
                pause_s = min(2 * pause_s, self._longest_retry_s)
            else:
                if failures:
                    logger.info("telemetry store available again", failures=failures)
                return answer

    def _settle(self) -> None:
        """Tell the callers whose readings are stored, and note which numbers came."""
        for waiting in self._batch:
            self._note(waiting.reading)
            if not waiting.stored.done():  # its caller may have been cancelled
                waiting.stored.set_result(None)
        self._stored += len(self._batch)
        self._batch.clear()

    def _note(self, reading: Reading) -> None:
        address = _address(reading)
        boots = self._gaps.setdefault(address, {})
        before = boots.get(reading.boot, Gaps())
        after = before.seen(reading.number)
        boots[reading.boot] = after
        self._missed[address] += after.missed - before.missed
        self._duplicates += after.duplicates - before.duplicates
        if len(boots) > BOOTS_KEPT:
            del boots[next(iter(boots))]


def _address(reading: Reading) -> str:
    return f"{reading.region}/{reading.branch}/{reading.device}"
