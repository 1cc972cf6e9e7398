"""Takes captured materials to the hub: the bytes first, then the record that refers to them."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final

import structlog

from device_profiles.contract import topics
from device_profiles.contract.chunks import ChunkLabel
from device_profiles.contract.errors import Refusal
from device_profiles.contract.messages.case import AddMaterial
from device_profiles.contract.messages.receipt import UploadReceipt
from device_profiles.delivery.errors import DeliveryError, UploadRefusedError
from device_profiles.delivery.patience import Patience
from device_profiles.delivery.sealed_files import SealedFileError, SealedFiles
from device_profiles.delivery.session import Session
from device_profiles.delivery.uploads import Sending
from edge_agent.casework import face_rules
from edge_agent.casework.capturing import Capturing
from edge_agent.casework.origin import OriginCases
from edge_agent.casework.records import Records, Transaction
from edge_agent.store import origin_cases
from edge_agent.store.origin_cases import Capture

LOOK_AGAIN_S: Final = 5.0

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class UnderWay:
    """The material that is being sent now, and how much of it the hub has."""

    upload: str
    case: str
    sha256: str
    sent_bytes: int


class Uploads:
    """Sends what waits, one material after another."""

    def __init__(
        self,
        records: Records,
        session: Session,
        cases: OriginCases,
        capturing: Capturing,
        files: SealedFiles,
    ) -> None:
        self._records = records
        self._session = session
        self._cases = cases
        self._capturing = capturing
        self._files = files
        self._sending = Sending()
        self._patience = Patience("uploads")
        self._under_way: UnderWay | None = None

    def wake(self) -> None:
        """Something may be ready to go, or may go now."""
        self._capturing.waiting.set()

    def sent_bytes(self, case: str, sha256: str) -> int | None:
        """How much of a material the hub has, while it is being sent; None while it is not."""
        now = self._under_way
        return now.sent_bytes if now is not None and (now.case, now.sha256) == (case, sha256) else None

    def take_receipt(self, receipt: UploadReceipt) -> None:
        """The hub tells how far an upload has come."""
        now = self._under_way
        if now is not None and now.upload == receipt.upload and receipt.outcome == "partial":
            self._under_way = replace(now, sent_bytes=receipt.received_bytes)
            self._records.changes.note()
        self._sending.take_receipt(receipt)

    async def run(self) -> None:
        """Send until cancelled."""
        while True:
            self._capturing.waiting.clear()
            await self._session.wait_connected()
            try:
                for capture in await self._patience.insist(self._waiting):
                    await self._send(capture)
            except DeliveryError as error:
                _log.info("material not sent", reason=str(error))
                await asyncio.sleep(LOOK_AGAIN_S)
                continue
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_AGAIN_S):  # wait_for may swallow a cancellation before 3.12
                    await self._capturing.waiting.wait()

    async def carry(self, case: str, content: bytes, sha256: str) -> None:
        """Take bytes of a case to the hub; they are there and verified when this returns.

        Raises:
            UploadRefusedError: the hub will not have them.
            DeliveryError: they could not be sent now.
        """
        await self._session.wait_connected()
        await self._carry(self._records.ids.message_id(), case, content, sha256)

    async def _carry(self, upload: str, case: str, content: bytes, sha256: str) -> None:
        async def publish(offset_bytes: int, piece: bytes, label: ChunkLabel) -> None:
            topic = topics.chunk(self._records.device, "up", upload, offset_bytes)
            await self._session.publish(topic, piece, properties=label.properties())

        await self._sending.send(publish, upload, case, content, sha256)

    async def _waiting(self) -> list[Capture]:
        waiting = await self._records.read(origin_cases.waiting_captures)
        # What is about to be said of it in a moment goes with it.
        return [capture for capture in waiting if not face_rules.is_due(capture)]

    async def _send(self, capture: Capture) -> None:
        record = capture.record
        upload = self._records.ids.message_id()
        self._under_way = UnderWay(upload, capture.case, record.sha256, 0)
        try:
            content = await asyncio.to_thread(self._files.read, capture.case, record.sha256)
            await self._carry(upload, capture.case, content, record.sha256)
        except UploadRefusedError as error:
            await self._give_up(capture, error.refusal)
            return
        except SealedFileError as error:
            _log.error("material lost", case=capture.case, material=record.name, reason=str(error))
            lost = Refusal(
                code="material_not_stored", says="it cannot be read here any more: scan it again"
            )
            await self._give_up(capture, lost)
            return
        finally:
            self._under_way = None

        def stored(transaction: Transaction) -> None:
            now = origin_cases.put_stored(transaction.connection, capture)
            if now is not None:
                transaction.tell_hub(AddMaterial(case=capture.case, material=now))
                self._cases.tell_if_all_stored(transaction, capture.case)

        await self._patience.insist(lambda: self._records.change(stored))

    async def _give_up(self, capture: Capture, refusal: Refusal) -> None:
        """The hub will not get this one; what is left of the case must not wait for it."""
        _log.warning(
            "material refused", case=capture.case, material=capture.record.name, reason=refusal.says
        )

        def give_up(transaction: Transaction) -> None:
            connection = transaction.connection
            origin_cases.put_capture_refused(connection, capture.case, capture.record, refusal)
            self._cases.tell_if_all_stored(transaction, capture.case)

        await self._patience.insist(lambda: self._records.change(give_up))
