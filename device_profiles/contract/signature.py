"""A signature from a pad as it is kept and sent: strokes with time and pressure, as JSON.

Owns the form and its bounds, so that a stranger's device can write one and a stranger's program read it.
What can be said of a signature is not its concern.
"""

from __future__ import annotations

from itertools import chain, pairwise
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, model_validator

SIGNATURE_VERSION: Final = 1
LARGEST_SIGNATURE_BYTES: Final = 2 * 1024 * 1024
MOST_STROKES: Final = 200
MOST_POINTS: Final = 20_000
LONGEST_MS: Final = 600_000

Side = Annotated[int, Field(ge=50, le=10_000)]
Coordinate = Annotated[FiniteFloat, Field(ge=0, le=10_000)]
Pressure = Annotated[FiniteFloat, Field(ge=0, le=1)]
Instant = Annotated[FiniteFloat, Field(ge=0, le=LONGEST_MS)]
Sample = tuple[Coordinate, Coordinate, Pressure, Instant]


class SignatureDocument(BaseModel):
    """Each stroke is a list of `[x, y, pressure, ms]`, `ms` counted from the first touch.

    Coordinates are in the pad's own px (a screen's: CSS px, whatever its density), from its top left.
    `line_px` is the y of the line that was to be signed on. Pressure is 0 to 1; 0.5 where it is not known.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    type: Literal["signature"]
    version: Literal[1]
    width_px: Side
    height_px: Side
    line_px: Coordinate
    strokes: Annotated[
        tuple[Annotated[tuple[Sample, ...], Field(min_length=1)], ...], Field(max_length=MOST_STROKES)
    ]

    @model_validator(mode="after")
    def _holds_together(self) -> SignatureDocument:
        samples = list(chain.from_iterable(self.strokes))
        if len(samples) > MOST_POINTS:
            msg = f"{len(samples)} points are more than {MOST_POINTS}"
            raise ValueError(msg)
        if self.line_px > self.height_px:
            msg = "the line lies outside the pad"
            raise ValueError(msg)
        if any(x > self.width_px or y > self.height_px for x, y, _, _ in samples):
            msg = "a point lies outside the pad"
            raise ValueError(msg)
        if any(after[3] < before[3] for before, after in pairwise(samples)):
            msg = "time runs backwards"
            raise ValueError(msg)
        return self
