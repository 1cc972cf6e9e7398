"""What the journal of a case tells of its evidence: each version of a material, and the recording.

Reads entries as they are kept; who may see them is decided before.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import pairwise

from device_profiles.contract.recording import Segment
from hub.domain import words
from hub.domain.chain import Entry
from hub.domain.events import CallbackAsked, MaterialAdded, SegmentRecorded
from hub.domain.evolving import gap_between


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
