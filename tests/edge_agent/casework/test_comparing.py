"""Two materials' faces compared in the worker, by the real model, on drawn people."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from edge_agent.capture.examination import Expected
from edge_agent.capture.faces.consent import Consent
from edge_agent.casework.comparing import FaceJudgeInWorker, FaceModel, PictureFile
from edge_agent.casework.remarks import as_findings
from edge_agent.devices.scanner import ScanRequest
from edge_agent.devices.simulated.scanner import photographs_of
from edge_agent.imaging import Imaging, NoPictureFileError
from edge_agent.settings import AgentSettings

CONSENT = Consent("north-01", datetime(2026, 11, 22, 9, 30, tzinfo=UTC))


@pytest.fixture
async def imaging() -> AsyncIterator[Imaging]:
    async with Imaging() as imaging:
        yield imaging


@pytest.fixture
def model() -> FaceModel:
    folder = AgentSettings().models_folder
    if not (folder / "fr_feature.onnx").exists():
        absent = f"no face model to test with in {folder}: deploy/setup/face_model.sh --get fetches it"
        if os.environ.get("CI"):
            pytest.fail(absent)
        pytest.skip(absent)
    return FaceModel(None, folder)


def drawn(case: str, material: str) -> PictureFile:
    """What the simulated scanner gives for this case."""
    (photograph,) = photographs_of(ScanRequest(material, case, "open-account", {}), 0)
    return PictureFile(photograph.jpeg, "image/jpeg")


async def test_a_drawn_customer_is_alike_their_drawn_card(imaging: Imaging, model: FaceModel) -> None:
    judge = FaceJudgeInWorker(imaging, model)
    for case in ("north-1", "north-2", "north-6", "north-13"):
        found = await judge.compare(drawn(case, "id-card-front"), drawn(case, "customer-photo"), CONSENT)
        assert [finding.kind for finding in found] == ["faces-alike", "face-quality", "face-quality"]
        assert (found[0].detail["case"], found[0].detail["consent"]) == (
            "north-01",
            "2026-11-22T09:30:00+00:00",
        )
        assert as_findings(found)  # in the words of the contract


async def test_two_drawn_people_may_look_unlike(imaging: Imaging, model: FaceModel) -> None:
    # Most drawn strangers look alike to the model (ADR 20); these two are among those who do not.
    card, photo = drawn("north-4", "id-card-front"), drawn("north-22", "customer-photo")
    (result, *_) = await FaceJudgeInWorker(imaging, model).compare(card, photo, CONSENT)
    assert result.kind == "faces-unlike"


async def test_without_a_model_a_person_must_look(imaging: Imaging, tmp_path: Path) -> None:
    judge = FaceJudgeInWorker(imaging, FaceModel(None, tmp_path))
    found = await judge.compare(drawn("n-1", "id-card-front"), drawn("n-1", "customer-photo"), CONSENT)
    assert found[0].kind == "faces-not-compared"
    assert "a person must look" in found[0].says
    assert as_findings(found)


async def test_what_is_no_picture_is_said_to_be_none(imaging: Imaging, tmp_path: Path) -> None:
    torn = PictureFile(drawn("n-1", "customer-photo").content[:500], "image/jpeg")
    with pytest.raises(NoPictureFileError):
        await FaceJudgeInWorker(imaging, FaceModel(None, tmp_path)).compare(torn, torn, CONSENT)


async def test_a_photograph_of_a_person_is_not_looked_at_as_a_page(imaging: Imaging) -> None:
    photo = drawn("n-1", "customer-photo")
    looked = await imaging.examine(photo.content, photo.media_type, Expected(person=True))
    assert (looked.page_jpeg, looked.findings) == (None, ())
    with pytest.raises(NoPictureFileError):
        await imaging.examine(photo.content[:500], photo.media_type, Expected(person=True))
