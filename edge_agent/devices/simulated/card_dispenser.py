"""The simulated card dispenser: gives out made-up cards, and can be empty, jammed or gone.

Owns the stock and what was given out; `dispensed` and `becomes` are for whoever plays the machine.
"""

from __future__ import annotations

from typing import Final

from device_profiles.contract.messages.event import Condition
from edge_agent.devices.errors import (
    CardStuckError,
    CardsUsedUpError,
    PeripheralFailedError,
    PeripheralGoneError,
)
from edge_agent.devices.peripheral import PeripheralState

USUAL_STOCK: Final = 100


class SimulatedCardDispenser:
    """Has so many cards."""

    name = "simulated"

    def __init__(self, stock: int = USUAL_STOCK) -> None:
        self.stock = stock
        self.dispensed: list[str] = []
        self._state = PeripheralState("ready", "It works.")

    def becomes(self, condition: Condition) -> None:
        """From now on it is so."""
        self._state = PeripheralState(condition, f"The simulated card dispenser is {condition}.")

    async def look(self) -> PeripheralState:
        """How it was made to be, or that it has no card left."""
        if self._state.condition == "ready" and self.stock == 0:
            return PeripheralState("failed", "There is no card left in the dispenser: put some in.")
        return self._state

    async def dispense(self) -> str:
        """A made-up card.

        Raises:
            PeripheralError: the one of its condition.
        """
        state = await self.look()
        match state.condition:
            case "ready":
                self.stock -= 1
                self.dispensed.append(f"simulated card {len(self.dispensed) + 1}")
                return self.dispensed[-1]
            case "jammed":
                raise CardStuckError("A card is stuck in the dispenser: somebody must take it out.")
            case "unplugged":
                raise PeripheralGoneError(state.says)
            case _ if self.stock == 0:
                raise CardsUsedUpError(state.says)
            case _:
                raise PeripheralFailedError(state.says)
