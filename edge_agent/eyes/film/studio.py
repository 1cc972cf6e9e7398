"""One encode for whoever takes film: it runs while somebody does, and otherwise not.

Owns the pace, when a picture is whole, and the rate. All who take packets are given the same, and nobody
makes it wait: what they cannot use in time is theirs to drop.
"""

from __future__ import annotations

import asyncio
import time
from typing import Final, Protocol

from edge_agent.devices.camera import Camera, Frame
from edge_agent.devices.errors import NoPictureError
from edge_agent.eyes.film.encoder import FPS, Encoder, Packet, film_size_px
from edge_agent.eyes.port import OLDEST_S

KEY_EVERY_S: Final = 2.0
"""Who lost a packet, and a recording's next part, wait for a whole picture no longer than this."""
KEYS_APART_S: Final = 0.5
"""Asking again and again must not fill a narrow way with whole pictures."""
LONGEST_PAUSE_S: Final = 1.0
"""After a longer one nothing is taken to continue."""
LEAST_BPS: Final = 300_000
USUAL_BPS: Final = 1_000_000
MOST_BPS: Final = 1_500_000
_WORTH_A_CHANGE: Final = 0.15
_PICTURE_S: Final = 1 / FPS
_EARLY_S: Final = 0.3 * _PICTURE_S
"""A camera of 15 a second is not punctual, and none of its pictures is to be missed; of 30, every other."""


class Taker(Protocol):
    """Somebody who wants film."""

    @property
    def most_bps(self) -> int | None:
        """No more than this reaches them; None where nobody knows, or it does not matter."""

    def take(self, packet: Packet) -> None:
        """The next packet; returns at once."""

    def pause(self) -> None:
        """The camera shows nothing."""


class Studio:
    """Films with a camera that is entered, while `run` runs. Belongs to one event loop."""

    def __init__(self, camera: Camera) -> None:
        self._camera = camera
        self._takers: list[Taker] = []
        self._wanted = asyncio.Event()
        self._key_wanted = False
        self._key_at_s = 0.0
        self._encoder: Encoder | None = None
        self._last_at_s = 0.0
        self.encoded = 0
        """How many pictures, ever."""

    @property
    def bitrate_bps(self) -> int:
        """What fits the one with the narrowest way; never less than LEAST_BPS, nor more than MOST_BPS."""
        known = [taker.most_bps for taker in self._takers if taker.most_bps is not None]
        return max(LEAST_BPS, min([*known, MOST_BPS])) if known else USUAL_BPS

    @property
    def encodes_at_bps(self) -> int:
        """The rate of the packets that come now; 0 while none do."""
        return 0 if self._encoder is None else self._encoder.bitrate_bps

    def add(self, taker: Taker) -> None:
        """This one takes film from now on, beginning with a whole picture."""
        self._takers.append(taker)
        self.want_key()
        self._wanted.set()

    def remove(self, taker: Taker) -> None:
        """This one takes no more."""
        if taker in self._takers:
            self._takers.remove(taker)
        if not self._takers:
            self._wanted.clear()

    def want_key(self) -> None:
        """Somebody cannot go on without a whole picture."""
        self._key_wanted = True

    async def run(self) -> None:
        """Film whenever somebody takes it, until cancelled."""
        while True:
            await self._wanted.wait()
            await self._film()
            self._encoder = None

    async def _film(self) -> None:
        number, due_s = 0, 0.0
        while self._takers:
            try:
                frame = await self._camera.newest(number)
            except NoPictureError:
                for taker in self._takers:
                    taker.pause()
                continue
            number = frame.number
            if frame.at_s < due_s - _EARLY_S or time.monotonic() - frame.at_s > OLDEST_S:
                continue
            due_s = (frame.at_s if frame.at_s > due_s + _PICTURE_S else due_s) + _PICTURE_S
            packet = await asyncio.to_thread(self._encode, frame, key=self._must_be_whole(frame))
            self.encoded += 1
            for taker in list(self._takers):
                taker.take(packet)

    def _must_be_whole(self, frame: Frame) -> bool:
        since_s = frame.at_s - self._key_at_s
        regular = since_s > KEY_EVERY_S - _PICTURE_S
        asked = self._key_wanted and since_s >= KEYS_APART_S
        anew = self._encoder is None or frame.at_s - self._last_at_s > LONGEST_PAUSE_S
        if whole := regular or asked or anew:
            self._key_wanted = False
            self._key_at_s = frame.at_s
        self._last_at_s = frame.at_s
        return whole

    def _encode(self, frame: Frame, *, key: bool) -> Packet:
        size_px = film_size_px(frame.image)
        encoder, bitrate_bps = self._encoder, self.bitrate_bps
        other_size = encoder is not None and (encoder.width_px, encoder.height_px) != size_px
        # Another rate is a new encoder, which begins with a whole picture: so it waits until one is due.
        if encoder is None or other_size or (key and _differs(encoder.bitrate_bps, bitrate_bps)):
            encoder = self._encoder = Encoder(*size_px, bitrate_bps)
        return encoder.encode(frame.image, frame.at_s, key=key)


def _differs(now_bps: int, wanted_bps: int) -> bool:
    return abs(wanted_bps - now_bps) > _WORTH_A_CHANGE * now_bps
