"""A reviewer's desk without a browser: its socket to the hub, and connections that count what comes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from itertools import count
from typing import Any

import av
import websockets
from aiortc import MediaStreamTrack, RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError

from dashboards.terminal.demo.alone.desk import Received
from dashboards.terminal.demo.alone.grouped import told_as_itself
from dashboards.terminal.demo.alone.sound import Tone, heard_ms
from dashboards.terminal.demo.people import Json, PersonError
from device_profiles.contract.messages.signal import BEAT_EVERY_S

PATIENCE_S = 30.0


class WireDesk:
    """The page, which comes back when the hub does. It answers every offer, and beats as a page would."""

    what = "a program's own end of the link; there is no browser here"

    def __init__(self, url: str, token: str, watching: asyncio.TaskGroup) -> None:
        self._url = url.replace("http", "ws", 1) + "/api/desk"
        self._token = token
        self._watching = watching
        self._socket: websockets.ClientConnection | None = None
        self._connections: dict[str, RTCPeerConnection] = {}
        self._calls: dict[str, Json] = {}
        self._numbers = count(1)
        self._news = asyncio.Event()
        self.heard: list[Json] = []
        self.frames: list[bytes] = []
        self.pictures = 0
        """How many came over a peer connection."""
        self.heard_ms = 0
        """How long the customer could be heard."""

    # -- what a reviewer does

    async def watches(self, case: str) -> None:
        """As the port says."""
        self.pictures = self.heard_ms = 0
        await self.say("open", case=case, kind="monitoring")

    async def received(self) -> Received:
        """As the port says."""
        return Received(self.pictures, self.heard_ms)

    async def is_asked(self, case: str) -> None:
        """As the port says."""
        await self.hears("ask", lambda word: bool(word["case"] == case))

    async def talks(self, case: str) -> None:
        """As the port says."""
        await self.say("open", case=case, kind="consultation")

    async def hangs_up(self, case: str) -> None:
        """As the port says."""
        offer = await self.hears(
            "offer", lambda word: bool((word["case"], word["kind"]) == (case, "consultation"))
        )
        await self.say("close", case=case, call=offer["call"])

    # -- words and pictures

    async def say(self, word: str, **rest: Any) -> None:
        """Say something, once there is a socket."""
        await self._until(lambda: self._socket is not None)
        assert self._socket is not None
        await self._socket.send(json.dumps({"say": word, **rest}))

    async def hears(self, say: str, fits: Callable[[Json], bool] = lambda _: True) -> Json:
        """Wait until such a word has been heard; the latest of them."""

        def found() -> list[Json]:
            return [word for word in self.heard if word["say"] == say and fits(word)]

        await self._until(lambda: bool(found()))
        return found()[-1]

    async def hears_refusals(self, count: int) -> None:
        """Wait until so many words were refused."""
        await self._until(lambda: [word["say"] for word in self.heard].count("refused") >= count)

    async def sees(self, more: int) -> None:
        """Wait until so many more pictures have come over the peer connection."""
        wanted = self.pictures + more
        await self._until(lambda: self.pictures >= wanted)

    async def hears_customer(self, wanted_ms: int) -> None:
        """Wait until the customer could be heard for so long."""
        await self._until(lambda: self.heard_ms >= wanted_ms)

    async def sees_frames(self, wanted: int) -> None:
        """Wait until so many single pictures have come."""
        await self._until(lambda: len(self.frames) >= wanted)

    async def run(self) -> None:
        """Keep the socket open until cancelled."""
        try:
            while True:
                try:
                    await self._live_once()
                except* (OSError, websockets.WebSocketException):
                    self._socket = None
                await asyncio.sleep(0.1)
        finally:
            for call in list(self._connections):
                await self._drop(call)

    async def _live_once(self) -> None:
        async with (
            websockets.connect(self._url, proxy=None) as socket,
            asyncio.TaskGroup() as tasks,
        ):
            await socket.send(json.dumps({"token": self._token}))
            beating = tasks.create_task(self._beat(socket))
            try:
                async for message in socket:
                    await self._hear(socket, message)
            finally:
                self._socket = None
                beating.cancel()

    async def _hear(self, socket: websockets.ClientConnection, message: str | bytes) -> None:
        if isinstance(message, bytes):
            self.frames.append(message)
        else:
            word = json.loads(message)
            self.heard.append(word)
            match word["say"]:
                case "ready":
                    self._socket = socket
                case "offer":
                    answer = await self._answered(word)
                    call = {name: word[name] for name in ("case", "call", "epoch")}
                    self._calls[word["call"]] = call
                    await socket.send(json.dumps({"say": "answer", **call, "sdp": answer}))
                case "ended":
                    await self._drop(word["call"])
        self._note()

    async def _beat(self, socket: websockets.ClientConnection) -> None:
        while True:
            for name, call in list(self._calls.items()):
                how = {"frames": self.pictures, "state": self._state(name)}
                beat = {"say": "beat", **call, "number": next(self._numbers), **how}
                await socket.send(json.dumps(beat))
            await asyncio.sleep(BEAT_EVERY_S)

    def _state(self, call: str) -> str:
        """How the peer connection of a call is."""
        return self._connections[call].connectionState

    async def _answered(self, offer: Json) -> str:
        await self._drop(offer["call"])
        connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self._connections[offer["call"]] = connection
        talks = offer["kind"] == "consultation"
        if talks:
            connection.addTrack(Tone())
        connection.on("track", partial(self._watch, talks))
        await connection.setRemoteDescription(RTCSessionDescription(offer["sdp"], "offer"))
        await connection.setLocalDescription(await connection.createAnswer())
        return str(connection.localDescription.sdp)

    async def _drop(self, call: str) -> None:
        self._calls.pop(call, None)
        connection = self._connections.pop(call, None)
        if connection is not None:
            await connection.close()

    def _watch(self, talks: bool, track: MediaStreamTrack) -> None:  # noqa: FBT001  aiortc gives the track
        self._watching.create_task(self._count(track, talks=talks))

    async def _count(self, track: MediaStreamTrack, *, talks: bool) -> None:
        try:
            while True:
                frame = await track.recv()
                if isinstance(frame, av.AudioFrame):
                    self.heard_ms += heard_ms(frame)
                elif not talks:
                    self.pictures += 1
                self._note()
        except MediaStreamError:
            pass

    def _note(self) -> None:
        self._news.set()
        self._news = asyncio.Event()

    async def _until(self, holds: Callable[[], bool]) -> None:
        try:
            async with asyncio.timeout(PATIENCE_S):
                while not holds():
                    news = self._news
                    await news.wait()
        except TimeoutError as error:
            raise PersonError(f"the desk waited {PATIENCE_S:.0f} s; it last heard {self._last}") from error

    @property
    def _last(self) -> str:
        return str(self.heard[-1]["say"]) if self.heard else "nothing"


@asynccontextmanager
async def open_desk(url: str, token: str) -> AsyncIterator[WireDesk]:
    """A desk that is open for the length of the block."""
    with told_as_itself():
        async with asyncio.TaskGroup() as tasks:
            desk = WireDesk(url, token, tasks)
            running = tasks.create_task(desk.run())
            await desk.hears("ready")
            yield desk
            running.cancel()
