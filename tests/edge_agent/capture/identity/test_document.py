"""Documents in front of the camera, read by the real OCR library: how much is right, and what is said."""

from __future__ import annotations

import io
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
import PIL.Image
import pytest

from edge_agent.capture.identity.document import Identity, read_identity
from edge_agent.capture.identity.rapid_reader import RapidReader
from edge_agent.capture.image import Image, UnusableImageError, decode
from edge_agent.devices.simulated.photograph import EASY, HARD, MEDIUM, Conditions
from tests.edge_agent.capture.identity.nothing import picture_without_document
from tests.edge_agent.capture.identity.words import TODAY, Taken, taken
from tests.fakes.line_reader import FakeReader

AT_LENGTH = bool(os.environ.get("CI"))
ZONES = ("TD3", "TD1", "TD2", "MRV-A", "MRV-B")
HARDNESSES = {"easy": EASY, "medium": MEDIUM, "hard": HARD}
# How many of each are read; a hard front takes about a third of a second.
FRONTS = {"easy": 2, "medium": 2, "hard": 40 if AT_LENGTH else 8}
BACKS = {"easy": 1, "medium": 1, "hard": 10 if AT_LENGTH else 3}
PAGES = {"easy": ZONES[:1], "medium": ZONES[:1], "hard": ZONES}
WITHOUT = 200 if AT_LENGTH else 24


def look(picture: Image, reader: RapidReader) -> Identity:
    return read_identity(picture, reader, TODAY)


def picture_of(document: Taken) -> Image:
    return decode(document.photograph.jpeg)


def kinds(identity: Identity) -> list[str]:
    return [finding.kind for finding in identity.reading.findings]


def values(identity: Identity) -> dict[str, str]:
    return {field.name: field.value for field in identity.reading.fields}


def shares(documents: Sequence[str], conditions: Conditions, reader: RapidReader) -> dict[str, float]:
    """The share of the documents, each of its own seed, in which each field was read as it is printed."""
    right: Counter[str] = Counter()
    for seed, kind in enumerate(documents):
        document = taken(kind, seed, conditions)
        read = values(look(picture_of(document), reader))
        right.update({name: int(read.get(name) == says) for name, says in document.says.items()})
    return {name: count / len(documents) for name, count in right.items()}


@pytest.mark.timeout(600)  # many times what forty take on two idle cores
@pytest.mark.parametrize("hardness", HARDNESSES)
def test_the_front_is_read(hardness: str, reader: RapidReader) -> None:
    found = shares(["id-card-front"] * FRONTS[hardness], HARDNESSES[hardness], reader)
    assert found.pop("number") >= 0.99
    assert min(found.values()) >= 0.97, found


@pytest.mark.parametrize("hardness", HARDNESSES)
def test_the_back_is_read(hardness: str, reader: RapidReader) -> None:
    found = shares(["id-card-back"] * BACKS[hardness], HARDNESSES[hardness], reader)
    assert min(found.values()) >= 0.97, found


@pytest.mark.parametrize("hardness", HARDNESSES)
def test_zones_are_read(hardness: str, reader: RapidReader) -> None:
    found = shares(PAGES[hardness], HARDNESSES[hardness], reader)
    assert min(found.values()) >= 0.97, found


def test_a_card_that_is_read_surely_is_in_order(reader: RapidReader) -> None:
    identity = look(picture_of(taken("id-card-front", 1, EASY)), reader)
    assert identity.reading.ok
    assert kinds(identity) == ["id-number-valid"]


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_card_held_sideways_or_on_its_head_is_read(quarters: int, reader: RapidReader) -> None:
    document = taken("id-card-front", 2, MEDIUM)
    turned = np.ascontiguousarray(np.rot90(picture_of(document), quarters))
    identity = look(turned, reader)
    assert values(identity) == document.says
    assert identity.portrait is not None
    height, width = identity.portrait.shape[:2]
    assert height > width  # upright, as the card is


def test_boxes_are_where_the_field_stands_in_the_picture(reader: RapidReader) -> None:
    document = taken("id-card-front", 3, MEDIUM)
    identity = look(picture_of(document), reader)
    corners = np.array(document.photograph.corners, np.float32)
    card = np.array([(0, 0), (1011, 0), (1011, 638), (0, 638)], np.float32)
    to_card = cv2.getPerspectiveTransform(corners, card)
    boxes = {field.name: field.box for field in identity.reading.fields}
    drawn_at = {"name": (152, 80), "number": (330, 530), "sex": (152, 160)}
    for name, (left, top) in drawn_at.items():
        box = cv2.perspectiveTransform(np.array([boxes[name]], np.float32), to_card)[0]
        assert abs(box[:, 0].min() - left) < 25, name
        assert abs(box[:, 1].min() - top) < 30, name


@pytest.mark.parametrize("kind", ["id-card-front", "TD3"])
def test_the_portrait_is_cut_out(kind: str, reader: RapidReader) -> None:
    identity = look(picture_of(taken(kind, 4, MEDIUM)), reader)
    assert identity.portrait is not None
    # The silhouette's hair and coat are dark; the ground around it is pale.
    grey = cv2.cvtColor(identity.portrait, cv2.COLOR_BGR2GRAY)
    assert 0.1 < float((grey < 110).mean()) < 0.7


def test_a_card_cropped_to_its_edges_is_read(reader: RapidReader) -> None:
    document = taken("id-card-front", 5, EASY)
    corners = np.array(document.photograph.corners, np.float32)
    card = np.array([(0, 0), (1011, 0), (1011, 638), (0, 638)], np.float32)
    to_card = cv2.getPerspectiveTransform(corners, card)
    cropped = np.asarray(cv2.warpPerspective(picture_of(document), to_card, (1011, 638)), np.uint8)
    identity = look(cropped, reader)
    assert values(identity) == document.says
    assert identity.portrait is not None


class TestAPictureThatShouldBeTakenAgain:
    def test_light_that_hides_part_of_it(self, reader: RapidReader) -> None:
        document = taken("id-card-front", 6, MEDIUM)
        picture = picture_of(document)
        (left, top), _, (right, bottom), _ = document.photograph.corners
        middle = (round(left + 0.35 * (right - left)), round(top + 0.3 * (bottom - top)))
        white = cv2.ellipse(picture, middle, (140, 60), 0, 0, 360, (255, 255, 255), -1)
        identity = look(np.asarray(white, np.uint8), reader)
        assert not identity.reading.ok
        glare = next(finding for finding in identity.reading.findings if finding.kind == "glare")
        assert glare.says == "Tilt the card a little: the light hides part of it."

    def test_a_blurred_one(self, reader: RapidReader) -> None:
        blurred = taken("id-card-front", 7, replace(MEDIUM, blur_px=(3.0, 3.0)))
        assert "blurred" in kinds(look(picture_of(blurred), reader))

    def test_one_too_small(self, reader: RapidReader) -> None:
        small = cv2.resize(
            picture_of(taken("id-card-front", 8, EASY)), (240, 135), interpolation=cv2.INTER_AREA
        )
        assert "document-too-small" in kinds(look(np.asarray(small, np.uint8), reader))

    def test_one_whose_edge_is_cut_off(self, reader: RapidReader) -> None:
        document = taken("id-card-front", 9, EASY)
        left = round(document.photograph.corners[0][0])
        cut = np.ascontiguousarray(picture_of(document)[:, left + 60 :])
        identity = look(cut, reader)
        assert "edge-cut-off" in kinds(identity)


@pytest.mark.parametrize("seeds", [range(first, WITHOUT, 8) for first in range(8)])
def test_no_document_is_seen_where_there_is_none(seeds: range, reader: RapidReader) -> None:
    for seed in seeds:
        identity = look(picture_without_document(seed), reader)
        assert (identity.reading.kind, identity.reading.ok) == ("nothing", False), seed
        assert identity.reading.fields == ()
        assert kinds(identity)[0] == "no-document"


class TestFilesOfEveryKind:
    """Right, or refused with the reason."""

    @pytest.fixture
    def card(self) -> PIL.Image.Image:
        return PIL.Image.open(io.BytesIO(taken("id-card-front", 10, EASY).photograph.jpeg)).convert("RGB")

    @pytest.mark.parametrize("mode", ["L", "CMYK"])
    def test_a_grey_and_a_cmyk_jpeg_are_read(
        self, card: PIL.Image.Image, mode: str, reader: RapidReader
    ) -> None:
        identity = look(decode(saved(card.convert(mode), "JPEG")), reader)
        assert values(identity) == taken("id-card-front", 10, EASY).says

    def test_sixteen_bits_are_read(self, card: PIL.Image.Image, reader: RapidReader) -> None:
        deep = cv2.imencode(".png", np.asarray(card, np.uint16)[..., ::-1] * 257)[1].tobytes()
        assert values(look(decode(deep), reader)) == taken("id-card-front", 10, EASY).says

    def test_one_turned_by_its_exif_is_read(self, card: PIL.Image.Image, reader: RapidReader) -> None:
        turned = PIL.Image.Exif()
        turned[0x0112] = 6
        sideways = card.transpose(PIL.Image.Transpose.ROTATE_90)
        identity = look(decode(saved(sideways, "JPEG", turned)), reader)
        assert values(identity) == taken("id-card-front", 10, EASY).says

    def test_empty_cut_short_and_tiny_files_are_refused(self, card: PIL.Image.Image) -> None:
        whole = saved(card, "JPEG")
        one_pixel = saved(PIL.Image.new("RGB", (1, 1)), "PNG")
        for content in (b"", whole[: len(whole) // 2], one_pixel):
            with pytest.raises(UnusableImageError):
                decode(content)

    @pytest.mark.parametrize("size", [(16, 16), (16, 3000), (3000, 16)])
    def test_pictures_of_odd_shapes_show_nothing(self, size: tuple[int, int], reader: RapidReader) -> None:
        assert look(np.full((*size, 3), 200, np.uint8), reader).reading.kind == "nothing"


def test_without_a_line_of_text_one_look_at_each_view_is_enough() -> None:
    identity = read_identity(np.zeros((480, 640, 3), np.uint8), FakeReader(), TODAY)
    assert kinds(identity) == ["no-document"]


def saved(picture: PIL.Image.Image, kind: str, exif: PIL.Image.Exif | None = None) -> bytes:
    file = io.BytesIO()
    picture.save(file, format=kind, **({} if exif is None else {"exif": exif.tobytes()}))
    return file.getvalue()
