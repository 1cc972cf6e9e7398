"""An example of every message, as the generated documents show it. Tests check each against the codec."""

from __future__ import annotations

import hashlib
from typing import Final

from device_profiles.contract.chunks import CHUNK_BYTES, ChunkLabel
from device_profiles.contract.envelope import Body, Envelope, stream_down, stream_up
from device_profiles.contract.errors import Refusal
from device_profiles.contract.frames import FrameLabel
from device_profiles.contract.ids import BranchAddress, DeviceAddress, uuid7
from device_profiles.contract.messages import case, event, health, receipt, signal
from device_profiles.contract.recording import next_segment
from device_profiles.contract.topics import DURABLE_CHANNELS, Channel, Direction

ORIGIN: Final = DeviceAddress(region="north", branch="b1", device="counter-1")
_EPOCH: Final = "5f3a9c"
_NOW_MS: Final = 1_790_000_000_000
_CASE: Final = "north-019f3a6b1c2d7e4f8a9b0c1d2e3f4a5b"
_BOOT: Final = "019f3a6b-0000-7000-8000-000000000001"
_UPLOAD: Final = "019f3a6b-0000-7000-8000-000000000002"
_LI: Final = case.Person(person="li", name="李明")
_FORM: Final = bytes(CHUNK_BYTES + 1_000)
_FORM_SHA256: Final = hashlib.sha256(_FORM).hexdigest()
_APPLICATION: Final = {"customer-name": "张伟", "id-number": "11010519491231002X", "phone": "13800138000"}
_MATERIAL: Final = case.MaterialRecord(
    name="application-form",
    sha256=_FORM_SHA256,
    size_bytes=len(_FORM),
    media_type="image/jpeg",
    captured_at=_NOW_MS,
    findings=(case.Finding(kind="page", says="page found and straightened", detail={"code": "F-01"}),),
)
_UP: Final = stream_up(ORIGIN, _EPOCH)

_CALL: Final = "call-7c41d09be2f3"
_ICE: Final = signal.IceServer(
    urls=("turn:turn.bank.example:3478?transport=udp",),
    username="1790000600:north.b1.kiosk-1",
    credential="cGFzc3dvcmQ=",
)
_SDP: Final = "v=0\r\no=- 3999 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n"
FRAME: Final = FrameLabel(case=_CASE, epoch=1, number=42, captured_at=_NOW_MS)
CHUNK: Final = ChunkLabel(
    case=_CASE,
    size_bytes=len(_FORM),
    sha256=_FORM_SHA256,
    chunk_sha256=hashlib.sha256(_FORM[:CHUNK_BYTES]).hexdigest(),
)

BODIES: Final[tuple[Body, ...]] = (
    health.Online(boot=_BOOT, software="tongban 0.1.0"),
    health.Offline(boot=_BOOT),
    case.FileCase(
        case=_CASE,
        target=BranchAddress(region="north", branch="b2"),
        procedure="open-account",
        application=_APPLICATION,
    ),
    case.RecordConsent(
        case=_CASE, covers="face-comparison", given=True, said_at=_NOW_MS, language="zh", asked_by="wang"
    ),
    case.RecordConsent(
        case=_CASE, covers="face-comparison", given=False, said_at=_NOW_MS + 60_000, language="zh"
    ),
    case.AddMaterial(case=_CASE, material=_MATERIAL),
    case.ChangeFindings(
        case=_CASE,
        name="customer-photo",
        sha256=_FORM_SHA256,
        findings=(case.Finding(kind="faces-alike", says="The two faces look alike (0.71)."),),
    ),
    case.FillIn(case=_CASE, application=_APPLICATION),
    case.RecordSegment(case=_CASE, segment=next_segment(None, _FORM, _NOW_MS, _NOW_MS + 10_000, 150)),
    case.CloseRecording(case=_CASE, stretches=0, last="0" * 64, ended_at=_NOW_MS, missing="film"),
    case.NoteCamera(case=_CASE, sight="frozen"),
    case.LeaveCallback(case=_CASE, phone="13800138000"),
    case.Fulfilled(case=_CASE, key=_CASE, reference="CARD-0042"),
    case.Fulfilled(case=_CASE, key=_CASE, refusal="The card did not come out."),
    case.FinishCollecting(case=_CASE),
    case.MaterialShown(case=_CASE, name="application-form", sha256=_FORM_SHA256),
    case.DecideReview(
        case=_CASE,
        person="li",
        fence=1,
        passed=False,
        reasons=("The signature is missing.",),
        evidence=(_FORM_SHA256,),
    ),
    case.AskRecapture(
        case=_CASE,
        person="li",
        fence=1,
        materials=("application-form",),
        reasons=("The picture is not clear.",),
    ),
    case.AskForAnother(case=_CASE),
    case.CancelCase(case=_CASE, reason="The customer had to go."),
    case.ResultShown(case=_CASE),
    case.Told(case=_CASE, news="accepted", handler=_LI),
    case.Told(case=_CASE, news="waiting", handler=_LI, until=_NOW_MS + 600_000),
    case.Told(case=_CASE, news="declined", rerouting=True),
    case.Told(case=_CASE, news="queued", place=2),
    case.Told(case=_CASE, news="reviewed", handler=_LI, review="eligibility"),
    case.Fulfil(case=_CASE, key=_CASE),
    case.Told(case=_CASE, news="failed", handler=_LI, reasons=("The signature is missing.",), at=_NOW_MS),
    case.Told(case=_CASE, news="succeeded", handler=_LI, at=_NOW_MS, reference="KH-20261121-0042"),
    case.CaseAssigned(
        case=_CASE, fence=1, handler=_LI, origin=ORIGIN, procedure="open-account", application=_APPLICATION
    ),
    case.MaterialRelayed(case=_CASE, material=_MATERIAL),
    case.CollectingFinished(case=_CASE),
    case.CollectingReopened(case=_CASE),
    case.CaseReleased(case=_CASE, reason="closed"),
    event.SignInCodeShown(code="204816", expires_at=_NOW_MS + 120_000),
    event.PersonLeft(person="li"),
    event.PeripheralChanged(
        peripheral="printer", condition="out_of_paper", says="The printer has no paper: put some in."
    ),
    event.PersonSignedIn(person=_LI),
    event.PersonSignedOut(person="li", reason="left"),
    event.Void(reason="not_json: expected value at line 1 column 1"),
    health.Readings(
        boot=_BOOT,
        number=7,
        measured_at=_NOW_MS,
        metrics={
            "cpu_percent": 12.5,
            "memory_percent": 41.0,
            "disk_free_mb": 20480.0,
            "outbox_messages": 0.0,
        },
    ),
    signal.OpenLink(case=_CASE, call=_CALL, kind="monitoring", ice=(_ICE,), answer_within_s=20),
    signal.OfferLink(case=_CASE, call=_CALL, epoch=1, kind="monitoring", sdp=_SDP),
    signal.AnswerLink(case=_CASE, call=_CALL, epoch=1, sdp=_SDP),
    signal.Beat(case=_CASE, call=_CALL, epoch=1, number=5, frames=214, state="connected"),
    signal.LinkAgain(case=_CASE, call=_CALL, ice=(_ICE,), answer_within_s=20),
    signal.WantFrames(case=_CASE, call=_CALL, wanted=True),
    signal.AskForLink(case=_CASE),
    signal.LinkEnded(case=_CASE, call=_CALL, epoch=1, because="no_camera"),
    signal.CloseLink(case=_CASE, call=_CALL, because="hung_up"),
    receipt.Receipt(outcome="applied", stream=_UP, seq=3),
    receipt.Receipt(
        outcome="refused",
        stream=_UP,
        seq=3,
        refusal=Refusal(code="unknown_branch", says="there is no branch north/b9", field="body.target"),
    ),
    receipt.Receipt(
        outcome="unreadable",
        sha256=_FORM_SHA256,
        refusal=Refusal(code="not_json", says="expected value at line 1 column 1"),
    ),
    receipt.UploadReceipt(upload=_UPLOAD, outcome="partial", received_bytes=CHUNK_BYTES),
    receipt.UploadReceipt(upload=_UPLOAD, outcome="stored", received_bytes=len(_FORM)),
    receipt.UploadReceipt(
        upload=_UPLOAD,
        outcome="refused",
        received_bytes=0,
        refusal=Refusal(code="wrong_chunk_digest", says="3 times other bytes than their digest says"),
    ),
)
"""At least one body of every type in the catalogue."""


def examples(direction: Direction, channel: Channel, body_type: type[Body]) -> list[Envelope]:
    """Whole messages of one type, numbered where the channel is durable."""
    stream = _UP if direction == "up" else stream_down(ORIGIN, _EPOCH)
    bodies = [body for body in BODIES if type(body) is body_type]
    return [
        Envelope(
            id=uuid7(_NOW_MS, position.to_bytes(10, "big")),
            type=body.type_name,
            version=body.version,
            sent_at=_NOW_MS,
            stream=stream if channel in DURABLE_CHANNELS else None,
            seq=position if channel in DURABLE_CHANNELS else None,
            body=body,
        )
        for position, body in enumerate(bodies, start=1)
    ]
