"""What the HTTP interface says of a case's evidence: its materials and their versions, its recording."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Literal, cast

from pydantic import BaseModel

from device_profiles.contract.messages.case import Finding
from device_profiles.contract.recording import Segment, faults
from hub.domain.case import Recording
from hub.domain.words import Material
from hub.service.evidence import Recorded
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


Missing = Literal["film", "link", "restart", "silent"]
"""Why the end of a recording is not here: the camera gave none, the link did not carry it in time, the
device stopped, or it has not said that it is over."""


class RecordedView(BaseModel):
    """How far the case was recorded: by the device's clock, and when the last stretch came here.

    `gaps` are those of what is captured now; `faulty`: the chain of stretches does not hold. `closed`: no
    more of it comes.
    """

    stretches: int
    began_at: int
    ended_at: int
    came_at: int
    gaps: list[GapView]
    faulty: bool
    closed: bool
    missing: Missing | None

    @classmethod
    def of(cls, recording: Recording | None, recorded: Recorded) -> RecordedView | None:
        """The recording as far as it came; None when nothing of it did."""
        segments = recorded.segments
        if recording is None or not segments:
            return None
        return cls(
            stretches=len(segments),
            began_at=segments[0].started_at,
            ended_at=segments[-1].ended_at,
            came_at=recording.came_at,
            gaps=[GapView(**asdict(gap)) for gap in recording.gaps],
            faulty=bool(faults(segments)),
            closed=recorded.end is not None,
            missing=cast("Missing | None", recorded.missing),
        )


class FaultView(BaseModel):
    """What is wrong with a stretch: `missing` before it, `altered`, or `out_of_order`."""

    number: int
    what: Literal["missing", "altered", "out_of_order"]


class ManifestView(BaseModel):
    """A case's recording: its stretches in order, where there is none, and what is wrong with the chain.

    Each stretch's bytes are at `/api/cases/{case}/recording/{number}`, and are those of its `sha256`.
    `closed`: the device told that no more of it comes, when filming ended (`ended_at`, by its clock), and
    how many stretches it `made`; `missing`: why the end is not among these. `complete`: there is
    something, without a gap or a fault, and as far as it goes by now nothing is missing.
    """

    model_config = example(
        case="north-01a2",
        segments=[],
        gaps=[],
        faults=[],
        closed=True,
        ended_at=1_780_000_000_000,
        made=0,
        missing="film",
        complete=False,
    )

    case: str
    segments: list[Segment]
    gaps: list[GapView]
    faults: list[FaultView]
    closed: bool
    ended_at: int | None
    made: int | None
    missing: Missing | None
    complete: bool

    @classmethod
    def of(cls, case: str, recorded: Recorded) -> ManifestView:
        """The manifest of a recording."""
        segments, end, missing = recorded.segments, recorded.end, recorded.missing
        gaps, found = recorded.gaps, faults(segments)
        return cls(
            case=case,
            segments=segments,
            gaps=[GapView(**asdict(gap)) for gap in gaps],
            faults=[FaultView(**asdict(fault)) for fault in found],
            closed=end is not None,
            ended_at=None if end is None else end.ended_at,
            made=None if end is None else end.stretches,
            missing=cast("Missing | None", missing),
            complete=bool(segments) and not gaps and not found and missing is None,
        )
