"""What a watched camera tells: who comes and goes before it, and whether it shows anything.

Owns the words only, and loads no image library.
"""

from __future__ import annotations

from dataclasses import dataclass

from edge_agent.capture.faces.presence import Event


@dataclass(frozen=True, slots=True)
class PictureLost:
    """The camera shows nothing: `says` is for the screen and for the hub."""

    says: str


@dataclass(frozen=True, slots=True)
class PictureBack:
    """The camera shows pictures: for the first time, or again."""


Happening = Event | PictureLost | PictureBack
