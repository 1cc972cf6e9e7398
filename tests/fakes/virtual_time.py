"""An event loop whose time passes at once: when nobody has anything to do, it is already later.

Only for what runs in the loop alone: of threads and sockets it knows nothing, and may overtake them.
"""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

ResultT = TypeVar("ResultT")


class VirtualLoop(asyncio.SelectorEventLoop):
    """Its `time()` is the sum of what everybody would have waited for."""

    def __init__(self) -> None:
        self._waiting = _Waiting()
        super().__init__(self._waiting)

    def time(self) -> float:
        """Seconds since the loop was made."""
        return self._waiting.passed_s


def run_virtually(script: Coroutine[Any, Any, ResultT]) -> ResultT:
    """Run a script to its end in virtual time."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(script)


class _Waiting(selectors.DefaultSelector):
    def __init__(self) -> None:
        super().__init__()
        self.passed_s = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        found = super().select(timeout and 0)
        if timeout and not found:
            self.passed_s += timeout
        return found
