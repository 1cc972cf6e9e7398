"""A recording of a case's video: stretches, each chained to the one before by a hash.

Owns the record of a stretch and how it is verified, so that a stranger can. A stretch's bytes are an MP4
file (H.264, fragmented, beginning with a key picture); what they show is not its concern.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from device_profiles.contract.ids import EpochMs, Sha256

SEGMENT_MEDIA_TYPE: Final = "video/mp4"
LARGEST_SEGMENT_BYTES: Final = 16 * 1024 * 1024
NOTHING_BEFORE: Final = "0" * 64
"""What the first stretch is chained to."""


class Segment(BaseModel):
    """A stretch of a recording, and its place in the chain. Times by the device's clock."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    number: int = Field(ge=1, le=100_000)
    sha256: Sha256
    size_bytes: int = Field(ge=1, le=LARGEST_SEGMENT_BYTES)
    started_at: EpochMs = Field(ge=0, le=2**48)
    ended_at: EpochMs = Field(ge=0, le=2**48)
    frames: int = Field(ge=1, le=100_000)
    previous: Sha256
    hash: Sha256

    @property
    def is_sound(self) -> bool:
        """Whether the hash is that of what it says."""
        return self.hash == chained(self)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a stretch: `missing` before it, `altered`, or `out_of_order`."""

    number: int
    what: Literal["missing", "altered", "out_of_order"]


def chained(segment: Segment) -> str:
    """The hash of a stretch: SHA-256 over all else that is said of it, as JSON with sorted keys."""
    said = segment.model_dump(exclude={"hash"})
    text = json.dumps(said, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def next_segment(
    last: Segment | None, content: bytes, started_at: int, ended_at: int, frames: int
) -> Segment:
    """The stretch of these bytes that follows on the last."""
    unchained = Segment(
        number=1 if last is None else last.number + 1,
        sha256=hashlib.sha256(content).hexdigest(),
        size_bytes=len(content),
        started_at=started_at,
        ended_at=ended_at,
        frames=frames,
        previous=NOTHING_BEFORE if last is None else last.hash,
        hash=NOTHING_BEFORE,
    )
    return unchained.model_copy(update={"hash": chained(unchained)})


def faults(segments: Iterable[Segment]) -> list[Fault]:
    """What is wrong with a recording as it is told, from its first stretch on; nothing when it is whole.

    Whether the bytes are those of `sha256` is to be looked at beside this.
    """
    found: list[Fault] = []
    number, previous = 1, NOTHING_BEFORE
    for segment in segments:
        if not segment.is_sound:
            found.append(Fault(segment.number, "altered"))
        elif segment.number > number:
            found.append(Fault(number, "missing"))
        elif segment.number < number or segment.previous != previous:
            found.append(Fault(segment.number, "out_of_order"))
        number, previous = segment.number + 1, segment.hash
    return found
