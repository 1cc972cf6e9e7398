"""How a program outlasts a time in which nothing can be kept: it tries again, and says so once.

A disk fills up and is emptied, a database goes away and comes back. No loop may end of that, and none may
fill the log with it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

import structlog

from device_profiles.delivery.errors import DatabaseUnavailableError

ResultT = TypeVar("ResultT")

PAUSE_S: Final = 1.0
QUIET_S: Final = 10.0
"""So long after the last failure an episode is over: between two of them, what only reads goes well."""

_log = structlog.get_logger()


class Patience:
    """One kind of work's; `doing` names the work in the log. Belongs to one event loop."""

    def __init__(self, doing: str) -> None:
        self._doing = doing
        self._failures = 0
        self._failed_at_s = 0.0

    async def insist(self, work: Callable[[], Awaitable[ResultT]]) -> ResultT:
        """Do it, again and again until it can be kept; its result."""
        while True:
            try:
                result = await work()
            except DatabaseUnavailableError as error:
                self.failed(error)
                await asyncio.sleep(PAUSE_S)
            else:
                self.went_well()
                return result

    def failed(self, error: DatabaseUnavailableError) -> None:
        """It could not be kept, and will be tried again. Logged once an episode."""
        if self._failures == 0:
            _log.error("nothing can be kept", doing=self._doing, code=error.code, reason=str(error))
        self._failures += 1
        self._failed_at_s = asyncio.get_running_loop().time()

    def went_well(self) -> None:
        """It was kept."""
        if self._failures and asyncio.get_running_loop().time() - self._failed_at_s >= QUIET_S:
            _log.info("kept again", doing=self._doing, failures=self._failures)
            self._failures = 0
