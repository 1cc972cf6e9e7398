"""A counter's agent without broker and browser: the hub's half of the talk is on paper."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta, timezone
from itertools import count
from pathlib import Path
from typing import TypeVar

import cv2
import numpy as np
from sqlalchemy import select

from device_profiles.contract import topics
from device_profiles.contract.chunks import CHUNK_BYTES, ChunkLabel, read_label
from device_profiles.contract.codec import decode, encode
from device_profiles.contract.envelope import Body, Envelope
from device_profiles.contract.errors import Refusal
from device_profiles.contract.ids import parse_device
from device_profiles.contract.messages.receipt import Receipt, UploadReceipt
from device_profiles.contract.topics import Channel
from device_profiles.delivery import tables as delivery_tables
from device_profiles.delivery.clock import Ids
from device_profiles.delivery.courier import Courier
from device_profiles.delivery.database import Database, open_sqlite
from device_profiles.delivery.outbox import Outbox
from device_profiles.delivery.sealed_files import SealedFiles
from device_profiles.delivery.uploads import Piece, Receiving
from edge_agent import imaging
from edge_agent.capture.examination import Examination, Expected
from edge_agent.capture.faces.consent import Consent
from edge_agent.capture.reading import Finding
from edge_agent.casework.alone import PORTRAIT
from edge_agent.casework.capturing import Capturing
from edge_agent.casework.comparing import PictureFile
from edge_agent.casework.documents import Documents
from edge_agent.casework.faces import Faces
from edge_agent.casework.fulfilling import Fulfilling
from edge_agent.casework.handling import HandledCases
from edge_agent.casework.origin import OriginCases
from edge_agent.casework.printing import Printing
from edge_agent.casework.records import Changes, Records
from edge_agent.casework.scanning import Scanning
from edge_agent.casework.signing import Signing
from edge_agent.casework.uploads import Uploads
from edge_agent.devices.attendance import Attendance
from edge_agent.devices.errors import NothingToScanError, PeripheralError
from edge_agent.devices.peripheral import PeripheralState
from edge_agent.devices.scanner import Scan, ScanRequest
from edge_agent.devices.screen_pad import ScreenPad
from edge_agent.devices.simulated.card_dispenser import SimulatedCardDispenser
from edge_agent.devices.simulated.printer import SimulatedPrinter
from edge_agent.imaging import ImagingError, NotLookedAtError
from edge_agent.link import AgentLink, Casework, keep_refusal
from edge_agent.screen.paper_routes import PaperParts
from edge_agent.store import tables as device_tables
from tests.fakes.line_reader import FakeReader
from tests.fakes.paper_session import PaperSession, Published
from tests.fakes.shipped import PROCEDURES
from tests.fakes.standing_clock import NOON_MS, StandingClock

ResultT = TypeVar("ResultT")

PEKING = timezone(timedelta(hours=8))
COUNTER = parse_device("north/b1/counter-1")


class Tray:
    """A scanner that gives what was laid into it."""

    name = "tray"

    def __init__(self) -> None:
        self.laid: list[Scan | PeripheralError] = []
        self.asked: list[ScanRequest] = []

    async def look(self) -> PeripheralState:
        return PeripheralState("ready", "It works.")

    @asynccontextmanager
    async def scan(self, request: ScanRequest) -> AsyncIterator[Scan]:
        self.asked.append(request)
        if not self.laid:
            msg = "no paper came"
            raise NothingToScanError(msg)
        found = self.laid.pop(0)
        if isinstance(found, PeripheralError):
            raise found
        yield found


class ExaminerHere:
    """Looks at scans in this process, as the worker would in its own; or cannot."""

    def __init__(self) -> None:
        self.fails: NotLookedAtError | None = None

    async def examine(self, scan: bytes, media_type: str, expected: Expected) -> Examination:
        if self.fails is not None:
            raise self.fails
        return imaging._examine(scan, media_type, expected, FakeReader)


class WorkerHere:
    """Runs what the worker is asked in this process; or does not come to an end with it."""

    def __init__(self) -> None:
        self.fails: NotLookedAtError | None = None

    async def run(self, work: Callable[..., ResultT], *arguments: object) -> ResultT:
        if self.fails is not None:
            raise self.fails
        return work(*arguments)


class FakeJudge:
    """Compares faces without looking: they are alike. It notes what it was given, and may be held up."""

    def __init__(self) -> None:
        self.compared: list[tuple[PictureFile, PictureFile, Consent]] = []
        self.fails: ImagingError | None = None
        self.asked = asyncio.Event()
        self.may_answer = asyncio.Event()
        self.may_answer.set()

    async def compare(self, card: PictureFile, photo: PictureFile, consent: Consent) -> tuple[Finding, ...]:
        self.compared.append((card, photo, consent))
        self.asked.set()
        await self.may_answer.wait()
        if self.fails is not None:
            raise self.fails
        detail = {"case": consent.case, "consent": consent.recorded_at.isoformat(), "likeness": "0.710"}
        alike = Finding("faces-alike", "The two faces look alike (0.71).", detail)
        return alike, Finding("face-quality", "The customer picture: good enough to judge.")


class PaperHub:
    """What the hub says to the counter and hears from it."""

    def __init__(self, session: PaperSession, folder: Path) -> None:
        self.files = SealedFiles(folder, bytes(32))
        self.refuses_uploads: Refusal | None = None
        self._session = session
        self._receiving = Receiving(self.files)
        self._seq = count(1)
        session.on_published = self._hear

    async def says(self, body: Body, seq: int | None = None) -> Receipt:
        """A numbered message, or one of that number again; the counter's receipt for it."""
        seq = seq or next(self._seq)
        channel = topics.Channel.COMMAND if body.type_name.startswith("command.") else Channel.CASE
        await self._session.brings(topics.down(COUNTER, channel), _packed(body, seq))
        for published in reversed(self._session.published):
            receipt = _receipt(published)
            if receipt is not None and receipt.seq == seq:
                return receipt
        msg = f"no receipt came for number {seq}"
        raise AssertionError(msg)

    async def gives_receipt(self, receipt: Receipt | UploadReceipt) -> None:
        """A receipt for something the counter said."""
        await self._session.brings(topics.down(COUNTER, Channel.RECEIPT), _packed(receipt))

    async def sends_bytes(self, case: str, content: bytes) -> UploadReceipt:
        """A material's bytes, in pieces; the counter's last answer."""
        sha256 = hashlib.sha256(content).hexdigest()
        for offset in range(0, len(content), CHUNK_BYTES):
            piece = content[offset : offset + CHUNK_BYTES]
            label = ChunkLabel(
                case=case,
                size_bytes=len(content),
                sha256=sha256,
                chunk_sha256=hashlib.sha256(piece).hexdigest(),
            )
            topic = topics.chunk(COUNTER, "down", "upload-1", offset)
            await self._session.brings(topic, piece, label.properties())
        answer = decode("up", Channel.RECEIPT, self._session.published[-1].payload).body
        assert isinstance(answer, UploadReceipt)
        return answer

    def _hear(self, published: Published) -> None:
        topic = topics.parse(published.topic)
        if topic.channel is not Channel.MATERIAL:
            return
        upload, label = topic.upload or "", read_label(published.properties)
        answer = (
            self._receiving.take(Piece(upload, topic.offset_bytes or 0, published.payload, label))
            if self.refuses_uploads is None
            else UploadReceipt(
                upload=upload, outcome="refused", received_bytes=0, refusal=self.refuses_uploads
            )
        )
        self._session.will_bring(topics.down(COUNTER, Channel.RECEIPT), _packed(answer))


@dataclass(frozen=True, slots=True)
class CounterHouse:
    """The counter's parts."""

    clock: StandingClock
    session: PaperSession
    hub: PaperHub
    tray: Tray
    examiner: ExaminerHere
    attendance: Attendance
    records: Records
    origin: OriginCases
    capturing: Capturing
    handling: HandledCases
    faces: Faces
    judge: FakeJudge
    uploads: Uploads
    files: SealedFiles
    worker: WorkerHere
    printer: SimulatedPrinter
    papers: PaperParts
    folder: Path
    dispenser: SimulatedCardDispenser
    fulfilling: Fulfilling

    async def waiting(self) -> list[Envelope]:
        """What the counter has said to the hub and holds no receipt for, in order."""
        query = select(delivery_tables.outbox).order_by(delivery_tables.outbox.c.seq)
        rows = await self.records.read(lambda connection: connection.execute(query).all())
        return [decode("up", topics.parse(row.topic).channel, row.payload) for row in rows]

    async def said(self) -> list[Body]:
        """The same, as what it says."""
        return [envelope.body for envelope in await self.waiting()]

    async def is_answered(self, outcome: str = "applied", refusal: Refusal | None = None) -> None:
        """The hub settles the oldest message."""
        oldest = (await self.waiting())[0]
        receipt = {"outcome": outcome, "stream": oldest.stream, "seq": oldest.seq, "refusal": refusal}
        await self.hub.gives_receipt(Receipt.model_validate(receipt))


@asynccontextmanager
async def counter_in(folder: Path) -> AsyncIterator[CounterHouse]:
    """A counter whose link takes in what the hub says. Its courier rests: the outbox keeps all it said."""
    clock, session, tray, chance = StandingClock(), PaperSession(), Tray(), count(1)
    examiner, attendance = ExaminerHere(), Attendance()
    ids = Ids(clock, lambda length: next(chance).to_bytes(length, "big"))
    files = SealedFiles(folder / "materials", bytes(32))
    engine = open_sqlite(folder / "device.sqlite", delivery_tables.METADATA, device_tables.METADATA)
    with Database(engine) as database:
        courier = Courier(database, session, Outbox(str(COUNTER), ids), clock, keep_refusal)
        records = Records(COUNTER, database, ids, courier, Changes())
        scanners, names = {"tray": tray, PORTRAIT: tray}, {"tray": "scanner", PORTRAIT: "camera"}
        scanning = Scanning(scanners, names, attendance, examiner, records)
        origin = OriginCases(records, PROCEDURES, files)
        capturing = Capturing(records, PROCEDURES, scanning, files)
        handling = HandledCases(records, files)
        judge = FakeJudge()
        faces = Faces(records, capturing, files, judge)
        uploads = Uploads(records, session, origin, capturing, files)
        worker, printer = WorkerHere(), SimulatedPrinter(patience_s=0.05)
        documents = Documents(records, PROCEDURES, worker, PEKING)
        printing = Printing(records, documents, printer, attendance)
        signing = Signing(capturing, ScreenPad(), attendance, worker)
        dispenser = SimulatedCardDispenser()
        fulfilling = Fulfilling(records, dispenser, attendance, printing)
        casework = Casework(origin, handling, uploads, Receiving(files), fulfilling=fulfilling)
        link = AgentLink(records, session, courier, casework)
        hub = PaperHub(session, folder / "hub")
        async with asyncio.TaskGroup() as tasks:
            running = [tasks.create_task(program.run()) for program in (link, printing, faces, fulfilling)]
            yield CounterHouse(
                clock,
                session,
                hub,
                tray,
                examiner,
                attendance,
                records,
                origin,
                capturing,
                handling,
                faces,
                judge,
                uploads,
                files,
                worker,
                printer,
                PaperParts(capturing, handling, documents, printing, signing),
                folder,
                dispenser,
                fulfilling,
            )
            for task in running:
                task.cancel()


def picture(shade: int = 128) -> Scan:
    """A small grey picture, as a scanner gives it."""
    content = cv2.imencode(".jpg", np.full((64, 64, 3), shade, np.uint8))[1].tobytes()
    return Scan(content, "image/jpeg", f"grey-{shade}.jpg")


def _packed(body: Body, seq: int | None = None) -> bytes:
    return encode(
        Envelope(
            id=f"01900000-0000-7000-8000-{seq or 0:012x}",
            type=body.type_name,
            version=body.version,
            sent_at=NOON_MS,
            stream=None if seq is None else f"hub>{COUNTER}#5f3a",
            seq=seq,
            body=body,
        )
    )


def _receipt(published: Published) -> Receipt | None:
    if topics.parse(published.topic).channel is not Channel.RECEIPT:
        return None
    body = decode("up", Channel.RECEIPT, published.payload).body
    return body if isinstance(body, Receipt) else None
