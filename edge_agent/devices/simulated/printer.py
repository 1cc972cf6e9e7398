"""The simulated printer: prints into memory, and can be without paper, jammed, open, busy, slow or gone.

Owns what was printed and how it is; `printed` and `becomes` are for whoever plays the printer.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping
from typing import Final

from device_profiles.contract.messages.event import Condition
from edge_agent.devices.errors import (
    CoverOpenError,
    OutOfPaperError,
    PaperJamError,
    PeripheralBusyError,
    PeripheralError,
    PeripheralFailedError,
    PeripheralGoneError,
    PeripheralSlowError,
)
from edge_agent.devices.peripheral import PeripheralState
from edge_agent.devices.printer import Document, Progress

FAULTS: Final[Mapping[Condition, type[PeripheralError]]] = {
    "busy": PeripheralBusyError,
    "slow": PeripheralSlowError,
    "unplugged": PeripheralGoneError,
    "out_of_paper": OutOfPaperError,
    "jammed": PaperJamError,
    "cover_open": CoverOpenError,
    "failed": PeripheralFailedError,
}
TRAY_SHEETS: Final = 500


class SimulatedPrinter:
    """Keeps what it printed; the last twenty documents. Its tray is filled when it was empty."""

    name = "simulated"

    def __init__(self, patience_s: float = 60.0) -> None:
        self.printed: list[Document] = []
        self._sheets = TRAY_SHEETS
        self._patience_s = patience_s
        self._state = PeripheralState("ready", "It works.")
        self._changed = asyncio.Event()

    def becomes(self, condition: Condition) -> None:
        """From now on it is so."""
        if condition == "out_of_paper":
            self._sheets = 0
        elif not self._sheets:
            self._sheets = TRAY_SHEETS
        self._state = PeripheralState(condition, f"The simulated printer is {condition.replace('_', ' ')}.")
        self._changed.set()

    @property
    def paper_left_percent(self) -> float:
        """Of its tray; each document takes a sheet."""
        return 100 * self._sheets / TRAY_SHEETS

    async def look(self) -> PeripheralState:
        """How it was made to be."""
        return self._state

    async def print(self, document: Document) -> AsyncGenerator[Progress, None]:
        """Keep it, as soon as the printer is ready.

        Raises:
            PeripheralError: the one of its condition, when it was not made ready in time.
        """
        if self._state.condition == "unplugged":
            raise PeripheralGoneError(self._state.says)
        yield Progress("queued", "It waits for the printer.")
        if self._state.condition != "ready":
            yield Progress("held_up", self._state.says)
            await self._until_ready()
        yield Progress("printing", "It is being printed.")
        self.printed = [*self.printed[-19:], document]
        self._sheets = self._sheets - 1 or TRAY_SHEETS  # where nobody stands beside it, it fills itself
        yield Progress("printed", "It was printed.")

    async def _until_ready(self) -> None:
        try:
            async with asyncio.timeout(self._patience_s):
                while self._state.condition != "ready":
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError as error:
            raise FAULTS[self._state.condition](self._state.says) from error
