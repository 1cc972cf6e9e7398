"""A voice for whoever talks and has none: a tone, and how to tell it from silence."""

from __future__ import annotations

import asyncio
import time
from fractions import Fraction
from typing import Final

import av
import numpy as np
from aiortc import MediaStreamTrack

RATE_HZ: Final = 48_000
FRAME_S: Final = 0.02
_SAMPLES: Final = round(RATE_HZ * FRAME_S)
_TONE_HZ: Final = 440.0
_LOUD: Final = 6_000
_AUDIBLE: Final = 300
"""Of 32,767."""


class Tone(MediaStreamTrack):
    """Someone who hums, 20 ms after 20 ms."""

    kind = "audio"

    def __init__(self) -> None:
        super().__init__()
        self._began_s = time.monotonic()
        self._number = 0

    async def recv(self) -> av.AudioFrame:
        """The next 20 ms, when they are due."""
        await asyncio.sleep(max(0.0, self._began_s + self._number * FRAME_S - time.monotonic()))
        first = self._number * _SAMPLES
        at_s = np.arange(first, first + _SAMPLES) / RATE_HZ
        wave = (_LOUD * np.sin(2 * np.pi * _TONE_HZ * at_s)).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(wave[None, :], format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = RATE_HZ, first, Fraction(1, RATE_HZ)
        self._number += 1
        return frame


def heard_ms(frame: av.AudioFrame) -> int:
    """How long something can be heard in it, milliseconds: all of it or nothing."""
    if np.abs(frame.to_ndarray()).max() < _AUDIBLE:
        return 0
    return round(1_000 * frame.samples / frame.sample_rate)
