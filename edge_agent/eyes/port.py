"""What the agent may ask of its camera, and what it is told: the port.

Owns the words only. Whoever asks is refused rather than shown something old: nothing stale looks live.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Final, Literal, Protocol

from edge_agent.capture.faces.presence import State
from edge_agent.devices.happenings import Happening

OLDEST_S: Final = 3.0
"""An older picture does not show what is there now."""
PREVIEW_PX: Final = 480
"""The longer side of a preview: enough to see how somebody stands."""

Size = Literal["preview", "watched", "largest"]
"""preview: PREVIEW_PX. watched: as the camera is watched. largest: as large as the camera gives at all."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG file; when it was taken as Unix ms and as `time.monotonic`; its number, which goes up."""

    jpeg: bytes
    width_px: int
    height_px: int
    captured_at: int
    at_s: float
    number: int


@dataclass(frozen=True, slots=True)
class PresenceNow:
    """Who is before the camera, since when (Unix ms), in a sentence; `unseen` while it shows nothing."""

    what: State | Literal["unseen"]
    since: int
    says: str


class Eyes(Protocol):
    """A camera that is watched for as long as the agent runs."""

    @property
    def name(self) -> str:
        """What a person knows the camera by."""

    @property
    def presence(self) -> PresenceNow:
        """Who is there, as far as is known."""

    @property
    def fps(self) -> float:
        """How many pictures a second came lately; 0 while none come."""

    def listen(self) -> AbstractContextManager[AsyncIterator[Happening]]:
        """What happens from now on: `with eyes.listen() as happenings: …`. Who lags misses the oldest."""

    async def snapshot(self) -> Picture:
        """The newest picture, as the camera is watched.

        Raises:
            NoPictureError: there is none.
            StalePictureError: it is older than OLDEST_S.
        """

    async def preview(self, after: int = 0) -> Picture:
        """The newest picture, small; waits a while for one whose number is above `after`.

        Raises:
            NoPictureError: there is none, or none came in time.
            StalePictureError: it is older than OLDEST_S.
        """

    async def document(self) -> Picture:
        """A picture taken now, as large as the camera can give; takes a second or two.

        Raises:
            NoPictureError: none came in time.
            StalePictureError: it was on its way for longer than OLDEST_S.
        """
