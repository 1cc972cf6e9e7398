"""The card reader's port: a card that lies in it is sent commands and answers them.

Owns the words only; drivers are beside it, and what is said to a card is in `smart_card`.
"""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol

from edge_agent.devices.peripheral import Peripheral


@dataclass(frozen=True, slots=True)
class Answer:
    """A card's answer: its data and status word (ISO/IEC 7816-4), 0x9000 when all went well."""

    data: bytes
    status: int


class Card(Protocol):
    """A card that was powered up."""

    @property
    def atr(self) -> bytes:
        """Its answer to reset (ISO/IEC 7816-3)."""

    async def send(self, command: bytes) -> Answer:
        """Send one command APDU.

        Raises:
            NoCardError: the card was taken away.
            PeripheralGoneError: the reader was.
        """


class CardReader(Peripheral, Protocol):
    """A peripheral in which a card may lie."""

    def card(self) -> AbstractAsyncContextManager[Card]:
        """The card that lies in the reader, for as long as the context lasts.

        Raises:
            NoCardError: none does.
            PeripheralBusyError: another program speaks with it.
            PeripheralGoneError: there is no reader, or nothing that could speak with one.
        """
