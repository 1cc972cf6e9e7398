"""What was captured of a case, as bytes: its materials, and the recording of its video."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response

from device_profiles.contract.ids import Sha256
from device_profiles.contract.recording import SEGMENT_MEDIA_TYPE
from device_profiles.pages import material
from hub.web.case_routes import CaseName
from hub.web.evidence_views import ManifestView
from hub.web.identity import Me
from hub.web.parts import Parts
from hub.web.problems import unless_refused

router = APIRouter(tags=["evidence"])

Number = Annotated[int, Path(ge=1, le=100_000, description="The stretch's number, from 1.")]


@router.get("/api/cases/{case}/materials/{name}", response_class=Response)
async def show_material(
    case: CaseName, name: str, me: Me, parts: Parts, sha256: Sha256 | None = None
) -> Response:
    """A material's bytes, for the case's handler; with a digest, of that version."""
    content, media_type = unless_refused(await parts.handling.material(me, case, name, sha256))
    return material(content, media_type)


@router.get("/api/cases/{case}/recording")
async def show_recording(case: CaseName, me: Me, parts: Parts) -> ManifestView:
    """The recording's manifest, for the case's handler and auditors."""
    return ManifestView.of(case, unless_refused(await parts.handling.recording(me, case)))


@router.get("/api/cases/{case}/recording/{number}", response_class=Response)
async def show_stretch(case: CaseName, number: Number, me: Me, parts: Parts) -> Response:
    """A stretch of the recording, as an MP4 file."""
    content = unless_refused(await parts.handling.stretch(me, case, number))
    return material(content, SEGMENT_MEDIA_TYPE)
