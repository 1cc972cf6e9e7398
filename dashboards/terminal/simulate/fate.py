"""How a fault is done to simulated devices; when it is over, nothing of it is left."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Sequence
from typing import Final

from dashboards.terminal.simulate.device import SimulatedDevice
from dashboards.terminal.simulate.faults import Fault

HEAT_STEPS: Final = 12
"""A device grows hot by steps: up to the middle of the fault, and down again."""


async def befall(whom: Sequence[SimulatedDevice], fault: Fault) -> None:
    """Do it to them, for as long as it lasts."""
    for_s = fault.ends_s - fault.begins_s
    match fault.what:
        case "outage":
            await _cut_off(whom, for_s)
        case "storm":
            await _cut_off(whom, 0)
        case "heat":
            await _heat(whom, fault.size, for_s)
        case "gaps":
            for device in whom:
                device.to_lose += round(fault.size)
        case "silence":
            for device in whom:
                device.mute = True
            await asyncio.sleep(for_s)
            for device in whom:
                device.mute = False
        case "clock":
            for device in whom:
                device.clock_off_s = fault.size
            await asyncio.sleep(for_s)
            for device in whom:
                device.clock_off_s = 0.0


async def _cut_off(whom: Sequence[SimulatedDevice], for_s: float) -> None:
    for device in whom:
        device.cut_off()
    await asyncio.sleep(for_s)
    for device in whom:
        device.join_again()


async def _heat(whom: Sequence[SimulatedDevice], most_c: float, for_s: float) -> None:
    for step in range(1, HEAT_STEPS + 1):
        for device in whom:
            device.hotter_c = round(most_c * math.sin(math.pi * step / HEAT_STEPS), 3)
        await asyncio.sleep(for_s / HEAT_STEPS)
