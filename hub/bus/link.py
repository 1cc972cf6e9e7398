"""The hub's own link to the broker: reads each arrival, hands it to the service, answers, acknowledges.

A numbered message is acknowledged and answered with its receipt after the commit; a piece of a material
after it is on the disk. What cannot be understood is quarantined, answered where there is someone to
answer, and never stops the next. Readings come by a connection of their own: `readings`.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

import structlog
from sqlalchemy import Connection

from device_profiles.contract import topics
from device_profiles.contract.chunks import ChunkLabel
from device_profiles.contract.codec import decode, encode
from device_profiles.contract.envelope import Body, Envelope
from device_profiles.contract.errors import ContractError, Refusal, UnreadableError
from device_profiles.contract.frames import read_frame
from device_profiles.contract.ids import DeviceAddress, parse_device
from device_profiles.contract.messages.health import Offline, Online
from device_profiles.contract.messages.receipt import Receipt, UploadReceipt
from device_profiles.contract.topics import DURABLE_CHANNELS, Channel, Topic
from device_profiles.delivery.clock import Ids
from device_profiles.delivery.courier import Courier
from device_profiles.delivery.errors import DatabaseUnavailableError, DeliveryError
from device_profiles.delivery.inbox import read_parcel
from device_profiles.delivery.listener import Listener, Message
from device_profiles.delivery.patience import Patience
from device_profiles.delivery.session import Arrival, Session
from hub.bus.pieces import Kept, Pieces
from hub.bus.readings import ReadingsLink
from hub.domain.words import DeviceName
from hub.ports.journal import Books, Journal
from hub.service.device_messages import DeviceMessages
from hub.service.fleet import Fleet
from hub.service.links import Links
from hub.service.relay import MaterialRelay
from hub.service.telemetry import TelemetryIntake

AT_ONCE: Final = 2_000
LANES: Final = 16
"""So many uploads are kept at once: each waits for the disk, and the disk takes many in one go."""
PIECES_WAITING: Final = 32
"""Arrivals being handled; each waits for a commit that it shares with the others."""

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Services:
    """Who in the hub gets what arrives."""

    messages: DeviceMessages
    fleet: Fleet
    telemetry: TelemetryIntake
    relay: MaterialRelay
    pieces: Pieces
    courier: Courier
    links: Links


class HubLink:
    """Implements the `DeviceLink` and `SignalLink` ports over MQTT, and takes in what devices say."""

    def __init__(self, session: Session, listener: Listener, journal: Journal, ids: Ids) -> None:
        self._session = session
        self._listener = listener
        self._journal = journal
        self._ids = ids
        self._pieces = tuple(asyncio.Queue[tuple[Arrival, Topic]](PIECES_WAITING) for _ in range(LANES))
        self._last_words: dict[DeviceName, bool] = {}
        self._patience = Patience("arrivals")
        self.refused: Counter[str] = Counter()

    async def publish_chunk(
        self, device: DeviceName, upload: str, offset_bytes: int, piece: bytes, label: ChunkLabel
    ) -> None:
        """Send one piece of a material to a device.

        Raises:
            LinkDownError: it could not be sent now.
        """
        topic = topics.chunk(parse_device(device), "down", upload, offset_bytes)
        await self._session.publish(topic, piece, properties=label.properties())

    async def publish_signal(self, device: DeviceAddress, body: Body) -> bool:
        """Say a signal to a device; False when it is not there to hear it.

        Raises:
            DeliveryError: it could not be sent now.
        """
        return await self._session.publish(topics.down(device, Channel.SIGNAL), encode(self._wrap(body)))

    async def run(self, services: Services) -> None:
        """Take in what arrives until cancelled."""
        readings = ReadingsLink(self._listener, services.fleet, services.telemetry, self._put_aside)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(readings.run(), name="readings")
            for lane in self._pieces:
                tasks.create_task(self._keep_pieces(services, tasks, lane), name="pieces")
            places = asyncio.Semaphore(AT_ONCE)
            while True:
                arrival = await self._session.next_arrival()
                await places.acquire()
                handling = tasks.create_task(self._handle(services, arrival))
                handling.add_done_callback(lambda _: places.release())

    async def _handle(self, services: Services, arrival: Arrival) -> None:
        async with self._guarded(arrival):
            await self._dispatch(services, arrival)

    async def _dispatch(self, services: Services, arrival: Arrival) -> None:
        topic = topics.parse(arrival.topic)
        kind = await services.fleet.kind_of(topic.device)
        if kind is None:
            if topic.channel is Channel.STATE and not await self._leaves_a_ghost(arrival):
                return
            raise UnreadableError("not_enrolled", f"no device {topic.device} is registered")
        if topic.channel is not Channel.STATE and topic.channel not in kind.channels.publish:
            raise UnreadableError("not_granted", f"a {kind.kind} may not speak on {topic.channel}")
        if topic.channel is Channel.MATERIAL:
            await self._pieces[hash(topic.upload) % LANES].put((arrival, topic))
            return
        if topic.channel is Channel.FRAME:
            self._show(services, arrival, topic)
        elif topic.channel is Channel.STATE and not arrival.payload:
            # It took its retained word back (MQTT 5, section 3.3.1.3): it is gone, and leaves no ghost.
            await self._keep_presence(services, str(topic.device), online=False)
        elif topic.channel in DURABLE_CHANNELS:
            await self._take_in(services, arrival, topic)
        else:
            envelope = decode("up", topic.channel, arrival.payload)
            if topic.channel is Channel.SIGNAL:
                services.links.hear(str(topic.device), envelope.id, envelope.body)
            else:
                await self._hear(services, topic.device, envelope.body)
        arrival.acknowledge()

    async def _leaves_a_ghost(self, arrival: Arrival) -> bool:
        """Whether a device that is not registered left a retained word; the broker forgets it.

        Its last will may be such a word: it would come back whenever a hub starts.
        """
        if not arrival.payload:
            arrival.acknowledge()  # it is forgotten
            return False
        try:
            await self._session.publish(arrival.topic, b"", retain=True)
        except DeliveryError as error:
            _log.info("retained word not taken back", topic=arrival.topic[:200], reason=str(error))
        return True

    def _show(self, services: Services, arrival: Arrival, topic: Topic) -> None:
        """Pass a single picture on; one that is malformed is no loss, and too large to be put aside."""
        try:
            label = read_frame(arrival.properties, arrival.payload)
        except ContractError as error:
            self.refused[error.refusal.code] += 1
            _log.warning("frame refused", device=str(topic.device), code=error.refusal.code)
        else:
            services.links.show(str(topic.device), topic.call or "", label, arrival.payload)

    async def _hear(self, services: Services, device: DeviceAddress, body: Body) -> None:
        """Act on a message outside the numbered streams."""
        match body:
            case Receipt():
                await services.courier.take_receipt(body, str(device))
            case UploadReceipt():
                services.relay.take_receipt(body)
            case Online():
                await self._keep_presence(services, str(device), online=True)
                await services.courier.receiver_is_back(str(device))
                services.relay.wake()
            case Offline():
                await self._keep_presence(services, str(device), online=False)
            case _:
                raise UnreadableError("wrong_topic", f"{body.type_name} is not heard here")

    async def _keep_presence(self, services: Services, device: DeviceName, *, online: bool) -> None:
        """Write down whether a device is connected. It says so only once, so this waits for room."""
        waits = device in self._last_words
        self._last_words[device] = online
        if waits:
            return  # whoever waits writes this down instead

        def write(books: Books) -> bool:
            said = self._last_words[device]
            services.messages.presence_changed(books, device, online=said)
            return said

        try:
            kept = None
            while kept != self._last_words[device]:
                kept = await self._patience.insist(lambda: self._journal.transact(write))
        finally:
            del self._last_words[device]

    async def _take_in(self, services: Services, arrival: Arrival, topic: Topic) -> None:
        device = str(topic.device)
        parcel = read_parcel(topic, device, arrival.payload)

        def settle(books: Books) -> list[Receipt]:
            def apply(_: Connection, envelope: Envelope) -> Refusal | None:
                return services.messages.apply(books, device, envelope.body)

            if isinstance(parcel.content, Refusal):
                books.quarantine(arrival.topic, arrival.payload, parcel.content)
            return books.take_in(parcel, apply)

        receipts = await self._journal.transact(settle)
        self.refused.update(receipt.refusal.code for receipt in receipts if receipt.refusal is not None)
        await self._answer(topic.device, receipts)

    async def _keep_pieces(
        self, services: Services, tasks: asyncio.TaskGroup, lane: asyncio.Queue[tuple[Arrival, Topic]]
    ) -> None:
        """Pieces of one upload need their order, so they are kept one after another, in their lane.

        None waits until the answer to the one before has reached the broker.
        """
        while True:
            arrival, topic = await lane.get()
            async with self._guarded(arrival):
                kept = await services.pieces.keep(arrival, topic)
                tasks.create_task(self._answer_piece(arrival, topic.device, kept.receipt))
                for counter in kept.wanted_at:
                    tasks.create_task(self._pass_on(services, arrival, counter, kept))

    async def _answer_piece(self, arrival: Arrival, device: DeviceAddress, receipt: UploadReceipt) -> None:
        async with self._guarded(arrival):
            await self._answer(device, [receipt])
            arrival.acknowledge()

    async def _pass_on(self, services: Services, arrival: Arrival, counter: DeviceName, kept: Kept) -> None:
        async with self._guarded(arrival):
            is_whole = kept.receipt.outcome == "stored"
            await services.relay.pass_on(counter, kept.piece, is_whole=is_whole)

    @asynccontextmanager
    async def _guarded(self, arrival: Arrival) -> AsyncIterator[None]:
        """Whatever is wrong with one arrival, the next goes on."""
        # Without a receipt the sender says it again, and it may go better then.
        try:
            try:
                yield
            except ContractError as error:
                await self._set_aside(arrival, error)
            self._patience.went_well()
        except DatabaseUnavailableError as error:
            self.refused[error.code] += 1
            self._patience.failed(error)
            arrival.acknowledge()
        except Exception:  # noqa: BLE001  a task's boundary
            self.refused["internal_error"] += 1
            _log.exception("arrival not handled", topic=arrival.topic)
            arrival.acknowledge()

    async def _put_aside(self, message: Message, error: Exception) -> None:
        """A reading could not be read; it is acknowledged with those that came with it."""
        async with self._guarded(Arrival(message.topic, message.payload, {}, _with_the_others)):
            raise error

    async def _set_aside(self, arrival: Arrival, error: ContractError) -> None:
        """Quarantine what was not understood; tell its sender, if it is a device of ours."""
        refusal = error.refusal
        self.refused[refusal.code] += 1
        _log.warning("set aside", topic=arrival.topic[:200], code=refusal.code, says=refusal.says)
        await self._journal.transact(
            lambda books: books.quarantine(arrival.topic, arrival.payload, refusal)
        )
        try:
            device = topics.parse(arrival.topic).device
        except ContractError:
            pass
        else:
            digest = hashlib.sha256(arrival.payload).hexdigest()
            await self._answer(device, [Receipt(outcome="unreadable", sha256=digest, refusal=refusal)])
        arrival.acknowledge()

    async def _answer(self, device: DeviceAddress, receipts: Iterable[Receipt | UploadReceipt]) -> None:
        for receipt in receipts:
            message = encode(self._wrap(receipt))
            try:
                await self._session.publish(topics.down(device, Channel.RECEIPT), message)
            except DeliveryError as error:
                # The sender repeats what it has no receipt for, and gets the same one then.
                _log.info("receipt not sent", device=str(device), reason=str(error))

    def _wrap(self, body: Body) -> Envelope:
        """A message outside the numbered streams."""
        return Envelope(
            id=self._ids.message_id(),
            type=body.type_name,
            version=body.version,
            sent_at=self._ids.clock.now_ms(),
            body=body,
        )


def _with_the_others() -> None:
    return
