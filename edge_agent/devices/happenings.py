"""What a watched camera tells: who comes and goes before it, and whether it shows anything.

Owns the words only, and loads no image library.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from edge_agent.capture.faces.presence import Event


@dataclass(frozen=True, slots=True)
class PictureLost:
    """The camera shows nothing: `says` is for the screen and for the hub."""

    says: str


Fault = Literal["frozen", "black"]
"""frozen: the same picture again and again, or no new one. black: next to no light comes from the lens."""


@dataclass(frozen=True, slots=True)
class PictureFaulty:
    """The camera shows something, but not what is before it: `says` is for the screen and for the hub."""

    what: Fault
    says: str


@dataclass(frozen=True, slots=True)
class PictureBack:
    """The camera shows what is before it: for the first time, or again."""


Happening = Event | PictureLost | PictureFaulty | PictureBack
