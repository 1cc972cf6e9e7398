"""Card readers through PC/SC: `pyscard` over the machine's pcscd.

Owns what PC/SC's errors mean. Its calls block, so they are made in a thread. pyscard has to be compiled, so
it is an extra of ours, and imported only where a PC/SC reader was asked for.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Final, TypeVar

from edge_agent.devices.card_reader import Answer, Card
from edge_agent.devices.errors import (
    NoCardError,
    PeripheralBusyError,
    PeripheralError,
    PeripheralFailedError,
    PeripheralGoneError,
)
from edge_agent.devices.peripheral import PeripheralState

ResultT = TypeVar("ResultT")
ANSWER_WITHIN_S: Final = 10.0

# Return codes of pcsc-lite's pcsclite.h.
_MEANINGS: Final[dict[int, tuple[type[PeripheralError], str]]] = {
    0x8010_000B: (PeripheralBusyError, "Another program speaks with the card."),
    0x8010_000C: (NoCardError, "No card lies in the reader."),
    0x8010_0069: (NoCardError, "The card was taken away."),
    0x8010_0068: (NoCardError, "The card was taken away and laid on again: try again."),
    0x8010_0066: (NoCardError, "The card does not answer: lay it on again."),
    0x8010_0067: (NoCardError, "The card has no power: lay it on again."),
    0x8010_0009: (PeripheralGoneError, "There is no such reader: is it plugged in?"),
    0x8010_0017: (PeripheralGoneError, "The reader was unplugged."),
    0x8010_002E: (PeripheralGoneError, "No card reader is plugged in."),
    0x8010_001D: (PeripheralGoneError, "pcscd does not run: apt install pcscd"),
    0x8010_001E: (PeripheralGoneError, "pcscd ended."),
}


class PcscReader:
    """The first PC/SC reader whose name begins with `prefix`; the first of all for an empty one."""

    def __init__(self, prefix: str = "") -> None:
        self.name = f"PC/SC {prefix}".strip()
        self._prefix = prefix
        self._one_at_a_time = asyncio.Lock()

    async def look(self) -> PeripheralState:
        """Whether the reader is there; a card need not be."""
        try:
            name = await _in_thread(self._find)
        except PeripheralError as error:
            return PeripheralState(error.condition or "failed", str(error))
        return PeripheralState("ready", f"{name} is there.")

    @asynccontextmanager
    async def card(self) -> AsyncIterator[Card]:
        """The card that lies in the reader.

        Raises:
            NoCardError: none does.
            PeripheralBusyError: another program speaks with it.
            PeripheralGoneError: no reader, no pcscd, or no pyscard.
            PeripheralFailedError: PC/SC says something else.
        """
        async with self._one_at_a_time:
            card = await _in_thread(self._connect)
            try:
                yield card
            finally:
                await asyncio.to_thread(card.release)

    def _find(self) -> str:
        scard = _scard()
        context = _checked(scard, *scard.SCardEstablishContext(scard.SCARD_SCOPE_USER))
        try:
            names = _checked(scard, *scard.SCardListReaders(context, []))
        finally:
            scard.SCardReleaseContext(context)
        fitting = [str(name) for name in names if str(name).startswith(self._prefix)]
        if not fitting:
            says = f"There is no reader {self._prefix}" if names else "No card reader is plugged in"
            raise PeripheralGoneError(f"{says}.")
        return fitting[0]

    def _connect(self) -> _PcscCard:
        scard, name = _scard(), self._find()
        context = _checked(scard, *scard.SCardEstablishContext(scard.SCARD_SCOPE_USER))
        try:
            protocols = scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1
            code, handle, protocol = scard.SCardConnect(
                context, name, scard.SCARD_SHARE_EXCLUSIVE, protocols
            )
            _checked(scard, code, handle)
            code, _, _, _, atr = scard.SCardStatus(handle)
            _checked(scard, code, atr)
        except PeripheralError:
            scard.SCardReleaseContext(context)
            raise
        return _PcscCard(scard, context, handle, protocol, bytes(atr))


class _PcscCard:
    def __init__(self, scard: Any, context: Any, handle: Any, protocol: int, atr: bytes) -> None:
        self.atr = atr
        self._scard = scard
        self._context = context
        self._handle = handle
        t0 = protocol == scard.SCARD_PROTOCOL_T0
        self._protocol = scard.SCARD_PCI_T0 if t0 else scard.SCARD_PCI_T1

    async def send(self, command: bytes) -> Answer:
        """Send one command APDU; as `Card.send` has it."""
        return await _in_thread(lambda: self._transmit(command))

    def release(self) -> None:
        self._scard.SCardDisconnect(self._handle, self._scard.SCARD_LEAVE_CARD)
        self._scard.SCardReleaseContext(self._context)

    def _transmit(self, command: bytes) -> Answer:
        code, response = self._scard.SCardTransmit(self._handle, self._protocol, list(command))
        answer = bytes(_checked(self._scard, code, response))
        if len(answer) < 2:
            raise PeripheralFailedError("The card gave half an answer.")
        return Answer(answer[:-2], int.from_bytes(answer[-2:], "big"))


def _scard() -> Any:
    try:
        from smartcard import scard  # noqa: PLC0415
    except ImportError as error:
        raise PeripheralGoneError("pyscard is not installed (docs/operations.md, Peripherals).") from error
    return scard


def _checked(scard: Any, code: int, result: ResultT) -> ResultT:
    if code == scard.SCARD_S_SUCCESS:
        return result
    # Where a C long is 32 bits wide the codes are negative.
    meaning = _MEANINGS.get(code & 0xFFFF_FFFF)
    if meaning is None:
        says = f"The card reader cannot do it ({scard.SCardGetErrorMessage(code)})."
        raise PeripheralFailedError(says)
    error, says = meaning
    raise error(says)


async def _in_thread(work: Callable[[], ResultT]) -> ResultT:
    try:
        async with asyncio.timeout(ANSWER_WITHIN_S):
            return await asyncio.to_thread(work)
    except TimeoutError as error:
        raise PeripheralFailedError(f"The reader gave no answer for {ANSWER_WITHIN_S:g} s.") from error
