"""Looks after the peripherals: asks each how it is, and tells the hub and the screen of every change.

Owns when that is done. A peripheral that fails is a state and never an error here: the rest goes on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Final

import structlog

from device_profiles.contract.messages.event import PeripheralChanged
from device_profiles.delivery.patience import Patience
from edge_agent.casework.records import Records, Transaction
from edge_agent.devices.attendance import Attendance
from edge_agent.devices.peripheral import Peripheral, PeripheralState

_log = structlog.get_logger()

LOOK_EVERY_S: Final = 15.0
LONGEST_LOOK_S: Final = 20.0
PAUSE_S: Final = 1.0
"""Between two tellings: a plug with a loose contact must not fill the outbox."""
LONGEST_WORDS: Final = 300


class Peripherals:
    """Attends to the peripherals of the device, by the names that its profile gives them."""

    def __init__(
        self,
        records: Records,
        attendance: Attendance,
        peripherals: Mapping[str, Peripheral],
        *,
        look_every_s: float = LOOK_EVERY_S,
        pause_s: float = PAUSE_S,
    ) -> None:
        self._records = records
        self._attendance = attendance
        self._peripherals = peripherals
        self._look_every_s = look_every_s
        self._pause_s = pause_s
        self._told: dict[str, PeripheralState] = {}
        self._patience = Patience("peripherals")

    async def run(self) -> None:
        """Look and tell until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            for name, peripheral in self._peripherals.items():
                tasks.create_task(self._attend(name, peripheral), name=f"look at {name}")
            while True:
                await self._attendance.changed.wait()
                self._attendance.changed.clear()
                self._records.changes.note()
                await self._patience.insist(self._tell)
                await asyncio.sleep(self._pause_s)

    async def _attend(self, name: str, peripheral: Peripheral) -> None:
        while True:
            if not self._attendance.is_used(name):
                state = await _state_of(name, peripheral)
                if not self._attendance.is_used(name):  # what its user finds out meanwhile is newer
                    self._attendance.note(name, state)
            await asyncio.sleep(self._look_every_s)

    async def _tell(self) -> None:
        states = self._attendance.states
        changed = {name: state for name, state in states.items() if self._told.get(name) != state}
        if not changed:
            return

        def tell(transaction: Transaction) -> None:
            for name, state in changed.items():
                transaction.tell_hub(_said(name, state))

        await self._records.change(tell)
        self._told.update(changed)
        for name, state in changed.items():
            _log.info("peripheral", peripheral=name, condition=state.condition, says=state.says)


async def _state_of(name: str, peripheral: Peripheral) -> PeripheralState:
    try:
        async with asyncio.timeout(LONGEST_LOOK_S):
            return await peripheral.look()
    except TimeoutError:
        return PeripheralState("slow", f"It gave no answer for {LONGEST_LOOK_S:g} s.")
    except Exception:  # noqa: BLE001  a task's boundary
        _log.exception("peripheral not looked at", peripheral=name)
        return PeripheralState("failed", "The agent cannot speak with it: its log says why.")


def _said(name: str, state: PeripheralState) -> PeripheralChanged:
    return PeripheralChanged(peripheral=name, condition=state.condition, says=state.says[:LONGEST_WORDS])
