"""How each peripheral of this device is, as last seen: by looking, or by what became of using it.

Owns the states in memory. Who is told of them, and who looks, is not its concern.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from edge_agent.devices.errors import PeripheralError
from edge_agent.devices.peripheral import PeripheralState

SLOW_AFTER_S: Final = 20.0
"""A page at 300 dpi takes an office scanner 5 to 15 s; who waits longer is told that it is not over."""


class Attendance:
    """The states of the peripherals, by the name that the device's profile gives them."""

    def __init__(self, *, slow_after_s: float = SLOW_AFTER_S) -> None:
        self._slow_after_s = slow_after_s
        self._states: dict[str, PeripheralState] = {}
        self._used: dict[str, int] = {}
        self.changed = asyncio.Event()
        """Set with every change; whoever tells of the changes clears it."""

    @property
    def states(self) -> Mapping[str, PeripheralState]:
        """How each peripheral is, as far as anybody has looked yet."""
        return dict(self._states)

    def is_used(self, peripheral: str) -> bool:
        """Whether it is in use by this program: it need not be asked how it is, and may not answer."""
        return self._used.get(peripheral, 0) > 0

    def note(self, peripheral: str, state: PeripheralState) -> None:
        """The peripheral was seen to be so."""
        if self._states.get(peripheral) != state:
            self._states[peripheral] = state
            self.changed.set()

    @contextmanager
    def using(self, peripheral: str) -> Iterator[None]:
        """Note what becomes of using the peripheral: it worked, it said why not, or it takes its time."""
        self._used[peripheral] = self._used.get(peripheral, 0) + 1
        slow = PeripheralState("slow", f"It has been at work for more than {self._slow_after_s:g} s.")
        loop = asyncio.get_running_loop()
        alarm = loop.call_later(self._slow_after_s, self._note_slow, peripheral, slow)
        try:
            yield
        except PeripheralError as error:
            if error.condition is not None:
                self.note(peripheral, PeripheralState(error.condition, str(error)))
            elif self._states.get(peripheral) == slow:
                self.note(peripheral, PeripheralState("ready", "It works."))
            raise
        else:
            self.note(peripheral, PeripheralState("ready", "It works."))
        finally:
            alarm.cancel()
            self._used[peripheral] -= 1

    def _note_slow(self, peripheral: str, slow: PeripheralState) -> None:
        """Whoever knows already what it waits for, such as paper, need not learn that it waits."""
        known = self._states.get(peripheral)
        if known is None or known.condition in {"ready", "busy"}:
            self.note(peripheral, slow)
