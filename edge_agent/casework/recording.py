"""Records the video of cases that demand it: sealed here, chained stretch to stretch, then to the hub.

Owns when is recorded: from the moment somebody has accepted the case until it ends, with the customer's
consent and never without. What is missing between two stretches shows in their times and nowhere else;
why the end of it is missing is told when it is over.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping
from typing import Final

import structlog
from sqlalchemy import Connection

from device_profiles.contract.recording import next_segment
from device_profiles.delivery.patience import Patience
from device_profiles.delivery.sealed_files import SealedFiles
from device_profiles.profiles import Procedure
from edge_agent.casework.film_sending import FilmSending
from edge_agent.casework.records import Records, Transaction
from edge_agent.eyes.film_port import Film, FilmSegment
from edge_agent.store import consents, origin_cases, recorded

LOOK_AGAIN_S: Final = 5.0
LONGEST_TAIL_MS: Final = 1_500
"""When the last picture was taken so long before the end, the camera has missed the end."""
CONSENT: Final = "video"

_log = structlog.get_logger()


class Recordings:
    """Keeps the film of one case at a time."""

    def __init__(
        self,
        records: Records,
        procedures: Mapping[str, Procedure],
        film: Film,
        files: SealedFiles,
        sending: FilmSending,
    ) -> None:
        self._records = records
        self._procedures = procedures
        self._film = film
        self._files = files
        self._sending = sending
        self._kept = 0
        """The number of the newest part of this recording's film that was dealt with."""
        self._another = asyncio.Condition()
        self._patience = Patience("recordings")

    async def run(self) -> None:
        """Record, keep and send until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._keep(), name="stretches kept")
            tasks.create_task(self._sending.run(), name="stretches sent")
            tasks.create_task(self._follow_cases(), name="what is recorded")

    async def _follow_cases(self) -> None:
        """Record the case whose turn it is, and stop when it ends."""
        recording: str | None = None
        await self._patience.insist(lambda: self._records.change(self._broke_off))
        while True:
            version = self._records.changes.version
            wanted = await self._patience.insist(lambda: self._records.read(self._wanted))
            if wanted != recording:
                if recording is not None:
                    await self._end(recording)
                if wanted is not None:
                    await self._begin(wanted)
                recording = wanted
            await self._records.changes.after(version, LOOK_AGAIN_S)

    async def _begin(self, case: str) -> None:
        _log.info("recording", case=case)
        self._kept = 0
        await self._patience.insist(
            lambda: self._records.change(lambda work: recorded.begin(work.connection, case))
        )
        await self._film.record(case)

    async def _end(self, case: str) -> None:
        """Nothing is filmed any more: what was, is kept, and then it is over."""
        ended_at = self._records.ids.clock.now_ms()
        last = await self._film.stop_recording()
        async with self._another:
            await self._another.wait_for(lambda: self._kept >= last)

        def end(transaction: Transaction) -> None:
            newest = recorded.last(transaction.connection, case)
            reached = newest is not None and newest.ended_at >= ended_at - LONGEST_TAIL_MS
            recorded.end(transaction.connection, case, ended_at, None if reached else "film")

        await self._patience.insist(lambda: self._records.change(end))
        _log.info("recording ended", case=case)
        self._sending.wake()

    def _broke_off(self, transaction: Transaction) -> None:
        """What this program was recording when it ended is over, unless it goes on in a moment."""
        connection = transaction.connection
        for case in recorded.begun(connection):
            newest = recorded.last(connection, case)
            ended_at = self._records.ids.clock.now_ms() if newest is None else newest.ended_at
            recorded.end(connection, case, ended_at, "restart")

    def _wanted(self, connection: Connection) -> str | None:
        """The case to be recorded now: there is one customer before the camera."""
        for filed in origin_cases.all_cases(connection):
            procedure = self._procedures.get(filed.procedure)
            demands = procedure is not None and any(
                review.recording for review in procedure.reviews.values()
            )
            if demands and filed.accepted and not filed.is_closed:
                said = consents.about(connection, filed.case, CONSENT)
                if said and said[-1].said.given and said[-1].refusal is None:
                    return filed.case
        return None

    async def _keep(self) -> None:
        """Seal each stretch as it comes, and chain it."""
        with self._film.segments() as stretches:
            async for stretch in stretches:
                try:
                    await self._keep_one(stretch)
                except Exception:  # noqa: BLE001  a task's boundary: what is lost shows as a gap
                    _log.exception("stretch lost", case=stretch.recording, number=stretch.number)
                async with self._another:
                    self._kept = stretch.number
                    self._another.notify_all()

    async def _keep_one(self, stretch: FilmSegment) -> None:
        case, sha256 = stretch.recording, hashlib.sha256(stretch.mp4).hexdigest()

        def keep(transaction: Transaction) -> bool:
            connection = transaction.connection
            if not recorded.goes_on(connection, case):
                return False
            last = recorded.last(connection, case)
            times = stretch.started_at, max(stretch.ended_at, stretch.started_at)
            recorded.add(connection, case, next_segment(last, stretch.mp4, *times, stretch.frames))
            return True

        self._sending.hold(case, sha256, stretch.mp4)
        if await self._records.read(lambda connection: _is_here(connection, case)):
            await asyncio.to_thread(self._files.put, case, stretch.mp4)
            if not await self._records.read(lambda connection: _is_here(connection, case)):
                # They left in this moment: nothing of the customer's stays.
                await asyncio.to_thread(self._files.forget, case)
        if await self._patience.insist(lambda: self._records.change(keep)):
            self._sending.wake()
        else:
            self._sending.drop(case, sha256)


def _is_here(connection: Connection, case: str) -> bool:
    """Whether the customer has not left; of one who has, nothing is written to the disk."""
    filed = origin_cases.get(connection, case)
    return filed is not None and not filed.result_shown and filed.refusal is None
