"""Faces found where they are, and none where there are none."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import cv2
import numpy as np
import pytest

from edge_agent.capture.faces.finder import FaceFinder
from edge_agent.capture.faces.quality import Quality, quality_of
from edge_agent.capture.image import Image, decode, reduced
from edge_agent.devices.scanner import ScanRequest
from edge_agent.devices.simulated.customer import Visit
from edge_agent.devices.simulated.scanner import photographs_of
from tests.pictures.faces import framed, jpeg

# The set of 200 is CI's; a look at a few dozen is everybody's.
FACELESS = 200 if os.environ.get("CI") else 40


@pytest.fixture(scope="module")
def finder() -> FaceFinder:
    return FaceFinder()


def noise(chance: np.random.Generator) -> Image:
    """Noise of every coarseness: speckles, stains, clouds."""
    cells = int(chance.integers(4, 240))
    few = chance.integers(0, 256, (cells, cells, 3), np.uint8)
    return np.asarray(cv2.resize(few, (640, 480), interpolation=cv2.INTER_CUBIC), np.uint8)


def gradient(chance: np.random.Generator) -> Image:
    x, y = np.meshgrid(np.linspace(-1, 1, 640), np.linspace(-1, 1, 480))
    bent = chance.uniform(-1, 1, 4)
    plane = bent[0] * x + bent[1] * y + bent[2] * np.hypot(x - bent[3], y)
    return np.repeat(np.clip(128 + 120 * plane, 0, 255).astype(np.uint8)[..., None], 3, axis=2)


def texture(chance: np.random.Generator) -> Image:
    """Tiles, stripes and weaves."""
    x, y = np.meshgrid(np.arange(640), np.arange(480))
    along, across = chance.uniform(0.02, 0.6, 2)
    wave = np.sin(x * along + chance.uniform(0, 6)) * np.sin(y * across) + np.sign(np.sin(x * across / 3))
    return np.repeat(np.clip(128 + 50 * wave, 0, 255).astype(np.uint8)[..., None], 3, axis=2)


def shapes(chance: np.random.Generator) -> Image:
    """A still life of circles and boxes, as on posters."""
    picture = np.full((480, 640, 3), chance.integers(0, 256, 3), np.uint8)
    for _ in range(25):
        colour = tuple(int(value) for value in chance.integers(0, 256, 3))
        at = tuple(int(value) for value in chance.integers(0, (640, 480)))
        if chance.random() < 0.5:
            cv2.circle(picture, at, int(chance.integers(8, 90)), colour, -1)
        else:
            far = tuple(int(value) for value in chance.integers(0, (640, 480)))
            cv2.rectangle(picture, at, far, colour, -1 if chance.random() < 0.3 else 5)
    return picture


def paper(material: str, chance: np.random.Generator) -> Image:
    """A form or an ID card's back on a desk; on the front there is a face."""
    request = ScanRequest(material, "east-0199", "open-account", {"customer-name": "王小明"})
    return reduced(decode(photographs_of(request, int(chance.integers(1000)))[0].jpeg), 800)


KINDS: tuple[Callable[[np.random.Generator], Image], ...] = (
    noise,
    gradient,
    texture,
    shapes,
    *(partial(paper, material) for material in ("application-form", "id-card-back", "attachment")),
)
# Paper takes half a second to draw, the others nothing: so of sixteen pictures one is paper.
TURN = (*(0, 1, 2, 3) * 3, 0, 2, 3, 4)


def faceless(number: int) -> Image:
    kind = TURN[number % len(TURN)]
    if kind == 4:
        kind += number // len(TURN) % 3
    return KINDS[kind](np.random.default_rng(number))


def test_where_there_is_no_face_none_is_reported(finder: FaceFinder) -> None:
    claims = {
        (number, shorter_px): [round(face.score, 2) for face in faces]
        for number in range(FACELESS)
        for shorter_px in (300, 480)
        if (faces := finder.find(faceless(number), shorter_px))
    }
    assert claims == {}


def test_every_photographed_face_is_found(finder: FaceFinder, people: dict[str, tuple[Image, ...]]) -> None:
    for photograph in (*people["one"], *people["other"]):
        faces = finder.find(photograph, 480)
        assert len(faces) == 1
        right_eye, left_eye, nose = faces[0].points[0], faces[0].points[2], faces[0].points[4]
        assert left_eye[0] < nose[0] < right_eye[0]
        assert nose[1] > max(left_eye[1], right_eye[1])


def test_a_face_is_where_it_is_at_any_scale(
    finder: FaceFinder, people: dict[str, tuple[Image, ...]]
) -> None:
    photograph = framed(people["one"][0])
    (small,), (large,) = finder.find(photograph, 240), finder.find(photograph, 480)
    assert np.abs(small.points - large.points).max() < 8


def test_a_narrow_strip_takes_no_more_memory_than_a_picture(finder: FaceFinder) -> None:
    assert finder.find(np.zeros((16, 60_000, 3), np.uint8), 720) == ()


@pytest.fixture(scope="module")
def portrait(people: dict[str, tuple[Image, ...]]) -> Image:
    return framed(people["one"][0])


class TestQuality:
    def quality(self, finder: FaceFinder, picture: Image, shorter_px: int = 300) -> Quality:
        (face,) = finder.find(picture, shorter_px)
        return quality_of(picture, face)

    def test_a_good_photograph_has_no_fault(self, finder: FaceFinder, portrait: Image) -> None:
        good = self.quality(finder, portrait)
        assert good.faults == ()
        assert good.frontal

    def test_blur_darkness_fog_and_distance_are_seen(self, finder: FaceFinder, portrait: Image) -> None:
        blurred = cv2.GaussianBlur(portrait, (0, 0), 5)
        assert self.quality(finder, np.asarray(blurred, np.uint8)).faults == ("blurred",)
        dark = self.quality(finder, (portrait * 0.15).astype(np.uint8))
        assert set(dark.faults) == {"too-dark", "too-flat"}
        foggy = self.quality(finder, (portrait * 0.15 + 200).astype(np.uint8))
        assert "too-flat" in foggy.faults
        far = np.asarray(cv2.resize(portrait, (128, 96), interpolation=cv2.INTER_AREA), np.uint8)
        assert "too-small" in self.quality(finder, far, 480).faults

    def test_a_tilted_head_is_measured_in_degrees(self, finder: FaceFinder, portrait: Image) -> None:
        straight = self.quality(finder, portrait)
        turn = cv2.getRotationMatrix2D((320, 240), 15, 1)
        tilted = self.quality(finder, np.asarray(cv2.warpAffine(portrait, turn, (640, 480)), np.uint8))
        assert tilted.roll_deg - straight.roll_deg == pytest.approx(-15, abs=4)

    def test_a_nose_beside_the_eyes_middle_is_a_turned_head(self, finder: FaceFinder) -> None:
        picture = Visit(1, (("standing", 1.0),)).picture(0)
        (face,) = finder.find(picture, 240)
        assert quality_of(picture, face).frontal
        face.points[4, 0] += 0.4 * quality_of(picture, face).eyes_px
        assert quality_of(picture, face).faults == ("turned",)

    def test_a_face_cut_by_the_border_is_still_measured(self, finder: FaceFinder, portrait: Image) -> None:
        (face,) = finder.find(portrait, 300)
        for left in (-60.0, -600.0):
            aside = replace(face, box=(left, face.box[1], left + face.width_px, face.box[3]))
            assert 0 <= quality_of(portrait, aside).light <= 255

    def test_strong_compression_is_no_reason_to_refuse(self, finder: FaceFinder, portrait: Image) -> None:
        assert self.quality(finder, decode(jpeg(portrait, 40))).faults == ()
