"""The faults that may strike, by name. A further kind is a class here and an entry in `KINDS`."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Final, Protocol

from tests.faults.bank import FaultyBank
from tests.faults.plan import Strike


class Fault(Protocol):
    """A kind of fault: it strikes, and the bank is whole again when the method returns."""

    async def strike(self, bank: FaultyBank, strike: Strike) -> int:
        """Do it; how many processes were killed."""
        ...


class HubKilled:
    """SIGKILL for the hub. Its own broker is told to end by the kernel, as in production."""

    async def strike(self, bank: FaultyBank, strike: Strike) -> int:
        """Kill it; it is started again at once, and may be killed while it starts."""
        return await _kill(bank, "hub", strike.again_s)


class AgentKilled:
    """SIGKILL for the agent of one counter."""

    async def strike(self, bank: FaultyBank, strike: Strike) -> int:
        """Kill it; it is started again at once, and may be killed while it starts."""
        counters = tuple(bank.counters)
        return await _kill(bank, counters[int(strike.choice * len(counters))], strike.again_s)


class BrokerKilled:
    """SIGKILL for the broker: sessions and retained messages are gone."""

    async def strike(self, bank: FaultyBank, strike: Strike) -> int:
        """Kill it; that counters and hub find it again is not waited for."""
        return int(await bank.kill_broker())


async def _kill(bank: FaultyBank, name: str, again_s: float | None) -> int:
    kills = 1
    bank.kill_and_launch(name)
    if again_s is not None:
        await asyncio.sleep(again_s)
        if bank.program(name).running:
            bank.kill_and_launch(name)
            kills += 1
    await bank.until_up(name)
    return kills


KINDS: Final[Mapping[str, Fault]] = {"hub": HubKilled(), "agent": AgentKilled(), "broker": BrokerKilled()}
