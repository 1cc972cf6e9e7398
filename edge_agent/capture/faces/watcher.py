"""Watching a camera's pictures for a customer: the motion gate, then faces, then what it amounts to.

Owns when a picture is worth looking at. Pictures and their times come in; it reads no camera and no clock.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from edge_agent.capture.faces.finder import Face, FaceFinder
from edge_agent.capture.faces.motion import MotionGate
from edge_agent.capture.faces.presence import Event, Observation, Patience, Presence, SeenFace, step
from edge_agent.capture.faces.quality import Quality, quality_of
from edge_agent.capture.image import Image

# At 300 px a face of 80 px is a quarter of the shorter side: somebody within an arm's length or two. 240 px
# would take two thirds of the time, but there a face a step away flickers.
_LOOKED_AT_PX: Final = 300
_LOOK_EVERY_S: Final = 0.25
# Nothing moves, nobody is there: a look now and then finds whoever was there before the camera was.
_LOOK_ANYWAY_EVERY_S: Final = 5.0


@dataclass(frozen=True, slots=True)
class SightedFace:
    """A face and how well it can be judged."""

    face: Face
    quality: Quality


@dataclass(frozen=True, slots=True)
class Sight:
    """What one picture gave: events, and the faces when the picture was looked at, else None."""

    events: tuple[Event, ...]
    faces: tuple[SightedFace, ...] | None


class PresenceWatcher:
    """Sees one camera's pictures, one after the other; not for several threads."""

    def __init__(self, patience: Patience | None = None) -> None:
        self._patience = patience or Patience()
        self._gate = MotionGate()
        self._finder = FaceFinder()
        self._presence = Presence()
        self._looked_at_s = -math.inf

    @property
    def presence(self) -> Presence:
        """Who is there, as far as is known."""
        return self._presence

    def see(self, image: Image, at_s: float) -> Sight:
        """Take in the (H, W, 3) uint8 BGR picture taken at this time, in seconds that only go up."""
        nobody = self._presence.state == "nobody" and self._presence.seen == "nobody"
        motion = self._gate.see(image, at_s, learn=nobody)
        stirred = motion.moving or motion.occupied or not nobody
        if at_s - self._looked_at_s < (_LOOK_EVERY_S if stirred else _LOOK_ANYWAY_EVERY_S):
            return Sight((), None)
        self._looked_at_s = at_s
        faces = tuple(
            SightedFace(face, quality_of(image, face)) for face in self._finder.find(image, _LOOKED_AT_PX)
        )
        seen = tuple(SeenFace(sighted.quality.frontal, not sighted.quality.faults) for sighted in faces)
        observation = Observation(at_s, seen, motion.occupied)
        self._presence, events = step(self._presence, observation, self._patience)
        return Sight(events, faces)

    def lose_sight(self, at_s: float) -> tuple[Event, ...]:
        """There is no picture any more: whoever was there cannot be vouched for, and the scene is new."""
        told = () if self._presence.state == "nobody" else (Event("left", at_s),)
        self._gate, self._presence, self._looked_at_s = MotionGate(), Presence(), -math.inf
        return told
