"""The device's link to the hub: applies what the hub says, in order, and answers with receipts."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

import structlog
from sqlalchemy import Connection

from device_profiles.contract import topics
from device_profiles.contract.chunks import read_label
from device_profiles.contract.codec import decode, encode
from device_profiles.contract.envelope import HUB, Body, Envelope
from device_profiles.contract.errors import ContractError, Refusal
from device_profiles.contract.messages.case import (
    AddMaterial,
    AskRecapture,
    CaseAssigned,
    CaseReleased,
    CollectingFinished,
    CollectingReopened,
    DecideReview,
    FileCase,
    FillIn,
    FinishCollecting,
    Fulfil,
    MaterialRelayed,
    RecordConsent,
    Told,
)
from device_profiles.contract.messages.event import PersonSignedIn, PersonSignedOut
from device_profiles.contract.messages.receipt import Receipt, UploadReceipt
from device_profiles.contract.topics import DURABLE_CHANNELS, Channel, Topic
from device_profiles.delivery import inbox
from device_profiles.delivery.courier import Courier
from device_profiles.delivery.errors import DatabaseUnavailableError, DeliveryError
from device_profiles.delivery.inbox import Parcel
from device_profiles.delivery.outbox import Outgoing
from device_profiles.delivery.patience import Patience
from device_profiles.delivery.session import Arrival, Session
from device_profiles.delivery.uploads import Piece, Receiving
from edge_agent.casework import face_rules
from edge_agent.casework.fulfilling import Fulfilling
from edge_agent.casework.handling import HandledCases
from edge_agent.casework.origin import OriginCases
from edge_agent.casework.records import Records, Transaction
from edge_agent.casework.uploads import Uploads
from edge_agent.media.calls import Calls
from edge_agent.store import consents, counter_decisions, origin_cases

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Casework:
    """The parts of the counter that the hub speaks to."""

    origin: OriginCases
    handling: HandledCases
    uploads: Uploads
    receiving: Receiving
    calls: Calls | None = None
    fulfilling: Fulfilling | None = None
    """Of a device that does what was asked itself."""


class AgentLink:
    """Takes in one arrival after another; a device has little enough to hear for that."""

    def __init__(self, records: Records, session: Session, courier: Courier, casework: Casework) -> None:
        self._records = records
        self._session = session
        self._courier = courier
        self._casework = casework
        self._expected: set[str] = set()
        self._patience = Patience("arrivals")

    async def run(self) -> None:
        """Take in what arrives until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            while True:
                await self._take_or_leave(await self._session.next_arrival(), tasks)

    async def _take_or_leave(self, arrival: Arrival, tasks: asyncio.TaskGroup) -> None:
        """Whatever is wrong with one arrival, the next goes on; without a receipt the hub says it again."""
        try:
            try:
                await self._take(arrival, tasks)
            except ContractError as error:
                await self._set_aside(arrival, error)
            self._patience.went_well()
        except DatabaseUnavailableError as error:
            self._patience.failed(error)
            arrival.acknowledge()
        except Exception:  # noqa: BLE001  a task's boundary
            _log.exception("arrival not handled", topic=arrival.topic)
            arrival.acknowledge()

    async def _take(self, arrival: Arrival, tasks: asyncio.TaskGroup) -> None:
        topic = topics.parse(arrival.topic)
        if topic.channel is Channel.MATERIAL:
            kept = await self._keep_piece(arrival, topic)
            # The next piece need not wait until this answer has reached the broker.
            tasks.create_task(self._answer_piece(arrival, kept), name="answer to a piece")
            return
        if topic.channel in DURABLE_CHANNELS:
            await self._answer(await self._settle(inbox.read_parcel(topic, HUB, arrival.payload), arrival))
        elif topic.channel is Channel.SIGNAL:
            envelope = decode("down", topic.channel, arrival.payload)
            if self._casework.calls is not None:
                self._casework.calls.hear(envelope.id, envelope.body)
        else:
            match decode("down", topic.channel, arrival.payload).body:
                case Receipt() as receipt:
                    await self._courier.take_receipt(receipt, HUB)
                    self._records.changes.note()
                case UploadReceipt() as receipt:
                    self._casework.uploads.take_receipt(receipt)
                case _:
                    pass
        arrival.acknowledge()

    async def _answer_piece(self, arrival: Arrival, receipt: UploadReceipt) -> None:
        await self._answer([receipt])
        arrival.acknowledge()

    async def _settle(self, parcel: Parcel, arrival: Arrival) -> list[Receipt]:
        def settle(connection: Connection) -> tuple[list[Receipt], list[Outgoing]]:
            outgoing: list[Outgoing] = []

            def apply(connection: Connection, envelope: Envelope) -> Refusal | None:
                transaction = self._records.transaction(connection)
                refusal = self._apply(transaction, envelope.body)
                if refusal is None:
                    outgoing.extend(transaction.outgoing)
                return refusal

            if isinstance(parcel.content, Refusal):
                now_ms = self._records.ids.clock.now_ms()
                inbox.keep_aside(connection, now_ms, arrival.topic, arrival.payload, parcel.content)
            return inbox.take_in(connection, parcel, apply), outgoing

        receipts, outgoing = await self._records.read(settle)
        self._records.committed(outgoing)
        # What was said may have taken a case from this counter, or let materials go to the hub.
        self._expected.clear()
        self._casework.uploads.wake()
        if self._casework.fulfilling is not None:
            self._casework.fulfilling.news.set()
        return receipts

    def _apply(self, transaction: Transaction, body: Body) -> Refusal | None:
        connection, handling = transaction.connection, self._casework.handling
        match body:
            case Told():
                return self._casework.origin.told(transaction, body)
            case Fulfil() if self._casework.fulfilling is not None:
                self._casework.fulfilling.asked(transaction, body)
            case CaseAssigned():
                handling.assigned(connection, body)
            case MaterialRelayed():
                return handling.relayed(transaction, body)
            case CollectingFinished():
                handling.ready(connection, body)
            case CollectingReopened():
                handling.reopened(connection, body)
            case CaseReleased():
                handling.released(connection, body)
            case PersonSignedIn():
                handling.signed_in(connection, body)
            case PersonSignedOut():
                handling.signed_out(connection, body)
            case _:
                return Refusal(code="unknown_type", says=f"{body.type_name} means nothing to a counter")
        return None

    async def _keep_piece(self, arrival: Arrival, topic: Topic) -> UploadReceipt:
        label = read_label(arrival.properties)
        piece = Piece(topic.upload or "", topic.offset_bytes or 0, arrival.payload, label)
        if await self._expects(label.case):
            return await asyncio.to_thread(self._casework.receiving.take, piece)
        refusal = Refusal(code="not_expected", says=f"case {label.case} is not handled here")
        return UploadReceipt(upload=piece.upload, outcome="refused", received_bytes=0, refusal=refusal)

    async def _expects(self, case: str) -> bool:
        """Whether the case is handled here; remembered until the hub says something new."""
        if case not in self._expected and await self._casework.handling.expects(case):
            self._expected.add(case)
        return case in self._expected

    async def _set_aside(self, arrival: Arrival, error: ContractError) -> None:
        _log.warning("set aside", topic=arrival.topic[:200], code=error.refusal.code)
        now_ms = self._records.ids.clock.now_ms()
        await self._records.read(
            lambda connection: inbox.keep_aside(
                connection, now_ms, arrival.topic, arrival.payload, error.refusal
            )
        )
        digest = hashlib.sha256(arrival.payload).hexdigest()
        await self._answer([Receipt(outcome="unreadable", sha256=digest, refusal=error.refusal)])
        arrival.acknowledge()

    async def _answer(self, receipts: Iterable[Receipt | UploadReceipt]) -> None:
        topic = topics.up(self._records.device, Channel.RECEIPT)
        for receipt in receipts:
            envelope = Envelope(
                id=self._records.ids.message_id(),
                type=receipt.type_name,
                version=receipt.version,
                sent_at=self._records.ids.clock.now_ms(),
                body=receipt,
            )
            try:
                await self._session.publish(topic, encode(envelope))
            except DeliveryError as error:
                _log.info("receipt not sent", reason=str(error))


def keep_refusal(connection: Connection, message: Outgoing, receipt: Receipt) -> None:
    """The hub refused a message for good: what was asked for did not happen, and the screen must say so."""
    topic = topics.parse(message.topic)
    body = decode("up", topic.channel, message.payload).body
    refusal = receipt.refusal or Refusal(code="not_expected", says="the hub refused it")
    _log.warning("refused by the hub", type=body.type_name, code=refusal.code, says=refusal.says)
    match body:
        case FileCase():
            origin_cases.put_refusal(connection, body.case, refusal)
        case FillIn():
            origin_cases.put_application(connection, body.case, {})
            origin_cases.put_collected(connection, body.case, collected=False)
        case RecordConsent():
            consents.put_refusal(connection, body, refusal)
            face_rules.rest_anew(connection, body.case)
        case AddMaterial():
            origin_cases.put_capture_refused(connection, body.case, body.material, refusal)
        case DecideReview() | AskRecapture():
            counter_decisions.put_refusal(connection, body, refusal)
        case FinishCollecting() if refusal.code == "materials_missing":
            origin_cases.put_collected(connection, body.case, collected=False)
        case _:
            pass
