"""What the HTTP interface says of a case's evidence: its materials and their versions, its recording."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Literal

from pydantic import BaseModel

from device_profiles.contract.messages.case import Finding
from device_profiles.contract.recording import Segment, faults
from hub.domain.case import Recording
from hub.domain.words import Material
from hub.service.evidence import gaps_of
from hub.web.examples import example


class VersionView(BaseModel):
    """A material as it was captured once; its bytes are where the later one's are, with `?sha256=`."""

    sha256: str
    size_bytes: int
    media_type: str
    captured_at: int

    @classmethod
    def of(cls, material: Material) -> VersionView:
        """A version of a material."""
        return cls(**{name: getattr(material, name) for name in cls.model_fields})


class MaterialView(BaseModel):
    """A material of a case; its bytes are at `/api/cases/{case}/materials/{name}`.

    `earlier`: what was captured before it, the latest last.
    """

    name: str
    sha256: str
    size_bytes: int
    media_type: str
    captured_at: int
    shown: bool
    findings: list[Finding]
    earlier: list[VersionView]

    @classmethod
    def of(cls, material: Material, versions: list[Material], *, shown: bool) -> MaterialView:
        """A material; its findings and what came before it only for those who are told its versions."""
        return cls(
            **VersionView.of(material).model_dump(),
            name=material.name,
            shown=shown,
            findings=json.loads(material.findings) if versions else [],
            earlier=[VersionView.of(each) for each in versions[:-1]],
        )


class GapView(BaseModel):
    """A time of which there is no recording (Unix ms by the device's clock)."""

    began_at: int
    ended_at: int


class RecordedView(BaseModel):
    """How far the case was recorded: by the device's clock, and when the last stretch came here.

    `gaps` are those of what is captured now; `faulty`: the chain of stretches does not hold.
    """

    stretches: int
    began_at: int
    ended_at: int
    came_at: int
    gaps: list[GapView]
    faulty: bool

    @classmethod
    def of(cls, recording: Recording | None, segments: list[Segment]) -> RecordedView | None:
        """The recording as far as it came; None when nothing of it did."""
        if recording is None or not segments:
            return None
        return cls(
            stretches=len(segments),
            began_at=segments[0].started_at,
            ended_at=segments[-1].ended_at,
            came_at=recording.came_at,
            gaps=[GapView(**asdict(gap)) for gap in recording.gaps],
            faulty=bool(faults(segments)),
        )


class FaultView(BaseModel):
    """What is wrong with a stretch: `missing` before it, `altered`, or `out_of_order`."""

    number: int
    what: Literal["missing", "altered", "out_of_order"]


class ManifestView(BaseModel):
    """A case's recording: its stretches in order, where there is none, and what is wrong with the chain.

    Each stretch's bytes are at `/api/cases/{case}/recording/{number}`, and are those of its `sha256`.
    `complete`: there is something, without a gap or a fault.
    """

    model_config = example(case="north-01a2", segments=[], gaps=[], faults=[], complete=False)

    case: str
    segments: list[Segment]
    gaps: list[GapView]
    faults: list[FaultView]
    complete: bool

    @classmethod
    def of(cls, case: str, segments: list[Segment]) -> ManifestView:
        """The manifest of these stretches."""
        gaps, found = gaps_of(segments), faults(segments)
        return cls(
            case=case,
            segments=segments,
            gaps=[GapView(**asdict(gap)) for gap in gaps],
            faults=[FaultView(**asdict(fault)) for fault in found],
            complete=bool(segments) and not gaps and not found,
        )
