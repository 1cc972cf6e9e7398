"""One connection of a call: it offers film, and what goes over it are the studio's packets. Loads aiortc.

Owns the connection and what waits to be sent, which is bounded: a slow way loses pictures up to the next
whole one rather than showing old ones. Whether anybody may look is decided elsewhere.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from fractions import Fraction
from typing import Final

import aioice.ice
import av
from aiortc import (
    MediaStreamTrack,
    RTCConfiguration,
    RTCIceServer,
    RTCPeerConnection,
    RTCRtpSender,
    RTCSessionDescription,
)
from aiortc.mediastreams import MediaStreamError
from aiortc.rtp import (
    RTCP_PSFB_APP,
    RTCP_PSFB_FIR,
    RTCP_PSFB_PLI,
    AnyRtcpPacket,
    RtcpPsfbPacket,
    RtcpRrPacket,
    unpack_remb_fci,
)
from aiortc.sdp import SessionDescription
from av.stream import Stream

from edge_agent.eyes.film.encoder import CLOCK_HZ, FPS, Packet
from edge_agent.eyes.film.studio import LEAST_BPS, MOST_BPS, Studio
from edge_agent.eyes.film.way import Way
from edge_agent.eyes.film_port import LinkRefusedError, LinkState
from edge_agent.eyes.words import Relay

MOST_UNSENT: Final = FPS
"""A second of film."""
CONNECTS_WITHIN_S: Final = 15.0
"""aioice waits for ever for another address of the other end."""
_addresses_of_networks: Final = aioice.ice.get_host_addresses
_SAYS: Final[dict[LinkState, str]] = {
    "offered": "Nobody has answered yet.",
    "connecting": "The connection is being made.",
    "up": "The picture goes out.",
    "ended": "The connection has ended.",
}


class Peer:
    """A connection that is offered once and, when it has ended, is of no more use."""

    def __init__(
        self, studio: Studio, ice: tuple[Relay, ...], on_change: Callable[[], None], way: Way
    ) -> None:
        _reach_this_machine_itself()
        self.state: LinkState = "offered"
        self.says = _SAYS["offered"]
        self._on_change = on_change
        self._deadline: asyncio.TimerHandle | None = None
        self.way = way
        self._track = _FilmTrack(studio, way)
        servers = [
            RTCIceServer(list(relay.urls), relay.username or None, relay.credential or None)
            for relay in ice
        ]
        self._connection = RTCPeerConnection(RTCConfiguration(servers))
        self._connection.on("connectionstatechange", self._note)
        transceiver = self._connection.addTransceiver(self._track, direction="sendonly")
        codecs = RTCRtpSender.getCapabilities("video").codecs
        transceiver.setCodecPreferences(
            [codec for codec in codecs if codec.mimeType in {"video/H264", "video/rtx"}]
        )
        _listen(transceiver.sender, self._track)

    @property
    def frames_sent(self) -> int:
        """How many pictures went."""
        return self._track.sent

    @property
    def bitrate_bps(self) -> int:
        """What is believed to reach the other end, within the bounds; 0 while nobody knows."""
        most_bps = self.way.most_bps
        return 0 if most_bps is None else max(LEAST_BPS, min(most_bps, MOST_BPS))

    @property
    def starved(self) -> bool:
        """Whether the way there carries no film."""
        return self.way.starved(time.monotonic())

    async def offer(self) -> str:
        """The SDP, with all addresses in it: nothing follows it."""
        await self._connection.setLocalDescription(await self._connection.createOffer())
        return self._connection.localDescription.sdp

    async def answer(self, sdp: str) -> None:
        """Take the answer, and begin to connect.

        Raises:
            LinkRefusedError: it was answered before, or this is no answer to it.
        """
        if self.state != "offered":
            raise LinkRefusedError(f"This offer was answered before. {self.says}")
        reachable = without_hidden_addresses(sdp)
        try:
            _check(reachable)
            await self._connection.setRemoteDescription(RTCSessionDescription(reachable, "answer"))
        except Exception as error:
            raise LinkRefusedError(f"This answer cannot be used ({type(error).__name__}).") from error
        if self.state == "offered":
            self._become("connecting")
            loop = asyncio.get_running_loop()
            self._deadline = loop.call_later(CONNECTS_WITHIN_S, self._give_up)

    async def close(self, says: str = _SAYS["ended"]) -> None:
        """End it; the other end is told."""
        self._become("ended", says)
        if self._deadline is not None:
            self._deadline.cancel()
        self._track.stop()
        await self._connection.close()

    def _give_up(self) -> None:
        if self.state == "connecting":
            self._become("ended", f"No connection to the viewer could be made in {CONNECTS_WITHIN_S:g} s.")

    def _note(self) -> None:
        match self._connection.connectionState:
            case "connected":
                self._become("up")
            case "failed":
                self._become("ended", "No connection to the viewer could be made, or it broke.")
            case "closed":
                self._become("ended", "The viewer has ended the connection.")

    def _become(self, state: LinkState, says: str | None = None) -> None:
        if self.state not in {state, "ended"}:
            self.state, self.says = state, says or _SAYS[state]
            self._on_change()


class _FilmTrack(MediaStreamTrack):
    """The studio's packets, from when aiortc first asks for one: then there is a connection."""

    kind = "video"

    def __init__(self, studio: Studio, way: Way) -> None:
        super().__init__()
        self.way = way
        self.sent = 0
        self._studio = studio
        self._unsent: deque[Packet] = deque()
        self._came = asyncio.Event()
        self._began_s: float | None = None
        self._lost_sight = True

    @property
    def most_bps(self) -> int | None:
        return self.way.most_bps

    def take(self, packet: Packet) -> None:
        if len(self._unsent) >= MOST_UNSENT:
            self._unsent.clear()
            self._lost_sight = True
        if self._lost_sight and not packet.is_key:
            self._studio.want_key()
            return
        self._lost_sight = False
        self._unsent.append(packet)
        self._came.set()

    def pause(self) -> None:
        pass  # the other end sees that nothing comes

    def want_key(self) -> None:
        self._studio.want_key()

    async def recv(self) -> av.Packet[Stream]:
        if self._began_s is None:
            self._studio.add(self)
        else:
            self.sent += 1  # who asks for another one has sent the one before
        while not self._unsent:
            if self.readyState != "live":
                raise MediaStreamError
            self._came.clear()
            await self._came.wait()
        packet = self._unsent.popleft()
        if self._began_s is None:
            self._began_s = packet.at_s
        self.way.sent(len(packet.data), time.monotonic())
        given = av.Packet(packet.data)
        given.pts = round((packet.at_s - self._began_s) * CLOCK_HZ)
        given.time_base = Fraction(1, CLOCK_HZ)
        return given

    def stop(self) -> None:
        self._studio.remove(self)
        super().stop()
        self._came.set()


def _listen(sender: RTCRtpSender, track: _FilmTrack) -> None:
    """Let the track know what the other end says of what reaches it.

    aiortc 1.16 keeps it to the encoder that it would make itself, and has no public way to hear of it.
    """
    handle: Callable[[AnyRtcpPacket], Awaitable[None]] = sender._handle_rtcp_packet  # noqa: SLF001  as above

    async def heard(packet: AnyRtcpPacket) -> None:
        if isinstance(packet, RtcpPsfbPacket):
            if packet.fmt in {RTCP_PSFB_PLI, RTCP_PSFB_FIR}:
                track.want_key()
            elif packet.fmt == RTCP_PSFB_APP:
                _note_estimate(packet.fci, track.way)
        elif isinstance(packet, RtcpRrPacket):
            for report in packet.reports:
                track.way.reported(
                    report.ssrc, report.highest_sequence, report.packets_lost, time.monotonic()
                )
        await handle(packet)

    setattr(sender, "_handle_rtcp_packet", heard)  # noqa: B010  an assignment to a method is refused


def _note_estimate(fci: bytes, way: Way) -> None:
    try:
        most_bps, _ = unpack_remb_fci(fci)
    except ValueError:
        return  # another application's message
    way.estimated(most_bps, time.monotonic())


def without_hidden_addresses(sdp: str) -> str:
    """The SDP without the names that only the viewer's own network knows, if that (`….local`, by mDNS).

    Looking one up in vain takes a second, in which nothing connects. The viewer reaches us all the same; we
    learn its address from that (RFC 8445, 7.3.1.3).
    """
    lines = sdp.splitlines(keepends=True)
    return "".join(line for line in lines if not (line.startswith("a=candidate:") and ".local " in line))


def _check(sdp: str) -> None:
    """Raise whatever is wrong with it before the connection has seen it."""
    (media,) = SessionDescription.parse(sdp).media
    if media.kind != "video" or media.direction != "recvonly":
        msg = "it is not an answer of somebody who looks on"
        raise ValueError(msg)
    if not (media.dtls and media.dtls.fingerprints and media.ice and media.ice.usernameFragment):
        msg = "it does not say who will connect"
        raise ValueError(msg)
    if not any(codec.mimeType.lower() == "video/h264" for codec in media.rtp.codecs):
        msg = "it does not know H.264"
        raise ValueError(msg)


def _addresses(use_ipv4: bool, use_ipv6: bool) -> list[str]:  # noqa: FBT001  as aioice calls it
    return _addresses_of_networks(use_ipv4, use_ipv6) or ["127.0.0.1"]


def _reach_this_machine_itself() -> None:
    """On a machine without any network, be found by the loopback address: aioice leaves it out."""
    aioice.ice.get_host_addresses = _addresses
