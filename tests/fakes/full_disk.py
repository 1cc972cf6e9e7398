"""A database whose disk is full when a test says so."""

from __future__ import annotations

import asyncio
from typing import TypeVar

import pytest

from device_profiles.delivery import patience
from device_profiles.delivery.database import Database, Work
from device_profiles.delivery.errors import DiskFullError

ResultT = TypeVar("ResultT")


class FullDisk:
    """Stands before a database. While `full`, nothing can be kept; who is patient tries again at once."""

    def __init__(self, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
        self.full = False
        self._run = database.run
        self._met = asyncio.Semaphore(0)
        monkeypatch.setattr(database, "run", self._keep)
        monkeypatch.setattr(patience, "PAUSE_S", 0.001)

    async def met(self, times: int = 1) -> None:
        """Wait until so many more have found it full."""
        async with asyncio.timeout(10):
            for _ in range(times):
                await self._met.acquire()

    async def _keep(self, work: Work[ResultT]) -> ResultT:
        if self.full:
            self._met.release()
            msg = "database or disk is full"
            raise DiskFullError(msg)
        return await self._run(work)
