"""What is said to a smart card: SELECT and READ BINARY, enough to tell whether it is a travel document.

Owns the commands and what their answers mean (ISO/IEC 7816-4; ICAO Doc 9303 parts 10 and 11). It opens
nothing that is locked: the holder's data need keys that are printed in the document.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from edge_agent.devices.card_reader import Answer, Card

EMRTD_AID: Final = bytes.fromhex("A0000002471001")
"""The application of an electronic machine readable travel document (Doc 9303-10, 3.1)."""
EF_COM: Final = 0x011E
"""Which data groups there are; locked until the holder's document was read (Doc 9303-10, 4.6.1)."""
DONE: Final = 0x9000
LOCKED: Final = 0x6982
"""Security status not satisfied."""
LONGEST_FILE_BYTES: Final = 0x8000
"""Where READ BINARY with an offset of 15 bits ends."""
_END_OF_FILE: Final = frozenset({0x6282, 0x6B00})
_PIECE_BYTES: Final = 0xE0
"""Fits every card's buffer; a short APDU carries at most 256."""


class CardRefusedError(Exception):
    """The card will not; `status` is its status word."""

    def __init__(self, status: int) -> None:
        super().__init__(f"The card answered {status:04X}.")
        self.status = status


@dataclass(frozen=True, slots=True)
class CardSeen:
    """What can be told without keys: answer to reset, a travel document or not, locked or not."""

    atr: bytes
    is_emrtd: bool
    is_locked: bool


async def look_at(card: Card) -> CardSeen:
    """Select the travel document's application and try its first file.

    Raises:
        PeripheralError: the card or the reader went away.
    """
    selected = await card.send(_select(0x04, 0x0C, EMRTD_AID))
    if selected.status != DONE:
        return CardSeen(card.atr, is_emrtd=False, is_locked=False)
    first = await card.send(_select(0x02, 0x0C, EF_COM.to_bytes(2, "big")))
    if first.status == DONE:
        first = await card.send(_read(0, 4))
    return CardSeen(card.atr, is_emrtd=True, is_locked=first.status == LOCKED)


async def select_application(card: Card, aid: bytes) -> None:
    """Select an application by its identifier.

    Raises:
        CardRefusedError: the card has none of it.
        PeripheralError: the card or the reader went away.
    """
    _demand_done(await card.send(_select(0x04, 0x0C, aid)))


async def read_file(card: Card, file: int) -> bytes:
    """Select an elementary file of the application and read all of it.

    Raises:
        CardRefusedError: it is not there, is locked, or is longer than LONGEST_FILE_BYTES.
        PeripheralError: the card or the reader went away.
    """
    _demand_done(await card.send(_select(0x02, 0x0C, file.to_bytes(2, "big"))))
    content = b""
    while len(content) < LONGEST_FILE_BYTES:
        answer = await card.send(_read(len(content), _PIECE_BYTES))
        if answer.status == DONE and len(answer.data) == _PIECE_BYTES:
            content += answer.data
        elif answer.status == DONE or answer.status in _END_OF_FILE:
            return content + answer.data
        else:
            raise CardRefusedError(answer.status)
    raise CardRefusedError(0x6B00)


def _demand_done(answer: Answer) -> None:
    if answer.status != DONE:
        raise CardRefusedError(answer.status)


def _select(p1: int, p2: int, name: bytes) -> bytes:
    return bytes([0x00, 0xA4, p1, p2, len(name)]) + name


def _read(offset_bytes: int, length_bytes: int) -> bytes:
    return bytes([0x00, 0xB0, offset_bytes >> 8, offset_bytes & 0xFF, length_bytes])
