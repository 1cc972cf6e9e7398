"""The kiosk page's end of a conversation, played without a browser: it offers, takes the answer, beats."""

from __future__ import annotations

import asyncio
import io
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from fractions import Fraction
from typing import Final

import av
import numpy as np
from aiortc import MediaStreamTrack, RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError
from PIL import Image

from dashboards.terminal.demo.alone.grouped import told_as_itself
from dashboards.terminal.demo.alone.page import KioskPage
from dashboards.terminal.demo.alone.sound import Tone, heard_ms
from dashboards.terminal.demo.people import PATIENCE_S, Json, PersonError, RefusedError
from device_profiles.contract.messages.signal import BEAT_EVERY_S

PICTURES_A_SECOND: Final = 5
_CLOCK_HZ: Final = 90_000


class _Camera(MediaStreamTrack):
    """What the agent's camera sees, as the page draws it."""

    kind = "video"

    def __init__(self, page: KioskPage) -> None:
        super().__init__()
        self._page = page
        self._began_s = time.monotonic()
        self._number = 0

    async def recv(self) -> av.VideoFrame:
        due_s = self._began_s + self._number / PICTURES_A_SECOND
        await asyncio.sleep(max(0.0, due_s - time.monotonic()))
        picture = Image.open(io.BytesIO(await self._page.picture())).convert("RGB")
        even = picture.crop(
            (0, 0, picture.width // 2 * 2, picture.height // 2 * 2)
        )  # as H.264 and VP8 want it
        frame: av.VideoFrame = av.VideoFrame.from_ndarray(np.asarray(even), format="rgb24")
        frame.pts = self._number * _CLOCK_HZ // PICTURES_A_SECOND
        frame.time_base = Fraction(1, _CLOCK_HZ)
        self._number += 1
        return frame


class Conversation:
    """One that is up: how long the reviewer could be heard."""

    def __init__(self) -> None:
        self.heard_ms = 0
        self._more = asyncio.Event()

    async def hears(self, wanted_ms: int) -> None:
        """Wait until the reviewer was heard for so long.

        Raises:
            PersonError: they were not.
        """
        try:
            async with asyncio.timeout(PATIENCE_S):
                while self.heard_ms < wanted_ms:
                    self._more.clear()
                    await self._more.wait()
        except TimeoutError as error:
            raise PersonError(f"the reviewer was heard for {self.heard_ms} ms only") from error

    def note(self, frame: av.AudioFrame) -> None:
        """Sound came."""
        self.heard_ms += heard_ms(frame)
        self._more.set()


@asynccontextmanager
async def in_conversation(page: KioskPage, case: str) -> AsyncIterator[Conversation]:
    """Take part in the conversation that the reviewer opens, for the length of the block.

    Raises:
        PersonError: it does not come about.
    """
    call = await _call(page, case, "offering")
    connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    conversation = Conversation()
    async with AsyncExitStack() as stack:
        stack.enter_context(told_as_itself())
        tasks = await stack.enter_async_context(asyncio.TaskGroup())
        stack.push_async_callback(connection.close)  # whoever listens ends with it
        connection.on("track", lambda track: tasks.create_task(_listen(track, conversation)))
        connection.addTrack(_Camera(page))
        connection.addTrack(Tone())
        await connection.setLocalDescription(await connection.createOffer())
        await page.offers(call["call"], call["epoch"], connection.localDescription.sdp)
        beating = tasks.create_task(_beat(page, call, connection))
        await _call(page, case, "up")
        answer = await page.answer(call["call"], call["epoch"])
        await connection.setRemoteDescription(RTCSessionDescription(answer, "answer"))
        yield conversation
        beating.cancel()


async def _call(page: KioskPage, case: str, phase: str) -> Json:
    def found(state: Json) -> list[Json]:
        return [
            call
            for call in state["calls"]
            if (call["case"], call["kind"], call["phase"]) == (case, "consultation", phase)
        ]

    return found(await page.until(f"a call that is {phase}", lambda state: bool(found(state))))[0]


async def _beat(page: KioskPage, call: Json, connection: RTCPeerConnection) -> None:
    try:
        while True:
            await page.beats(call["call"], call["epoch"], connection.connectionState)
            await asyncio.sleep(BEAT_EVERY_S)
    except RefusedError as error:
        if error.code != "unknown_call":  # the other side may have ended it
            raise PersonError(f"the conversation broke off: {error}") from error


async def _listen(track: MediaStreamTrack, conversation: Conversation) -> None:
    try:
        while True:
            frame = await track.recv()
            if isinstance(frame, av.AudioFrame):
                conversation.note(frame)
    except MediaStreamError:
        pass
