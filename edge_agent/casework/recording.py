"""Records the video of cases that demand it: sealed here, chained stretch to stretch, then to the hub.

Owns when is recorded: from the moment somebody has accepted the case until it ends, with the customer's
consent and never without. What is missing between two stretches shows in their times and nowhere else.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Final

import structlog
from sqlalchemy import Connection

from device_profiles.contract.messages.case import RecordSegment
from device_profiles.contract.recording import Segment, next_segment
from device_profiles.delivery.errors import DeliveryError, UploadRefusedError
from device_profiles.delivery.patience import Patience
from device_profiles.delivery.sealed_files import SealedFileError, SealedFiles
from device_profiles.profiles import Procedure
from edge_agent.casework.records import Records, Transaction
from edge_agent.casework.uploads import Uploads
from edge_agent.eyes.film_port import Film, FilmSegment
from edge_agent.store import consents, origin_cases, recorded

LOOK_AGAIN_S: Final = 5.0
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
        uploads: Uploads,
    ) -> None:
        self._records = records
        self._procedures = procedures
        self._film = film
        self._files = files
        self._uploads = uploads
        self._kept = asyncio.Event()
        self._patience = Patience("recordings")

    async def run(self) -> None:
        """Record, keep and send until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._keep(), name="stretches kept")
            tasks.create_task(self._send(), name="stretches sent")
            tasks.create_task(self._follow_cases(), name="what is recorded")

    async def _follow_cases(self) -> None:
        """Record the case whose turn it is, and stop when it ends."""
        recording: str | None = None
        while True:
            version = self._records.changes.version
            wanted = await self._patience.insist(lambda: self._records.read(self._wanted))
            if wanted != recording:
                if recording is not None:
                    await self._film.stop_recording()
                if wanted is not None:
                    _log.info("recording", case=wanted)
                    await self._film.record(wanted)
                recording = wanted
            await self._records.changes.after(version, LOOK_AGAIN_S)

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

    async def _keep_one(self, stretch: FilmSegment) -> None:
        case = stretch.recording

        def keep(transaction: Transaction) -> bool:
            connection = transaction.connection
            if not _is_open(connection, case):
                return False
            last = recorded.last(connection, case)
            times = stretch.started_at, max(stretch.ended_at, stretch.started_at)
            recorded.add(connection, case, next_segment(last, stretch.mp4, *times, stretch.frames))
            return True

        if not await self._records.read(lambda connection: _is_open(connection, case)):
            return
        await asyncio.to_thread(self._files.put, case, stretch.mp4)
        if await self._patience.insist(lambda: self._records.change(keep)):
            self._kept.set()
        else:  # it ended in this moment: nothing of the customer's stays
            await asyncio.to_thread(self._files.forget, case)

    async def _send(self) -> None:
        """What is kept goes to the hub, one after another, for the hub takes no stretch before the last."""
        while True:
            self._kept.clear()
            for case, segment in await self._patience.insist(lambda: self._records.read(recorded.waiting)):
                if not await self._send_one(case, segment):
                    break
            try:
                async with asyncio.timeout(LOOK_AGAIN_S):  # wait_for may swallow a cancellation before 3.12
                    await self._kept.wait()
            except TimeoutError:
                continue

    async def _send_one(self, case: str, segment: Segment) -> bool:
        """Whether the next may go: this one is with the hub, or will never be."""
        try:
            await self._uploads.carry(case, segment.sha256)
        except UploadRefusedError as error:
            if error.refusal.code == "disk_full":
                return False
            _log.warning("stretch refused", case=case, number=segment.number, reason=error.refusal.says)
            await self._settle(case, segment, told=False)
            return True
        except SealedFileError as error:  # the case ended here, and its key is gone
            _log.info("stretch not sent", case=case, number=segment.number, reason=str(error))
            await self._settle(case, segment, told=False)
            return True
        except DeliveryError as error:
            _log.info("stretch not sent yet", case=case, number=segment.number, reason=str(error))
            return False
        await self._settle(case, segment, told=True)
        return True

    async def _settle(self, case: str, segment: Segment, *, told: bool) -> None:
        def settle(transaction: Transaction) -> None:
            recorded.settle(transaction.connection, case, segment)
            if told:
                transaction.tell_hub(RecordSegment(case=case, segment=segment))

        await self._patience.insist(lambda: self._records.change(settle))


def _is_open(connection: Connection, case: str) -> bool:
    filed = origin_cases.get(connection, case)
    return filed is not None and not filed.is_closed
