"""The simulated card reader and its cards: a travel document, locked as real ones are, or another card.

Owns what the cards answer. A test may put the same cards into a virtual reader that pcscd knows.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

from edge_agent.devices.card_reader import Answer, Card
from edge_agent.devices.errors import NoCardError, PeripheralGoneError
from edge_agent.devices.peripheral import PeripheralState
from edge_agent.devices.smart_card import DONE, EF_COM, EMRTD_AID, LOCKED

NOT_FOUND: Final = 0x6A82
NOT_SUPPORTED: Final = 0x6D00
NO_FILE_SELECTED: Final = 0x6986
WRONG_OFFSET: Final = 0x6B00


@dataclass(slots=True)
class SimulatedCard:
    """A card with one application; a file without content is locked. It remembers what was selected."""

    atr: bytes = bytes.fromhex("3B8880014358532D4D52544445")
    aid: bytes = EMRTD_AID
    files: Mapping[int, bytes | None] = field(default_factory=lambda: {EF_COM: None})
    _selected: int | None = None

    async def send(self, command: bytes) -> Answer:
        """What `answers` says."""
        return self.answers(command)

    def answers(self, command: bytes) -> Answer:
        """Answer SELECT and READ BINARY (ISO/IEC 7816-4)."""
        if len(command) < 4:
            return Answer(b"", 0x6700)
        match command[1], command[2]:
            case 0xA4, 0x04:
                self._selected = None
                return Answer(b"", DONE if command[5 : 5 + command[4]] == self.aid else NOT_FOUND)
            case 0xA4, 0x02:
                file = int.from_bytes(command[5:7], "big")
                self._selected = file if file in self.files else None
                return Answer(b"", NOT_FOUND if self._selected is None else DONE)
            case 0xB0, high:
                return self._read((high << 8) | command[3], command[4] or 256)
            case _:
                return Answer(b"", NOT_SUPPORTED)

    def _read(self, offset_bytes: int, length_bytes: int) -> Answer:
        if self._selected is None:
            return Answer(b"", NO_FILE_SELECTED)
        content = self.files[self._selected]
        if content is None:
            return Answer(b"", LOCKED)
        if offset_bytes > len(content):
            return Answer(b"", WRONG_OFFSET)
        return Answer(content[offset_bytes : offset_bytes + length_bytes], DONE)


class SimulatedCardReader:
    """Has the card that was laid into it, or none; `is_plugged_in` may be taken away."""

    name = "simulated"

    def __init__(self, card: SimulatedCard | None = None) -> None:
        self.laid = card
        self.is_plugged_in = True

    async def look(self) -> PeripheralState:
        """Whether it is plugged in."""
        if self.is_plugged_in:
            return PeripheralState("ready", "It works.")
        return PeripheralState("unplugged", "No card reader is plugged in.")

    @asynccontextmanager
    async def card(self) -> AsyncIterator[Card]:
        """The card that was laid into it.

        Raises:
            NoCardError: none was.
            PeripheralGoneError: it was unplugged.
        """
        if not self.is_plugged_in:
            raise PeripheralGoneError("No card reader is plugged in.")
        if self.laid is None:
            raise NoCardError("No card lies in the reader.")
        yield self.laid
