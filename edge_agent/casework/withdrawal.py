"""Ends the visit of a customer who takes back their consent to the video.

Owns that this follows from what was recorded, whoever asked and whether or not a page does anything more:
without a picture nobody can be sure of a customer who stands alone.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

import structlog
from sqlalchemy import Connection

from device_profiles.delivery.patience import Patience
from edge_agent.casework.records import Records
from edge_agent.store import consents, origin_cases

WITHDRAWN: Final = "the customer took back their consent to the video"
LOOK_AGAIN_S: Final = 5.0
VIDEO: Final = "video"

_log = structlog.get_logger()


class Withdrawal:
    """Watches the consents of the customer who is served. `stop` ends their visit, for the reason given."""

    def __init__(self, records: Records, stop: Callable[[str], Awaitable[None]]) -> None:
        self._records = records
        self._stop = stop
        self._patience = Patience("withdrawal")

    async def run(self) -> None:
        """Watch until cancelled; what a restart left undone is done first."""
        while True:
            version = self._records.changes.version
            case = await self._patience.insist(lambda: self._records.read(_withdrawn))
            if case is not None:
                _log.info("consent to the video withdrawn", case=case)
                await self._patience.insist(lambda: self._stop(WITHDRAWN))
            await self._records.changes.after(version, LOOK_AGAIN_S)


def _withdrawn(connection: Connection) -> str | None:
    """The case whose customer is here, and agreed to the video and does no longer."""
    for filed in origin_cases.not_left(connection):
        said = [kept.said.given for kept in consents.about(connection, filed.case, VIDEO)]
        if True in said and not said[-1]:
            return filed.case
    return None
