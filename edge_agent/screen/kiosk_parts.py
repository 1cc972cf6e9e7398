"""What the pages of a device stand on at which customers stand alone, and the programs behind them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from edge_agent.casework.alone import Alone
from edge_agent.casework.attending import Attending
from edge_agent.casework.sight import Sight
from edge_agent.casework.withdrawal import Withdrawal


@dataclass(frozen=True, slots=True)
class KioskParts:
    """The customer's case, their visit, what the camera shows, and their consent; run them together."""

    alone: Alone
    attending: Attending
    sight: Sight | None
    withdrawal: Withdrawal

    async def run(self) -> None:
        """Run until cancelled."""
        await self.alone.clear_up()
        was_here = await self.alone.somebody_is_served()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.withdrawal.run(), name="withdrawal")
            tasks.create_task(self.attending.run(somebody_was_here=was_here), name="attending")
            if self.sight is not None:
                tasks.create_task(self.sight.run(), name="sight")
