"""The calls of this device that have not ended, and what was refused. A book; it does nothing itself."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable
from typing import Final

import structlog

from device_profiles.contract.envelope import Body
from device_profiles.contract.errors import Refusal
from edge_agent.media.call import Call

CALLS_KEPT: Final = 64
"""Ended calls whose names are remembered, so that none is opened twice."""

_log = structlog.get_logger()


class Ledger:
    """What is written here is what every part of a call goes by."""

    def __init__(self, on_change: Callable[[], None]) -> None:
        self._on_change = on_change
        self._calls: dict[str, Call] = {}
        self._over: deque[str] = deque(maxlen=CALLS_KEPT)
        self.refused: Counter[str] = Counter()

    @property
    def calls(self) -> tuple[Call, ...]:
        """The calls as they are."""
        return tuple(self._calls.values())

    def get(self, name: str) -> Call | None:
        """A call that has not ended."""
        return self._calls.get(name)

    def at(self, name: str, epoch: int) -> Call | None:
        """A call, if it is still in that epoch."""
        call = self._calls.get(name)
        return call if call is not None and call.epoch == epoch else None

    def was(self, name: str) -> bool:
        """Whether the call was opened here before."""
        return name in self._calls or name in self._over

    def keep(self, call: Call) -> None:
        """A call is new, or another; the screen shows it."""
        self._calls[call.call] = call
        self._on_change()

    def keep_quietly(self, call: Call) -> None:
        """Nothing of it has changed that a screen shows."""
        self._calls[call.call] = call

    def forget(self, name: str) -> None:
        """The call has ended."""
        self._calls.pop(name, None)
        self._over.append(name)
        self._on_change()

    def refuse(self, refusal: Refusal, body: Body) -> None:
        """What was said is not done."""
        self.refused[refusal.code] += 1
        _log.warning("signal refused", type=body.type_name, code=refusal.code, says=refusal.says)
