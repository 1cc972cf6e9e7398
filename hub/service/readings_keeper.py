"""Puts readings where they survive: into the store, or while that is down into the spool.

Owns which of the two it is now, the patience before it changes, and the catching up. Nothing that was kept
is given up: when the spool takes no more, `keep` waits.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TypeVar

import structlog

from hub.domain.readings import Reading
from hub.ports.telemetry import (
    Spool,
    SpoolFullError,
    SpoolSize,
    TelemetryStore,
    TelemetryStoreUnavailableError,
)

logger: structlog.typing.FilteringBoundLogger = structlog.get_logger()

AnswerT = TypeVar("AnswerT")


class ReadingsKeeper:
    """Keeps batches of readings.

    Args:
        store: where they go.
        spool: where they wait.
        batch_size: the most that the store is given at once when it is back.
        patience_s: for so long a store that is down, or does not answer, is asked again before readings go
            into the spool.
        first_retry_s: the pause after the store was first unavailable; it doubles each time,
        longest_retry_s: up to this.
    """

    def __init__(
        self,
        store: TelemetryStore,
        spool: Spool,
        *,
        batch_size: int,
        patience_s: float,
        first_retry_s: float,
        longest_retry_s: float,
    ) -> None:
        self._store = store
        self._spool = spool
        self._batch_size = batch_size
        self._patience_s = patience_s
        self._first_retry_s = first_retry_s
        self._longest_retry_s = longest_retry_s
        self._down = False
        self._reason = ""
        self._work = asyncio.Event()
        self._room = asyncio.Event()
        self.full = False
        """Whether nothing can be kept now: the store is down, and the spool takes no more."""
        self.caught_up = 0
        """Readings that went from the spool into the store."""
        if spool.size.readings:
            self._begin_spooling("readings of an earlier run wait in the spool")
            self._work.set()

    @property
    def down(self) -> bool:
        """Whether readings go into the spool now, because the store is down or has to catch up."""
        return self._down

    @property
    def spooled(self) -> SpoolSize:
        """How much waits in the spool."""
        return self._spool.size

    async def keep(self, readings: Sequence[Reading]) -> bool:
        """Return once these would survive a power cut: True when the store has them."""
        while True:
            if not self._down:
                if await self._store_takes(readings):
                    self.full = False
                    return True
                self._begin_spooling(self._reason or f"no answer for {self._patience_s} s")
            try:
                self._room.clear()
                await self._spool.append(readings)
            except SpoolFullError as error:
                if not self.full:
                    self.full = True
                    logger.error("telemetry spool is full", reason=str(error))
                await self._until_room()
                # With nothing to catch up with, nobody but the next batch finds out that the store is back.
                self._down = bool(self._spool.size.readings)
            else:
                self.full = False
                self._work.set()
                return False

    async def close(self) -> None:
        """Let go of store and spool."""
        await self._store.close()
        await self._spool.close()

    async def run(self, when_caught_up: Callable[[], Awaitable[None]]) -> None:
        """Catch up until cancelled; each time that nothing waits any more, say so."""
        while True:
            await self._work.wait()
            while readings := await self._spool.oldest(self._batch_size):
                await self._insist(partial(self._store.write, readings))
                await self._spool.forget()
                self.caught_up += len(readings)
                self._room.set()
                if self._spool.size.readings < self._batch_size:
                    self._end_spooling()  # what comes now need not wait for the rest
            await self._insist(when_caught_up)
            if not self._spool.size.readings:
                self._work.clear()
                self._end_spooling()

    async def _insist(self, ask: Callable[[], Awaitable[AnswerT]]) -> AnswerT:
        """Ask the store until it answers."""
        pause_s = self._first_retry_s
        while True:
            try:
                return await ask()
            except TelemetryStoreUnavailableError as error:
                self._reason = str(error)
                await asyncio.sleep(pause_s)
                pause_s = min(2 * pause_s, self._longest_retry_s)

    async def _store_takes(self, readings: Sequence[Reading]) -> bool:
        self._reason = ""
        try:
            async with asyncio.timeout(self._patience_s):
                await self._insist(partial(self._store.write, readings))
        except TimeoutError:
            return False
        return True

    async def _until_room(self) -> None:
        """Wait until something left the spool; a disk that was full may have room by itself, too."""
        try:
            async with asyncio.timeout(self._longest_retry_s):
                await self._room.wait()
        except TimeoutError:
            pass

    def _begin_spooling(self, reason: str) -> None:
        self._down = True
        logger.warning("telemetry store unavailable", reason=reason, spooled=self._spool.size.readings)

    def _end_spooling(self) -> None:
        if self._down:
            self._down = False
            logger.info("telemetry store available again", caught_up=self.caught_up)
