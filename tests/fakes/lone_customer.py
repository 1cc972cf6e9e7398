"""A customer alone before a kiosk, as the hub hears them: their case, their papers, their video.

What a kiosk's program does is played; the papers are rendered, and the video is a real peer connection.
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from fractions import Fraction
from functools import cache

import av
import numpy as np
from aiortc import (
    MediaStreamTrack,
    RTCConfiguration,
    RTCPeerConnection,
    RTCSessionDescription,
    VideoStreamTrack,
)
from aiortc.mediastreams import AudioStreamTrack
from PIL import Image

from device_profiles.contract.envelope import Body
from device_profiles.contract.frames import FrameLabel
from device_profiles.contract.ids import parse_branch
from device_profiles.contract.messages.case import (
    AddMaterial,
    FileCase,
    FillIn,
    Finding,
    FinishCollecting,
    MaterialRecord,
    NoteCamera,
    RecordConsent,
    RecordSegment,
)
from device_profiles.contract.messages.signal import (
    AnswerLink,
    AskForLink,
    CloseLink,
    LinkAgain,
    LinkKind,
    OfferLink,
    OpenLink,
    WantFrames,
)
from device_profiles.contract.recording import Segment, next_segment
from edge_agent.capture.image import encode_jpeg
from edge_agent.capture.signature import signature_json
from edge_agent.devices.simulated.customer import FPS, Visit
from edge_agent.devices.simulated.customer_photo import customer_photo
from edge_agent.devices.simulated.handwriting import handwritten_signature
from edge_agent.devices.simulated.id_card import id_card_front
from edge_agent.devices.simulated.person import made_up_person
from edge_agent.devices.simulated.portrait import made_up_look
from edge_agent.devices.simulated.typefaces import find_typefaces
from hub.ports.journal import Books
from tests.fakes.hub_house import House
from tests.fakes.standing_clock import NOON_MS

KIOSK = "north/b1/kiosk-1"
APPLICATION = {"customer-name": "王小样", "id-number": "110105198001019987", "phone": "13800138000"}
FRAMES_A_SECOND = 15
PICTURES = 30


class LoneCustomer:
    """One case of a kiosk at which nobody of the bank's is."""

    def __init__(self, house: House, case: str) -> None:
        self.house = house
        self.case = case
        self.reachable = True
        """Whether a peer connection can come about; else single pictures are sent."""
        self.sight = asyncio.Event()
        """Set while the camera gives pictures."""
        self.sight.set()
        self.hears: asyncio.Queue[str] = asyncio.Queue()
        """What comes from the desk in a conversation: `audio` and `video`, as the first of each arrives."""
        self._last: Segment | None = None
        self._peers: dict[str, RTCPeerConnection] = {}
        self._epochs: dict[str, int] = {}
        self._kinds: dict[str, LinkKind] = {}
        self._said = 0
        self._wanting: set[str] = set()

    async def says(self, body: Body) -> None:
        """Say something on the numbered stream; the hub takes it."""
        refusal = await self.house.hears(KIOSK, body)
        assert refusal is None, refusal

    async def files(self, branch: str, procedure: str = "apply-for-card", language: str = "zh") -> None:
        """Touch "apply for a card"."""
        target = parse_branch(branch)
        await self.says(
            FileCase(case=self.case, target=target, procedure=procedure, application={}, language=language)
        )
        now_ms = self.house.shelf.clock.now_ms()
        consent = {"covers": "face-comparison", "given": True, "said_at": now_ms, "language": language}
        await self.says(RecordConsent(case=self.case, **consent))

    async def fills_in(self) -> None:
        """Write the application."""
        await self.says(FillIn(case=self.case, application=APPLICATION))

    async def hands_in(self, name: str, seed: int = 1) -> None:
        """Capture a material."""
        content, media_type, findings = await asyncio.to_thread(_paper, name, seed)
        sha256 = self.house.materials.put(self.case, content)
        record = MaterialRecord(
            name=name,
            sha256=sha256,
            size_bytes=len(content),
            media_type=media_type,
            captured_at=self.house.shelf.clock.now_ms(),
            findings=findings,
        )
        await self.says(AddMaterial(case=self.case, material=record))

    async def is_done(self) -> None:
        """Everything was captured."""
        await self.says(FinishCollecting(case=self.case))

    async def is_recorded(self, *, after_gap_s: float = 0) -> None:
        """The next stretch of the recording comes; before it there may be a gap."""
        content = film(0 if self._last is None else self._last.number)
        self.house.materials.put(self.case, content)
        now_ms = self.house.shelf.clock.now_ms()
        began = now_ms - 4_000 if self._last is None else self._last.ended_at + int(1000 * after_gap_s)
        self._last = next_segment(self._last, content, began, began + 2_000, 2 * FRAMES_A_SECOND)
        await self.says(RecordSegment(case=self.case, segment=self._last))

    async def camera(self, sight: str) -> None:
        """The camera shows something, or is frozen, black or lost."""
        await self.says(NoteCamera.model_validate({"case": self.case, "sight": sight}))

    def asks_to_talk(self) -> None:
        """Touch "talk to a person"."""
        self._signal(AskForLink(case=self.case))

    @asynccontextmanager
    async def before_the_camera(self) -> AsyncIterator[None]:
        """The kiosk answers what desks want of its camera, for the length of the block."""
        async with asyncio.TaskGroup() as tasks:
            playing = [tasks.create_task(self._play()), tasks.create_task(self._show())]
            yield
            for task in playing:
                task.cancel()
        for call in list(self._peers):
            await self._hang_up(call)

    async def loses_link(self) -> None:
        """The peer connections end, as if the machine had lost its power."""
        for call in list(self._peers):
            await self._hang_up(call)

    async def _play(self) -> None:
        while True:
            try:
                word = await self.house.line.heard()
            except TimeoutError:
                continue
            match word:
                case OpenLink(call=call, kind=kind):
                    await self._offer(call, kind)
                case LinkAgain(call=call):
                    await self._offer(call, self._kinds[call])
                case AnswerLink(call=call, epoch=epoch) if self._epochs.get(call) == epoch:
                    answer = RTCSessionDescription(word.sdp, "answer")
                    if self.reachable:
                        await self._peers[call].setRemoteDescription(answer)
                case WantFrames(call=call, wanted=wanted):
                    (self._wanting.add if wanted else self._wanting.discard)(call)
                case CloseLink(call=call):
                    await self._hang_up(call)
                case _:
                    pass

    async def _offer(self, call: str, kind: LinkKind) -> None:
        await self._hang_up(call)
        self._epochs[call], self._kinds[call] = self._epochs.get(call, 0) + 1, kind
        peer = self._peers[call] = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        peer.addTrack(_Camera(self))
        if kind == "consultation":
            peer.addTrack(AudioStreamTrack())
            peer.on("track", self._listen)
        await peer.setLocalDescription(await peer.createOffer())
        sdp = peer.localDescription.sdp
        offer = OfferLink(case=self.case, call=call, epoch=self._epochs[call], kind=kind, sdp=sdp)
        self._signal(offer)

    async def _listen(self, track: MediaStreamTrack) -> None:
        await track.recv()
        self.hears.put_nowait(track.kind)

    async def _hang_up(self, call: str) -> None:
        peer = self._peers.pop(call, None)
        if peer is not None:
            await peer.close()

    async def _show(self) -> None:
        number = 0
        while True:
            await asyncio.sleep(0.25)
            for call in self._wanting:
                await self.sight.wait()
                number += 1
                now_ms = self.house.shelf.clock.now_ms()
                label = FrameLabel(
                    case=self.case, epoch=self._epochs[call], number=number, captured_at=now_ms - 60_000
                )
                self.house.web.links.show(
                    KIOSK, call, label, encode_jpeg(pictures()[number % PICTURES], quality=60)
                )

    def _signal(self, body: Body) -> None:
        self._said += 1
        self.house.web.links.hear(KIOSK, f"{self.case}-{self._said}", body)


class _Camera(VideoStreamTrack):
    """What the camera sees: somebody who comes and stands there."""

    def __init__(self, customer: LoneCustomer) -> None:
        super().__init__()
        self._customer = customer
        self._number = 0

    async def recv(self) -> av.VideoFrame:
        pts, time_base = await self.next_timestamp()
        await self._customer.sight.wait()
        self._number += 1
        frame = av.VideoFrame.from_ndarray(pictures()[self._number // 2 % PICTURES], format="bgr24")
        frame.pts, frame.time_base = pts, time_base
        return frame


@cache
def pictures() -> tuple[np.ndarray[tuple[int, ...], np.dtype[np.uint8]], ...]:
    """A few pictures of somebody before the kiosk, (H, W, 3) uint8 BGR."""
    visit = Visit(7)
    first = 5 * FPS
    return tuple(visit.picture(first + number) for number in range(PICTURES))


@cache
def film(number: int) -> bytes:
    """Two seconds of video as a fragmented MP4 file (H.264)."""
    file = io.BytesIO()
    options = {"movflags": "frag_keyframe+empty_moov+default_base_moof"}
    with av.open(file, "w", format="mp4", options=options) as container:
        stream = container.add_stream("libx264", rate=FRAMES_A_SECOND, options={"preset": "ultrafast"})
        height, width, _ = pictures()[0].shape
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.time_base = Fraction(1, FRAMES_A_SECOND)
        for place in range(2 * FRAMES_A_SECOND):
            frame = av.VideoFrame.from_ndarray(pictures()[(number + place) % PICTURES], format="bgr24")
            frame.pts = place
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return file.getvalue()


def _paper(name: str, seed: int) -> tuple[bytes, str, tuple[Finding, ...]]:
    chance = np.random.default_rng(seed)
    look = made_up_look(np.random.default_rng(7), long_hair=False)
    match name:
        case "id-card-front":
            card = id_card_front(made_up_person(chance, APPLICATION), chance, find_typefaces(), look)
            return _jpeg(card), "image/jpeg", (_VALID, _DISAGREES)
        case "customer-photo":
            alike = Finding(kind="faces-alike", says="The faces are alike.", detail={"likeness": "0.71"})
            return customer_photo(look, chance), "image/jpeg", (alike,)
        case "signature":
            strokes = signature_json(handwritten_signature(chance))
            return strokes, "application/json", ()
        case _:
            sheet = Image.new("RGB", (840, 1188), (252, 252, 249))
            return _jpeg(sheet), "image/jpeg", (Finding(kind="not-signed", says="The box is empty."),)


_DISAGREES = Finding(
    kind="fields-disagree",
    says="The number on the card is another than the application's.",
    detail={"field": "number", "read": "310115195812089967", "application": APPLICATION["id-number"]},
)
_VALID = Finding(
    kind="id-number-valid",
    says="The number is valid.",
    detail={"birth": "1980-01-01", "sex": "female", "district": "北京市朝阳区"},
)


def _jpeg(picture: Image.Image) -> bytes:
    ground = Image.new("RGB", picture.size, (90, 96, 99))
    ground.paste(picture, (0, 0), picture if picture.mode == "RGBA" else None)
    file = io.BytesIO()
    ground.save(file, "JPEG", quality=88)
    return file.getvalue()


async def kiosk_is_there(house: House) -> None:
    """The kiosk is registered and connected."""

    def add(books: Books) -> None:
        books.devices.add(KIOSK, "kiosk", "line\n", NOON_MS)
        books.devices.set_presence(KIOSK, house.shelf.clock.now_ms(), online=True)

    await house.shelf.do(add)
