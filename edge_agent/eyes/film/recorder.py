"""The packets of the film, unchanged, as MP4 files of some seconds.

Owns where one file ends and the next begins. Each plays on its own and, appended with the times at which
they began, as one film (fragments: ISO/IEC 14496-12; a browser's MediaSource wants them so).
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

import av

from edge_agent.eyes.film.encoder import CLOCK_HZ, FPS, Packet
from edge_agent.eyes.film.studio import KEY_EVERY_S, LONGEST_PAUSE_S

_FRAGMENTED: Final = {"movflags": "delay_moov+frag_keyframe+default_base_moof"}
_PICTURE_S: Final = 1 / FPS


@dataclass(frozen=True, slots=True)
class Cut:
    """A finished file, and from when to when it goes (`time.monotonic`)."""

    recording: str
    mp4: bytes = field(repr=False)
    began_s: float
    ended_s: float
    frames: int


class Recorder:
    """Takes film; gives a file whenever `segment_s` are full, and when the picture was lost."""

    most_bps: Final = None

    def __init__(self, recording: str, segment_s: float, give: Callable[[Cut], None]) -> None:
        self.recording = recording
        self._segment_s = segment_s
        self._give = give
        self._file: _File | None = None

    def take(self, packet: Packet) -> None:
        """As the studio says."""
        file = self._file
        if file is not None and packet.at_s - file.last_s > LONGEST_PAUSE_S:
            self.pause()
        elif file is not None and packet.is_key and self._is_full(file, packet):
            self._finish(file, packet.at_s)
        if self._file is None and packet.is_key:
            self._file = _File(packet)
        if self._file is not None:
            self._file.add(packet)

    def pause(self) -> None:
        """As the studio says: what there is, is given."""
        if self._file is not None:
            self._finish(self._file, self._file.last_s + _PICTURE_S)

    def _is_full(self, file: _File, packet: Packet) -> bool:
        # At the whole picture that is nearest.
        full = packet.at_s - file.first.at_s > self._segment_s - KEY_EVERY_S / 2
        return full or (packet.width_px, packet.height_px) != (file.first.width_px, file.first.height_px)

    def _finish(self, file: _File, ended_s: float) -> None:
        self._file = None
        self._give(Cut(self.recording, file.finished(ended_s), file.first.at_s, ended_s, file.frames))


class _File:
    """A file; a picture is written once it is known how long it is shown, so that parts leave no hole."""

    def __init__(self, first: Packet) -> None:
        self.first = first
        self.frames = 0
        self._last: Packet | None = None
        self._bytes = io.BytesIO()
        self._container = av.open(self._bytes, "w", format="mp4", options=_FRAGMENTED)
        self._stream = self._container.add_mux_stream(
            "h264", rate=FPS, width=first.width_px, height=first.height_px
        )
        self._stream.time_base = Fraction(1, CLOCK_HZ)

    @property
    def last_s(self) -> float:
        """When the newest picture was taken."""
        return self.first.at_s if self._last is None else self._last.at_s

    def add(self, packet: Packet) -> None:
        """The next picture."""
        self._write(packet.at_s)
        self._last = packet
        self.frames += 1

    def finished(self, ended_s: float) -> bytes:
        """The whole file, whose newest picture is shown until then."""
        self._write(ended_s)
        self._container.close()
        return self._bytes.getvalue()

    def _write(self, until_s: float) -> None:
        packet = self._last
        if packet is None:
            return
        muxed = av.Packet(packet.data)
        muxed.pts = muxed.dts = round((packet.at_s - self.first.at_s) * CLOCK_HZ)
        muxed.time_base = Fraction(1, CLOCK_HZ)
        muxed.duration = round((until_s - packet.at_s) * CLOCK_HZ)
        muxed.is_keyframe = packet.is_key
        muxed.stream = self._stream
        self._container.mux_one(muxed)
