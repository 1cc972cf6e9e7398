"""How much of the film reaches a viewer, by what they report. Pure: times come in, as `time.monotonic`.

Owns the two signs that less gets through than is sent: the viewer's own estimate (REMB), which a new
connection waits long for, and the packets they miss (RFC 3550, 6.4), which are known after a second.
"""

from __future__ import annotations

from collections import deque
from typing import Final

from edge_agent.eyes.film.encoder import FPS
from edge_agent.eyes.film.studio import LEAST_BPS, USUAL_BPS

STARVED_AFTER_S: Final = 3.0
"""A way may be full for a moment, and an estimate is low whenever a connection begins."""
MUCH: Final = 0.25
"""More than this share lost, and what is sent again does not mend the picture."""
# As draft-ietf-rmcat-gcc-02, section 6, has them.
_SOME: Final = 0.10
_LITTLE: Final = 0.02
_MORE: Final = 1.05
_WINDOW_S: Final = 1.0
_RATED_S: Final = 2.0


class Way:
    """The way to one viewer, through all connections of their call."""

    def __init__(self) -> None:
        self._estimate_bps: int | None = None
        self._carries_bps: float | None = None
        self._low_since_s: float | None = None
        self._lossy_since_s: float | None = None
        self._lost_share = 0.0
        self._sizes: deque[tuple[float, int]] = deque(maxlen=round(_RATED_S * FPS))
        self._known: dict[int, tuple[int, int]] = {}
        self._expected = self._lost = 0
        self._window_s: float | None = None

    @property
    def most_bps(self) -> int | None:
        """No more than this gets through; None while nobody knows."""
        known = [bps for bps in (self._estimate_bps, self._carries_bps) if bps is not None]
        return round(min(known)) if known else None

    def starved(self, now_s: float) -> bool:
        """Whether not even LEAST_BPS got through for STARVED_AFTER_S."""
        signs = (self._low_since_s, self._lossy_since_s)
        return any(since_s is not None and now_s - since_s > STARVED_AFTER_S for since_s in signs)

    def sent(self, size_bytes: int, now_s: float) -> None:
        """A picture goes."""
        self._sizes.append((now_s, size_bytes))

    def estimated(self, most_bps: int, now_s: float) -> None:
        """The other end believes that so much can reach it."""
        self._estimate_bps = most_bps
        # Whoever is sent little, because nothing moves, believes that little more could reach them.
        low = most_bps < LEAST_BPS and self._sent_bps(now_s) >= most_bps
        self._low_since_s = (self._low_since_s or now_s) if low else None

    def reported(self, ssrc: int, highest: int, lost: int, now_s: float) -> None:
        """The other end has missed `lost` packets of a stream, up to this number: both since it began."""
        before = self._known.get(ssrc)
        self._known[ssrc] = highest, lost
        if self._window_s is None:
            self._window_s = now_s
        if before is not None:
            self._expected += max(0, highest - before[0])
            self._lost += lost - before[1]
        if now_s - self._window_s >= _WINDOW_S and self._expected:
            self._judge(min(1.0, max(0, self._lost) / self._expected), now_s)
            self._window_s, self._expected, self._lost = now_s, 0, 0

    def _judge(self, share: float, now_s: float) -> None:
        # A full way loses much at once and then nothing: what counts is the mean.
        self._lost_share = (self._lost_share + share) / 2
        if self._lost_share > _SOME:
            self._carries_bps = max(float(LEAST_BPS), (1 - share) * self._sent_bps(now_s))
        elif self._lost_share < _LITTLE and self._carries_bps is not None:
            more_bps = _MORE * self._carries_bps
            self._carries_bps = more_bps if more_bps < USUAL_BPS else None
        self._lossy_since_s = (self._lossy_since_s or now_s) if self._lost_share > MUCH else None

    def _sent_bps(self, now_s: float) -> float:
        return 8 * sum(size for at_s, size in self._sizes if now_s - at_s < _RATED_S) / _RATED_S
