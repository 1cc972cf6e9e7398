"""The camera's port: the newest picture, and in words whether there is one.

Owns the words only; drivers are beside it. A consumer that is slow misses pictures and never gets old ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Protocol, Self

if TYPE_CHECKING:
    from edge_agent.capture.image import Image  # it loads OpenCV

Sight = Literal["opening", "showing", "absent", "silent", "closed"]
"""absent: it cannot be opened. silent: it was opened, but no picture comes. Both are tried again."""


@dataclass(frozen=True, slots=True)
class CameraState:
    """What the camera does now, in one sentence for the person who sees to it, and pictures until now."""

    sight: Sight
    says: str
    pictures: int = 0


@dataclass(frozen=True, slots=True)
class Frame:
    """A picture, (H, W, 3) uint8 BGR, not to be changed; when it came (`time.monotonic`); its number."""

    image: Image
    at_s: float
    number: int


class Camera(Protocol):
    """A peripheral that gives pictures while it is entered: `async with camera: …`."""

    name: str

    @property
    def state(self) -> CameraState:
        """What it does now."""

    async def newest(self, after: int = 0) -> Frame:
        """Return the newest picture, waiting for one whose number is above `after`; numbers begin at 1.

        Raises:
            NoPictureError: none came in the camera's time; it goes on trying, and so may the caller.
        """

    async def still(self) -> Frame:
        """Return a picture taken from now on, as large as the camera can give: for documents.

        It takes a second or two, in which no other pictures may come.

        Raises:
            NoPictureError: none came in the camera's time.
        """

    async def __aenter__(self) -> Self:
        """Begin; returns at once, the first picture comes when it comes."""

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End, and give the device back."""
