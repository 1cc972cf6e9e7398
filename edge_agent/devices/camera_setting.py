"""Which camera the settings name, and making it when somebody wants to look through it.

Owns the words of that setting. Making the camera loads OpenCV, so the agent leaves it to its eyes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from edge_agent.devices.video_source import video_source

if TYPE_CHECKING:
    from edge_agent.devices.camera import Camera

SIMULATED: Final = "simulated"


@dataclass(frozen=True, slots=True)
class CameraSetting:
    """`simulated`, which draws from the seed, or what `video_source` reads."""

    source: str = field(repr=False)  # an address may hold a password
    seed: int = 0

    def __post_init__(self) -> None:
        if self.source != SIMULATED:
            video_source(self.source)

    @property
    def name(self) -> str:
        """The camera as a person knows it, without an address's password."""
        return "simulated camera" if self.source == SIMULATED else video_source(self.source).name

    def make(self) -> Camera:
        """The camera, not yet entered."""
        from edge_agent.devices.opencv_camera import OpenCvCamera  # noqa: PLC0415  it loads OpenCV
        from edge_agent.devices.simulated.camera import SimulatedCamera  # noqa: PLC0415  as above

        if self.source == SIMULATED:
            return SimulatedCamera(self.seed)
        return OpenCvCamera(video_source(self.source))
