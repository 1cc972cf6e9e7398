"""Builds the agent from its parts. The one place that names concrete classes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from importlib.metadata import version

from fastapi import FastAPI

from device_profiles.contract import topics
from device_profiles.contract.codec import encode
from device_profiles.contract.envelope import Body, Envelope
from device_profiles.contract.ids import BranchAddress, parse_branch
from device_profiles.contract.messages.health import Offline, Online
from device_profiles.contract.topics import Channel
from device_profiles.delivery import tables as delivery_tables
from device_profiles.delivery.client import BrokerAddress
from device_profiles.delivery.clock import Ids, SystemClock
from device_profiles.delivery.courier import Courier
from device_profiles.delivery.database import Database, open_sqlite
from device_profiles.delivery.outbox import Outbox
from device_profiles.delivery.sealed_files import SealedFiles, master_key
from device_profiles.delivery.session import Presence, Session, Statement
from device_profiles.delivery.uploads import Receiving
from device_profiles.profiles import DeviceKind, load_kinds, load_procedures
from device_profiles.serving import listen, serve
from edge_agent.casework.alone import PORTRAIT, Alone
from edge_agent.casework.attending import Attending
from edge_agent.casework.capturing import Capturing
from edge_agent.casework.comparing import FaceJudgeInWorker, FaceModel
from edge_agent.casework.deciding import Deciding
from edge_agent.casework.documents import Documents
from edge_agent.casework.faces import Faces
from edge_agent.casework.film_sending import FilmSending
from edge_agent.casework.fulfilling import Fulfilling
from edge_agent.casework.handling import HandledCases
from edge_agent.casework.origin import OriginCases
from edge_agent.casework.printing import Printing
from edge_agent.casework.recording import Recordings
from edge_agent.casework.records import Changes, Records
from edge_agent.casework.scanning import Scanning
from edge_agent.casework.sight import Sight
from edge_agent.casework.signing import Signing
from edge_agent.casework.uploads import Uploads
from edge_agent.casework.withdrawal import Withdrawal
from edge_agent.devices.attendance import Attendance
from edge_agent.devices.peripheral import PeripheralState
from edge_agent.eyes.document_camera import DocumentCamera
from edge_agent.eyes.person_camera import PersonCamera
from edge_agent.eyes.port import Eyes
from edge_agent.eyes.supervised import CAMERA, SupervisedEyes
from edge_agent.fitting import SETTING_OF, Fitted, fit
from edge_agent.health.gauges import gauges_of
from edge_agent.health.reporting import Health
from edge_agent.imaging import Imaging
from edge_agent.link import AgentLink, Casework, keep_refusal
from edge_agent.media.calls import Calls, Filming
from edge_agent.media.line import SignalLine
from edge_agent.peripherals import Peripherals
from edge_agent.screen.app import create_app
from edge_agent.screen.kiosk_parts import KioskParts
from edge_agent.screen.paper_routes import PaperParts
from edge_agent.screen.parts import ScreenParts
from edge_agent.settings import AgentSettings, Credential, CredentialError
from edge_agent.store import tables as device_tables
from edge_agent.store import taken_scans


@dataclass(frozen=True, slots=True)
class Agent:
    """The agent's programs: run them together, in one TaskGroup."""

    app: FastAPI
    screen_port: int
    _session: Session
    _courier: Courier
    _link: AgentLink
    _uploads: Uploads
    _faces: Faces
    _health: Health
    _peripherals: Peripherals
    _printing: Printing
    _eyes: SupervisedEyes | None
    _fulfilling: Fulfilling
    _kiosk: KioskParts | None
    _calls: Calls | None
    _recordings: Recordings | None

    async def run(self) -> None:
        """Run until cancelled.

        Raises:
            AddressTakenError: the screen's port is another program's.
        """
        listener = listen("127.0.0.1", self.screen_port, "TONGBAN_AGENT_SCREEN_PORT")
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._session.run(), name="link")
            tasks.create_task(self._courier.run(), name="courier")
            tasks.create_task(self._link.run(), name="arrivals")
            tasks.create_task(self._uploads.run(), name="uploads")
            tasks.create_task(self._faces.run(), name="faces")
            tasks.create_task(self._health.run(), name="health")
            tasks.create_task(self._peripherals.run(), name="peripherals")
            tasks.create_task(self._printing.run(), name="printing")
            tasks.create_task(self._fulfilling.run(), name="fulfilling")
            if self._kiosk is not None:
                tasks.create_task(self._kiosk.run(), name="kiosk")
            if self._eyes is not None:
                tasks.create_task(self._eyes.run(), name="eyes")
            if self._calls is not None:
                tasks.create_task(self._calls.run(), name="calls")
            if self._recordings is not None:
                tasks.create_task(self._recordings.run(), name="recordings")
            tasks.create_task(serve(self.app, listener), name="screen")


@asynccontextmanager
async def build(settings: AgentSettings, credential: Credential) -> AsyncIterator[Agent]:
    """Open the device's database and put the parts together.

    Raises:
        ProfileError: a kind or a procedure cannot be used.
        CredentialError: the credential is for a kind that there is not.
        ValueError: the settings name a driver that there is not.
    """
    kinds, known = load_kinds(settings.kinds_folder), load_procedures()
    if credential.kind not in kinds:
        msg = f"{settings.credential}: there is no kind {credential.kind!r}: {', '.join(kinds)}"
        raise CredentialError(msg)
    kind = kinds[credential.kind]
    procedures = {name: procedure for name, procedure in known.items() if kind.kind in procedure.at}
    device, ids, folder = credential.address, Ids(SystemClock()), settings.folder
    files = SealedFiles(folder / "materials", master_key(folder / "master.key"))
    boot = ids.epoch()
    engine = open_sqlite(folder / "device.sqlite", delivery_tables.METADATA, device_tables.METADATA)
    async with AsyncExitStack() as stack:
        database = stack.enter_context(Database(engine))
        fitted, changes = fit(settings, kind, _KeptMarks(database)), Changes()

        async def on_connected() -> None:
            await courier.link_is_back()
            changes.note()

        session = Session(
            BrokerAddress(credential.host, credential.port, credential.username, credential.password),
            credential.username,
            topics.device_subscriptions(device),
            presence=_presence(credential, ids, boot),
            on_connected=on_connected,
            on_lost=changes.note,
        )
        courier = Courier(database, session, Outbox(str(device), ids), ids.clock, keep_refusal)
        records = Records(device, database, ids, courier, changes)
        attendance = _attendance(fitted, kind)
        imaging = await stack.enter_async_context(Imaging())
        eyes, scanners, names = None, dict(fitted.scanners), dict(fitted.names)
        if fitted.camera is not None:
            eyes = SupervisedEyes(fitted.camera, attendance, ids.clock, changes.note)
            scanners[CAMERA], names[CAMERA] = DocumentCamera(eyes), CAMERA
            if kind.unattended is not None:
                scanners[PORTRAIT], names[PORTRAIT] = PersonCamera(eyes), CAMERA
        scanning = Scanning(scanners, names, attendance, imaging, records)
        capturing = Capturing(records, procedures, scanning, files)
        origin = OriginCases(records, procedures, files)
        handling = HandledCases(records, files)
        uploads = Uploads(records, session, origin, capturing, files)
        recordings = None
        if eyes is not None and any(p.handled_by == "reviewer" for p in procedures.values()):
            recordings = Recordings(
                *(records, procedures, eyes.film, files), FilmSending(records, files, uploads)
            )
        faces = Faces(records, capturing, files, _judge(settings, imaging))
        health = Health(
            *(records, session, boot, kind.telemetry.interval_s, folder, attendance),
            gauges_of(records, folder, attendance, eyes, fitted.printer),
        )
        documents = Documents(records, procedures, imaging)
        printing = Printing(records, documents, fitted.printer, attendance)
        signing = Signing(capturing, fitted.signature_pad, attendance, imaging)
        filming = Filming() if eyes is None else Filming(eyes.film, eyes)
        calls = _calls(kind, SignalLine(session, device, ids), origin, filming, changes)
        fulfilling = Fulfilling(records, fitted.card_dispenser, attendance, printing)
        casework = Casework(origin, handling, uploads, Receiving(files), calls, fulfilling)
        sight = None if eyes is None else Sight(records, eyes)
        alone = Alone(records, procedures, origin, capturing, faces, files, eyes, sight, _centre(settings))
        kiosk = _kiosk(kind, alone, eyes, sight, records)
        parts = ScreenParts(
            records,
            origin,
            capturing,
            handling,
            Deciding(records, session),
            uploads,
            faces,
            session,
            health,
            attendance,
            tuple(name for name in scanners if name != PORTRAIT),
            procedures,
            PaperParts(capturing, handling, documents, printing, signing),
            settings.pages_folder,
            eyes,
            settings.handset_url,
            calls,
            kiosk,
        )
        yield Agent(
            app=create_app(parts),
            screen_port=settings.screen_port,
            _session=session,
            _courier=courier,
            _link=AgentLink(records, session, courier, casework),
            _uploads=uploads,
            _faces=faces,
            _health=health,
            _peripherals=Peripherals(records, attendance, fitted.peripherals),
            _printing=printing,
            _eyes=eyes,
            _fulfilling=fulfilling,
            _kiosk=kiosk,
            _calls=calls,
            _recordings=recordings,
        )


def _kiosk(
    kind: DeviceKind, alone: Alone, eyes: Eyes | None, sight: Sight | None, records: Records
) -> KioskParts | None:
    """Of a device at which customers stand alone."""
    if kind.unattended is None:
        return None
    attending = Attending(kind.unattended, eyes, alone.leave, records.changes.note)
    return KioskParts(alone, attending, sight, Withdrawal(records, attending.stop))


def _judge(settings: AgentSettings, imaging: Imaging) -> FaceJudgeInWorker:
    return FaceJudgeInWorker(imaging, FaceModel(settings.face_model, settings.models_folder))


def _centre(settings: AgentSettings) -> BranchAddress | None:
    try:
        return parse_branch(settings.review_centre) if settings.review_centre else None
    except ValueError as error:
        msg = f"TONGBAN_AGENT_REVIEW_CENTRE: {error}"
        raise ValueError(msg) from error


@dataclass(frozen=True, slots=True)
class _KeptMarks:
    """The marks of scans that were kept, in the device's database."""

    database: Database

    async def all(self) -> frozenset[str]:
        """Every mark."""
        return await self.database.run(taken_scans.all_marks)


def _calls(
    kind: DeviceKind, line: SignalLine, origin: OriginCases, filming: Filming, changes: Changes
) -> Calls | None:
    """Live links, of a kind of device that may have them."""
    if Channel.SIGNAL not in kind.channels.publish:
        return None
    return Calls(line, filming, origin.is_open, changes.note)


def _attendance(fitted: Fitted, kind: DeviceKind) -> Attendance:
    attendance = Attendance()
    for name in fitted.missing(kind):
        says = f"This kind of device must have one, and none is set up: {SETTING_OF[name]}."
        attendance.note(name, PeripheralState("unplugged", says))
    return attendance


def _presence(credential: Credential, ids: Ids, boot: str) -> Presence:
    topic = topics.state(credential.address)

    def say(body: Body) -> Statement:
        envelope = Envelope(
            id=ids.message_id(),
            type=body.type_name,
            version=body.version,
            sent_at=ids.clock.now_ms(),
            body=body,
        )
        return Statement(topic, encode(envelope))

    return Presence(
        birth=lambda: say(Online(boot=boot, software=version("tongban"))),
        death=lambda: say(Offline(boot=boot)),
    )
