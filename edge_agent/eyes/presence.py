"""Who is before the camera now, and who in the agent wants to hear of changes.

Owns the present state. It looks at nothing itself.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractContextManager
from typing import Final

from device_profiles.delivery.clock import Clock
from edge_agent.capture.faces.presence import Event, EventKind, State
from edge_agent.devices.happenings import Happening, PictureBack, PictureFaulty, PictureLost
from edge_agent.eyes.listeners import Listeners
from edge_agent.eyes.port import PresenceNow

MOST_UNHEARD: Final = 16
"""Several seconds of the liveliest lobby; who lags further misses the oldest."""

STATES: Final[Mapping[EventKind, State]] = {
    "arrived": "one",
    "one-again": "one",
    "two-people": "several",
    "not-frontal": "turned",
    "left": "nobody",
}
"""What is so after each event."""


class PresenceBoard:
    """Takes in happenings; `on_change` is called after each. Belongs to one event loop."""

    def __init__(self, clock: Clock, on_change: Callable[[], None]) -> None:
        self._clock = clock
        self._on_change = on_change
        self._listeners: Listeners[Happening] = Listeners(MOST_UNHEARD)
        self.now = PresenceNow("unseen", clock.now_ms(), "The camera has shown nothing yet.")

    def note(self, happening: Happening) -> None:
        """This happened."""
        match happening:
            case Event():
                since = self.unix_ms(happening.at_s)
                self.now = PresenceNow(STATES[happening.kind], since, happening.says)
            case PictureLost() | PictureFaulty():
                self.now = PresenceNow("unseen", self._clock.now_ms(), happening.says)
            case PictureBack():
                self.now = PresenceNow("nobody", self._clock.now_ms(), "Nobody is before the camera.")
        self._listeners.tell(happening)
        self._on_change()

    def lose(self, says: str) -> None:
        """Nobody looks any more: whoever was there cannot be vouched for."""
        if self.now.what == "unseen":
            return
        if self.now.what != "nobody":
            self.note(Event("left", time.monotonic()))
        self.note(PictureLost(says))

    def unix_ms(self, at_s: float) -> int:
        """A time of `time.monotonic`, of any process of this machine, as Unix ms."""
        return self._clock.now_ms() - round(1000 * (time.monotonic() - at_s))

    def listen(self) -> AbstractContextManager[AsyncIterator[Happening]]:
        """What happens from now on."""
        return self._listeners.listen()
