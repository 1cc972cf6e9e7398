"""Two faces compared: the bands, what keeps a picture from being judged, and that nothing is kept."""

from __future__ import annotations

import copy
import json
import pickle
from dataclasses import asdict, replace
from datetime import UTC, datetime

import cv2
import numpy as np
import pytest

from edge_agent.capture.faces.compare import FaceComparer, band
from edge_agent.capture.faces.consent import Consent
from edge_agent.capture.faces.embedder import Embedder, Template
from edge_agent.capture.faces.finder import FivePoints
from edge_agent.capture.faces.manifest import DEFAULT_MANIFEST, FaceManifest, FaceModelError, read_manifest
from edge_agent.capture.image import Image
from edge_agent.capture.reading import Finding, Reading
from edge_agent.settings import AgentSettings
from tests.pictures.faces import framed

MANIFEST = read_manifest(DEFAULT_MANIFEST)


class PaperEmbedder:
    """Gives templates that are as alike as it was told."""

    def __init__(self, likeness: float) -> None:
        self.manifest: FaceManifest = MANIFEST
        self._next = [(1.0, 0.0), (likeness, (1 - likeness**2) ** 0.5)]

    def template(self, image: Image, points: FivePoints) -> Template:
        return Template(np.array(self._next.pop(0), np.float32))


def about(reading: Reading, kind: str) -> list[Finding]:
    return [finding for finding in reading.findings if finding.kind == kind]


def verdict(reading: Reading) -> str:
    """The kind of the first finding: what came of the comparison."""
    return reading.findings[0].kind


def no_model() -> Embedder:
    raise FaceModelError("the face model is not there")


@pytest.fixture(scope="module")
def face(people: dict[str, tuple[Image, ...]]) -> Image:
    return framed(people["one"][0])


class TestBands:
    @pytest.mark.parametrize(
        ("likeness", "expected"),
        [
            (1, "alike"),
            (0.46, "alike"),
            (0.4599, "look"),
            (0.34, "look"),
            (0.3399, "unlike"),
            (-1, "unlike"),
        ],
    )
    def test_there_are_three_with_the_manifest_s_lines(self, likeness: float, expected: str) -> None:
        assert band(likeness, MANIFEST) == expected

    @pytest.mark.parametrize("likeness", [0.9, 0.4, 0.1])
    def test_the_finding_says_the_band_and_what_it_rests_on(
        self, likeness: float, face: Image, consent: Consent
    ) -> None:
        compared = FaceComparer(lambda: PaperEmbedder(likeness)).compare(face, face, consent).reading
        assert verdict(compared) == f"faces-{band(likeness, MANIFEST)}"
        assert compared.ok == (likeness == 0.9)
        assert compared.findings[0].detail["likeness"] == f"{likeness:.3f}"
        assert compared.findings[0].detail["case"] == "east-0199"
        assert [f.detail["picture"] for f in about(compared, "face-quality")] == ["first", "second"]


class TestWithTheModel:
    def test_one_person_s_photographs_are_alike(
        self, comparer: FaceComparer, people: dict[str, tuple[Image, ...]], consent: Consent
    ) -> None:
        first, second, third = people["one"]
        for one, other in ((first, second), (first, third), (second, third)):
            assert verdict(comparer.compare(one, other, consent).reading) == "faces-alike"

    def test_two_people_are_unlike(
        self, comparer: FaceComparer, people: dict[str, tuple[Image, ...]], consent: Consent
    ) -> None:
        for one in people["one"]:
            reading = comparer.compare(one, people["other"][0], consent).reading
            assert verdict(reading) == "faces-unlike"
            assert not reading.ok

    def test_a_document_s_small_portrait_is_found_and_alike(
        self, comparer: FaceComparer, people: dict[str, tuple[Image, ...]], consent: Consent
    ) -> None:
        first, second, _ = people["one"]
        card = np.full((480, 640, 3), (226, 232, 220), np.uint8)
        portrait = cv2.resize(second, None, fx=0.4, fy=0.4, interpolation=cv2.INTER_AREA)
        card[100 : 100 + portrait.shape[0], 400 : 400 + portrait.shape[1]] = portrait
        assert verdict(comparer.compare(first, card, consent).reading) == "faces-alike"

    @pytest.mark.parametrize("spoilt", ["blurred", "dark", "tiny"])
    def test_a_poor_picture_is_for_a_person_whoever_it_shows(
        self, spoilt: str, comparer: FaceComparer, people: dict[str, tuple[Image, ...]], consent: Consent
    ) -> None:
        good = framed(people["one"][0])
        match spoilt:
            case "blurred":
                poor = np.asarray(cv2.GaussianBlur(good, (0, 0), 5), np.uint8)
            case "dark":
                poor = (good * 0.15).astype(np.uint8)
            case _:
                poor = np.asarray(cv2.resize(good, (128, 96), interpolation=cv2.INTER_AREA), np.uint8)
        for other in (people["one"][1], people["other"][0]):
            reading = comparer.compare(poor, other, consent).reading
            assert verdict(reading) == "faces-look"
            assert about(reading, "face-quality")[0].detail["faults"]

    def test_the_model_gets_its_picture_as_the_manifest_says(self, embedder: Embedder) -> None:
        laid = np.random.default_rng(1).integers(0, 256, (112, 112, 3), np.uint8)
        network = cv2.dnn.readNetFromONNX(str(AgentSettings().models_folder / MANIFEST.file))
        network.setInput(((laid.astype(np.float32) - 127) / 128).transpose(2, 0, 1)[None])
        expected = Template(np.asarray(network.forward(), np.float32))
        points = np.array(MANIFEST.template, np.float32)
        assert embedder.template(laid, points).cosine(expected) > 0.9999
        swapped = np.ascontiguousarray(laid[..., ::-1])
        assert embedder.template(swapped, points).cosine(expected) < 0.99


class TestNotCompared:
    def test_without_a_model_a_person_must_look(self, face: Image, consent: Consent) -> None:
        reading = FaceComparer(no_model).compare(face, face, consent).reading
        assert verdict(reading) == "faces-not-compared"
        assert "a person must look" in reading.findings[0].says
        assert "the face model is not there" in reading.findings[0].says
        assert len(about(reading, "face-quality")) == 2

    def test_a_model_that_comes_later_is_used(self, face: Image, consent: Consent) -> None:
        models: list[Embedder] = []
        comparer = FaceComparer(lambda: models[0] if models else no_model())
        assert verdict(comparer.compare(face, face, consent).reading) == "faces-not-compared"
        models.append(PaperEmbedder(0.9))
        assert verdict(comparer.compare(face, face, consent).reading) == "faces-alike"

    def test_no_face_and_two_faces_are_said(self, face: Image, consent: Consent) -> None:
        wall, two = np.full_like(face, 128), np.hstack([face, face])
        reading = FaceComparer(lambda: PaperEmbedder(1)).compare(wall, two, consent).reading
        assert verdict(reading) == "faces-not-compared"
        assert about(reading, "no-face")[0].detail["picture"] == "first"
        assert about(reading, "several-faces")[0].detail["picture"] == "second"
        assert not reading.ok


class TestNothingIsKept:
    def test_a_template_cannot_be_stored_copied_or_seen(self) -> None:
        template = Template(np.array([0.6, 0.8], np.float32))
        for way in (pickle.dumps, copy.copy, copy.deepcopy):
            with pytest.raises(TypeError, match="never stored"):
                way(template)
        with pytest.raises(TypeError):
            json.dumps(template)
        assert "0.6" not in f"{template} {template!r} {[template]}"
        assert not hasattr(template, "__dict__")

    @pytest.mark.parametrize("numbers", [[0, 0], [np.nan, 1], [np.inf, 1]])
    def test_numbers_that_mean_nothing_are_no_template(self, numbers: list[float]) -> None:
        with pytest.raises(FaceModelError):
            Template(np.array(numbers, np.float32))

    def test_the_reading_holds_no_numbers_of_the_face(self, face: Image, consent: Consent) -> None:
        compared = FaceComparer(lambda: PaperEmbedder(0.9)).compare(face, face, consent)
        details = [finding.detail for finding in compared.reading.findings]
        assert all(len(value) < 60 for detail in details for value in detail.values())
        assert "Template" not in str(asdict(compared))


class TestConsent:
    def test_it_names_its_case_and_an_unmistakable_time(self, consent: Consent) -> None:
        with pytest.raises(ValueError, match="case"):
            replace(consent, case="")
        with pytest.raises(ValueError, match="zone"):
            Consent("east-0199", datetime(2026, 11, 22, tzinfo=UTC).replace(tzinfo=None))
