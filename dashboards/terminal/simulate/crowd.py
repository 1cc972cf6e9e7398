"""Runs the simulated devices together, plays their fate, and counts.

They connect a few at a time, and leave a few at a time: each says goodbye, and none is left connected.
"""

from __future__ import annotations

import asyncio
import itertools
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from dashboards.terminal.simulate.device import SimulatedDevice
from dashboards.terminal.simulate.fate import befall
from dashboards.terminal.simulate.faults import REPORTS_A_WINDOW, Fault, FaultWord, What, faults_in
from dashboards.terminal.simulate.members import Member

LEAVE_AT_ONCE: Final = 100


@dataclass(frozen=True, slots=True)
class Counts:
    """The whole fleet at one moment; `faults` are going on now, `befallen` have been."""

    devices: int
    connected: int
    sent: int
    missed: int
    ahead: int
    unacknowledged: int
    drops: int
    faults: Counter[What]
    befallen: Counter[What]


class Crowd:
    """The devices and their fate."""

    def __init__(
        self, devices: Sequence[SimulatedDevice], words: Collection[FaultWord], seed: int, interval_s: float
    ) -> None:
        self._devices = devices
        self._words = words
        self._seed = seed
        self._interval_s = interval_s
        self._now: Counter[What] = Counter()
        self._befallen: Counter[What] = Counter()

    @property
    def counts(self) -> Counts:
        """As it is."""
        return Counts(
            devices=len(self._devices),
            connected=sum(device.connected for device in self._devices),
            sent=sum(device.sent for device in self._devices),
            missed=sum(device.missed for device in self._devices),
            ahead=sum(device.ahead for device in self._devices),
            unacknowledged=sum(device.unacknowledged for device in self._devices),
            drops=sum(device.drops for device in self._devices),
            faults=+self._now,
            befallen=self._befallen.copy(),
        )

    def all_is_told(self) -> bool:
        """Let no more be measured; whether the hub heard all that was, and what was lost shows there."""
        for device in self._devices:
            device.mute = device.mute or device.owes_nothing
        return all(device.owes_nothing for device in self._devices)

    async def run(self) -> None:
        """Run until cancelled; it returns when all have left."""
        async with asyncio.TaskGroup() as tasks:
            running = [tasks.create_task(device.run()) for device in self._devices]
            fate = tasks.create_task(self._play_fate())
            try:
                await asyncio.Event().wait()
            finally:
                fate.cancel()
                await self._say_goodbye(running)

    async def _say_goodbye(self, running: Sequence[asyncio.Task[None]]) -> None:
        for device in self._devices:
            device.leaves()
        for begin in range(0, len(running), LEAVE_AT_ONCE):
            leaving = running[begin : begin + LEAVE_AT_ONCE]
            for task in leaving:
                task.cancel()
            await asyncio.wait(leaving)

    async def _play_fate(self) -> None:
        if not self._words:
            return
        members: list[Member] = [device.member for device in self._devices]
        loop = asyncio.get_running_loop()
        begins_s = loop.time()
        for window in itertools.count():
            async with asyncio.TaskGroup() as tasks:
                for fault in faults_in(window, self._seed, self._words, members, self._interval_s):
                    tasks.create_task(self._befall(fault, begins_s))
                begins_s += REPORTS_A_WINDOW * self._interval_s
                await asyncio.sleep(begins_s - loop.time())

    async def _befall(self, fault: Fault, window_begins_s: float) -> None:
        await asyncio.sleep(window_begins_s + fault.begins_s - asyncio.get_running_loop().time())
        whom = [self._devices[number] for number in fault.who]
        self._now[fault.what] += 1
        self._befallen[fault.what] += 1
        try:
            await befall(whom, fault)
        finally:
            self._now[fault.what] -= 1
