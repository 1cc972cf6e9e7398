"""A reviewer's desk without a browser: its socket to the hub, and a connection that counts pictures."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import count
from typing import Any

import websockets
from aiortc import MediaStreamTrack, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError

from device_profiles.contract.messages.signal import BEAT_EVERY_S

PATIENCE_S = 30.0
Json = Any


class Desk:
    """The page, which comes back when the hub does. It answers every offer, and beats as a page would."""

    def __init__(self, url: str, token: str, watching: asyncio.TaskGroup) -> None:
        self._url = url.replace("http", "ws", 1) + "/api/desk"
        self._token = token
        self._watching = watching
        self._socket: websockets.ClientConnection | None = None
        self._connection: RTCPeerConnection | None = None
        self._call: Json = None
        self._numbers = count(1)
        self._news = asyncio.Event()
        self.heard: list[Json] = []
        self.frames: list[bytes] = []
        self.pictures = 0
        """How many came over the peer connection."""

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
            if self._connection is not None:
                await self._connection.close()

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
                    answer = await self._answered(word["sdp"])
                    self._call = {name: word[name] for name in ("case", "call", "epoch")}
                    await socket.send(json.dumps({"say": "answer", **self._call, "sdp": answer}))
        self._note()

    async def _beat(self, socket: websockets.ClientConnection) -> None:
        while True:
            state = self._state()
            if self._call is not None and state is not None:
                how = {"frames": self.pictures, "state": state}
                beat = {"say": "beat", **self._call, "number": next(self._numbers), **how}
                await socket.send(json.dumps(beat))
            await asyncio.sleep(BEAT_EVERY_S)

    def _state(self) -> str | None:
        """How the peer connection is, if there is one."""
        return None if self._connection is None else self._connection.connectionState

    async def _answered(self, sdp: str) -> str:
        if self._connection is not None:
            await self._connection.close()
        self._connection = connection = RTCPeerConnection()
        connection.on("track", self._watch)
        await connection.setRemoteDescription(RTCSessionDescription(sdp, "offer"))
        await connection.setLocalDescription(await connection.createAnswer())
        return str(connection.localDescription.sdp)

    def _watch(self, track: MediaStreamTrack) -> None:
        self._watching.create_task(self._count(track))

    async def _count(self, track: MediaStreamTrack) -> None:
        try:
            while True:
                await track.recv()
                self.pictures += 1
                self._note()
        except MediaStreamError:
            pass

    def _note(self) -> None:
        self._news.set()
        self._news = asyncio.Event()

    async def _until(self, holds: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while not holds():
                news = self._news
                await news.wait()


@asynccontextmanager
async def open_desk(url: str, token: str) -> AsyncIterator[Desk]:
    """A desk that is open for the length of the block."""
    async with asyncio.TaskGroup() as tasks:
        desk = Desk(url, token, tasks)
        running = tasks.create_task(desk.run())
        await desk.hears("ready")
        yield desk
        running.cancel()
