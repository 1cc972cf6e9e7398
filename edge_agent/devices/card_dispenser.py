"""The card dispenser's port: gives out one bank card at a time.

Owns the words only; drivers are beside it. That a card is given out once, and to whom, is casework's.
"""

from __future__ import annotations

from typing import Protocol

from edge_agent.devices.peripheral import Peripheral


class CardDispenser(Peripheral, Protocol):
    """A peripheral with a stock of cards."""

    async def dispense(self) -> str:
        """Give out the next card; what it is known by, without the number that is on it.

        Raises:
            CardsUsedUpError: there is no card left; nothing moved.
            CardStuckError: one is stuck; whether it can be reached nobody knows.
            PeripheralGoneError, PeripheralFailedError: nothing moved, for the reason told.
        """
