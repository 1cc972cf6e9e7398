"""Codes of every kind, well and badly taken, and none where there is none."""

import os
from collections import Counter

import cv2
import numpy as np
import pytest
import segno

from edge_agent.capture import second_opinion
from edge_agent.capture.codes import read_code
from edge_agent.capture.image import Image
from edge_agent.capture.paper import look_at_paper
from tests.fakes.rendered_codes import FLAWS, TEXTS, label, labels, picture_without_code

LABELS = 100 if os.environ.get("CI") else 40
WITHOUT = 200 if os.environ.get("CI") else 40


@pytest.fixture(scope="module", autouse=True)
def _libzbar() -> None:
    if not second_opinion.is_installed():
        assert not os.environ.get("CI"), "apt install libzbar0"
        pytest.skip("no second opinion without zbar: apt install libzbar0")


@pytest.mark.parametrize("name", TEXTS)
def test_a_code_is_read_with_its_place(name: str) -> None:
    shown = label(name, "none", 1)
    reading = read_code(shown.picture)
    assert (reading.kind, reading.ok, reading.texts) == ("code", True, (shown.text,))
    (field,) = reading.fields
    assert field.value == shown.text
    assert field.confidence > 0.9
    assert field.box is not None
    middle = np.mean(np.array(field.box), axis=0)
    assert abs(middle - (480, 360)).max() < 25


def test_nearly_all_are_read_and_none_wrongly() -> None:
    missed: Counter[tuple[str, str]] = Counter()
    for shown in labels(LABELS):
        texts = read_code(shown.picture).texts
        assert set(texts) <= {shown.text}
        missed[shown.format, shown.flaw] += not texts
    assert missed.total() <= 0.06 * LABELS, missed
    assert not any(missed[name, flaw] for name in TEXTS for flaw in FLAWS if flaw in {"none", "rotated"})


def test_nothing_is_claimed_where_there_is_nothing() -> None:
    for seed in range(WITHOUT):
        picture = picture_without_code(seed)
        reading = read_code(picture)
        assert (reading.kind, reading.texts) == ("nothing", ()), seed
        assert "Hold the picture still" in reading.findings[0].says
        paper = look_at_paper(picture)
        assert (paper.page, paper.form, paper.signed) == (None, None, None), seed


def test_several_codes_are_all_read() -> None:
    shown = [label(name, "none", 1) for name in ("QRCode", "Code128", "DataMatrix")]
    reading = read_code(np.vstack([one.picture for one in shown]))
    assert set(reading.texts) == {one.text for one in shown}


def weakly_checked() -> Image:
    shown = label("Code128", "none", 1)
    import zxingcpp

    code = zxingcpp.create_barcode("12345678", zxingcpp.BarcodeFormat.ITF)
    drawn = np.asarray(zxingcpp.write_barcode_to_image(code, scale=3))
    picture = np.full_like(shown.picture, 255)
    picture[100 : 100 + drawn.shape[0], 100 : 100 + drawn.shape[1]] = drawn[..., None]
    return picture


def test_where_two_readers_agree_there_is_no_doubt() -> None:
    reading = read_code(weakly_checked())
    assert (reading.ok, reading.texts, reading.findings) == (True, ("12345678",), ())


def test_where_two_readers_disagree_a_person_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    corners = ((110, 110), (200, 110), (200, 150), (110, 150))
    monkeypatch.setattr(second_opinion, "of_format", lambda *_: (("12345670", "I25", corners),))
    reading = read_code(weakly_checked())
    assert not reading.ok
    assert reading.fields[0].contradicted_by == ("zbar reads 12345670",)
    assert reading.fields[0].confidence <= 0.5
    assert [finding.kind for finding in reading.findings] == ["code-contradicted"]


def test_another_code_elsewhere_is_no_contradiction(monkeypatch: pytest.MonkeyPatch) -> None:
    corners = ((800, 600), (900, 600), (900, 650), (800, 650))
    monkeypatch.setattr(second_opinion, "of_format", lambda *_: (("12345670", "I25", corners),))
    assert read_code(weakly_checked()).ok


def test_without_the_library_there_is_no_second_opinion(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_opinion, "_zbar", lambda: None)
    assert read_code(weakly_checked()).texts == ("12345678",)
    assert read_code(picture_without_code(0)).kind == "nothing"


def test_white_on_black_and_upside_down_are_read() -> None:
    modules = np.array(
        [list(row) for row in segno.make_qr("tongban").matrix_iter(scale=6, border=4)], np.uint8
    )
    negative = cv2.cvtColor(modules * 255, cv2.COLOR_GRAY2BGR)
    assert read_code(np.ascontiguousarray(negative[::-1, ::-1])).texts == ("tongban",)
