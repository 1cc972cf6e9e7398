"""What the journal of a case tells of its evidence: each version of a material, and the recording.

Reads entries as they are kept; who may see them is decided before.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from device_profiles.contract.recording import NOTHING_BEFORE, Segment
from hub.domain import words
from hub.domain.chain import Entry
from hub.domain.events import CallbackAsked, CaseClosed, MaterialAdded, RecordingClosed, SegmentRecorded
from hub.domain.evolving import UNNOTICED_MS, gap_between


@dataclass(frozen=True, slots=True)
class Recorded:
    """All that is here of a case's recording; `case_ended`: no more is to be filmed."""

    segments: list[Segment]
    end: words.RecordingEnd | None
    case_ended: bool

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> Recorded:
        """As the journal has it."""
        ends = [
            json.loads(entry.body)["end"] for entry in entries if entry.kind == RecordingClosed.__name__
        ]
        return cls(
            segments_of(entries),
            words.RecordingEnd(**ends[-1]) if ends else None,
            any(entry.kind == CaseClosed.__name__ for entry in entries),
        )

    @property
    def missing(self) -> str | None:
        """Why the end is not here: the device's word for it, or that it has said nothing (`silent`)."""
        if self.end is None:
            return "silent" if self.case_ended and self.segments else None
        last = self.segments[-1].hash if self.segments else NOTHING_BEFORE
        return self.end.missing or (None if self.end.last == last else "link")

    @property
    def gaps(self) -> list[words.Gap]:
        """The times of which there is nothing: between the stretches, and between the last and the end."""
        gaps = gaps_of(self.segments)
        if self.end is not None and self.segments:
            last = self.segments[-1].ended_at
            gaps += [words.Gap(last, self.end.ended_at)] if self.end.ended_at - last > UNNOTICED_MS else []
        return gaps


def versions_of(entries: Iterable[Entry]) -> dict[str, list[words.Material]]:
    """Each material as it was captured, the first version first and the one that counts last."""
    versions: dict[str, list[words.Material]] = {}
    for entry in entries:
        if entry.kind == MaterialAdded.__name__:
            material = words.Material(**json.loads(entry.body)["material"])
            versions.setdefault(material.name, []).append(material)
    return versions


def segments_of(entries: Iterable[Entry]) -> list[Segment]:
    """The stretches of the recording, in the order in which they came."""
    return [
        Segment.model_validate(json.loads(entry.body)["segment"])
        for entry in entries
        if entry.kind == SegmentRecorded.__name__
    ]


def gaps_of(segments: Sequence[Segment]) -> list[words.Gap]:
    """The times between its stretches of which there is nothing."""
    told = [words.Segment(**segment.model_dump()) for segment in segments]
    gaps = [gap_between(one, following) for one, following in pairwise(told)]
    return [gap for gap in gaps if gap is not None]


def phone_of(entries: Iterable[Entry]) -> str | None:
    """The number under which the customer asked to be called back."""
    asked = [entry for entry in entries if entry.kind == CallbackAsked.__name__]
    return str(json.loads(asked[-1].body)["phone"]) if asked else None
