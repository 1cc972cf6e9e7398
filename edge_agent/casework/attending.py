"""One customer after another before the machine: whoever goes away leaves nothing behind.

Owns the present visit, in memory, and when it ends; `unattended` has the rule. What is then to be wiped
away, and what is told to whom, is its user's.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, Literal

import structlog

from device_profiles.delivery.patience import Patience
from device_profiles.profiles import Unattended
from edge_agent.capture.faces.presence import Event
from edge_agent.casework.unattended import Visit
from edge_agent.devices.happenings import Happening, PictureBack
from edge_agent.eyes.port import Eyes

LEFT: Final = "the customer left"
Served = Literal["nobody", "here", "asked"]

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class VisitNow:
    """Which visit it is, whether somebody is there, and in how many seconds it ends if nothing happens."""

    number: int
    standing: Served
    ends_in_s: float | None


class Attending:
    """Whom the machine serves now. `end` wipes away what they left, for the reason given."""

    def __init__(
        self,
        limits: Unattended,
        eyes: Eyes | None,
        end: Callable[[str], Awaitable[None]],
        on_change: Callable[[], None],
    ) -> None:
        self._limits = limits
        self._eyes = eyes
        self._end = end
        self._on_change = on_change
        self._visit: Visit | None = None
        self._changed = asyncio.Event()
        self._patience = Patience("leave-taking")
        self.number = 0
        """Of the visit: what a page holds of an earlier one belongs to somebody else."""

    @property
    def standing(self) -> Served:
        """Whether somebody is served, and is taken to be there."""
        if self._visit is None:
            return "nobody"
        now = self._visit.standing(_now_s(), self._limits)
        return "here" if now == "here" else "asked"

    @property
    def now(self) -> VisitNow:
        """The visit at this moment."""
        return VisitNow(self.number, self.standing, self.ends_in_s)

    @property
    def ends_in_s(self) -> float | None:
        """How long the visit lasts if nothing happens; None while somebody is seen, or nobody served."""
        if self._visit is None or self._visit.away_since_s is None:
            return None
        return max(0.0, self._visit.away_since_s + self._limits.end_s - _now_s())

    def touch(self) -> None:
        """Somebody touched the screen."""
        if self._visit is None:
            self.number += 1
            _log.info("visit", number=self.number)
        self._become((self._visit or Visit(None)).touched(_now_s(), seen=self._sees_somebody()))

    async def stop(self, reason: str) -> None:
        """The customer is done, or wants no more: nothing of them stays."""
        self._visit = None
        self.number += 1
        try:
            await self._end(reason)
        finally:
            self._changed.set()
            self._on_change()

    async def run(self, *, somebody_was_here: bool) -> None:
        """Watch until cancelled. After a restart, whoever was served may have gone meanwhile."""
        if somebody_was_here:
            self.number += 1
            self._become(Visit(None if self._sees_somebody() else _now_s()))
        async with asyncio.TaskGroup() as tasks:
            if self._eyes is not None:
                tasks.create_task(self._look(self._eyes), name="presence")
            while True:
                await self._wait()
                if self._visit is not None and self._visit.standing(_now_s(), self._limits) == "gone":
                    _log.info("visit ended", number=self.number)
                    await self._patience.insist(lambda: self.stop(LEFT))
                self._on_change()

    async def _wait(self) -> None:
        """Until something happened, or the visit stands otherwise because time passed."""
        visit = self._visit
        due_s = None if visit is None else visit.next_change_s(_now_s(), self._limits)
        with suppress(TimeoutError):
            async with asyncio.timeout_at(due_s):
                await self._changed.wait()
        self._changed.clear()

    async def _look(self, eyes: Eyes) -> None:
        with eyes.listen() as happenings:
            async for happening in happenings:
                self._happened(happening)

    def _happened(self, happening: Happening) -> None:
        if self._visit is None or isinstance(happening, PictureBack):
            return
        if isinstance(happening, Event) and happening.kind != "left":
            self._become(self._visit.seen(_now_s(), self._limits))
        else:
            self._become(self._visit.unseen(_now_s()))

    def _become(self, visit: Visit) -> None:
        if visit != self._visit:
            self._visit = visit
            self._changed.set()
            self._on_change()

    def _sees_somebody(self) -> bool:
        return self._eyes is not None and self._eyes.presence.what not in {"nobody", "unseen"}


def _now_s() -> float:
    return asyncio.get_running_loop().time()
