import contextlib
from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from edge_agent.capture.examination import Examination
from edge_agent.capture.examine import examine
from edge_agent.capture.form import FormCode
from edge_agent.capture.image import UnusableImageError, decode, encode_jpeg
from edge_agent.capture.page import A4_HEIGHT_PX, A4_WIDTH_PX
from edge_agent.capture.pdf import pdf_page
from edge_agent.devices.simulated.photograph import Photograph
from edge_agent.forms.content import FormContent
from edge_agent.forms.typeset import form_pdf
from tests.fakes.thumbs import covered

Photographed = Callable[[str, int], Photograph]


def kinds(examination: Examination) -> list[str]:
    return [finding.kind for finding in examination.findings]


@pytest.mark.parametrize("seed", range(6))
def test_a_photographed_form_is_laid_flat_and_known_to_be_the_one_printed(
    form: FormContent, photographed: Photographed, seed: int
) -> None:
    examined = examine(photographed("application-form", seed).jpeg, "image/jpeg", form.identity())
    assert kinds(examined) == ["page-found", "signed", "code-read", "form-matches"]
    assert examined.findings[0].detail == {"how": "markers"}
    assert examined.findings[2].detail["text"] == str(FormCode(form.identity(), 1, 1))
    assert examined.page_jpeg is not None
    assert decode(examined.page_jpeg).shape == (A4_HEIGHT_PX, A4_WIDTH_PX, 3)


@pytest.mark.parametrize(("differs", "name"), [("case", "case"), ("form", "form"), ("content", "digest")])
def test_another_form_than_was_printed_is_named(
    form: FormContent, photographed: Photographed, differs: str, name: str
) -> None:
    wanted = replace(form.identity(), **{name: "0123456789abcdef"})
    examined = examine(photographed("application-form", 1).jpeg, "image/jpeg", wanted)
    assert examined.findings[-1].kind == "form-mismatch"
    assert examined.findings[-1].detail == {"differs": differs}


@pytest.mark.parametrize("hidden", [(), (0,), (0, 2), (0, 1, 2, 3)])
def test_whatever_markers_are_hidden_the_form_is_read(
    form: FormContent, photographed: Photographed, hidden: tuple[int, ...]
) -> None:
    taken = photographed("application-form", 2)
    image = covered(taken, *hidden)
    for quarters in range(0, 4, 3):
        turned = encode_jpeg(np.ascontiguousarray(np.rot90(image, quarters)), quality=90)
        assert {"page-found", "signed", "form-matches"} <= set(
            kinds(examine(turned, "image/jpeg", form.identity()))
        )


def test_a_form_cut_off_asks_for_another_picture(form: FormContent, photographed: Photographed) -> None:
    half = np.ascontiguousarray(decode(photographed("application-form", 1).jpeg)[1200:, 600:])
    examined = examine(encode_jpeg(half, quality=90), "image/jpeg", form.identity())
    assert kinds(examined)[0] == "form-cut-off"
    assert "all four corners" in examined.findings[0].says
    assert examined.page_jpeg is None


def test_a_form_whose_code_is_hidden_asks_for_another_picture(photographed: Photographed) -> None:
    taken = photographed("application-form", 1)
    image = decode(taken.jpeg)
    x, y = np.array(taken.corners[2]) - (400, 420)
    cv2.circle(image, (int(x), int(y)), 260, (120, 150, 205), thickness=-1)
    assert "form-not-identified" in kinds(examine(encode_jpeg(image, quality=90), "image/jpeg"))


def test_a_printed_pdf_is_its_form_and_not_signed(form: FormContent) -> None:
    examined = examine(form_pdf(form).pdf, "application/pdf", form.identity())
    assert kinds(examined) == ["page-found", "not-signed", "code-read", "form-matches"]


def test_one_page_of_several_says_that_others_are_missing(form: FormContent) -> None:
    long = replace(form, rows=form.rows * 10)
    printed = form_pdf(long)
    assert printed.pages == 3
    assert "form-incomplete" not in kinds(examine(printed.pdf, "application/pdf", long.identity()))
    second = encode_jpeg(pdf_page(printed.pdf, 1, A4_HEIGHT_PX), quality=90)
    examined = examine(second, "image/jpeg", long.identity())
    assert kinds(examined)[-1] == "form-incomplete"
    assert examined.findings[-1].detail == {"page": "2", "pages": "3"}
    assert "not-signed" not in kinds(examined)  # the box is on the last page


def test_an_ordinary_picture_has_no_page_and_that_is_said(jpeg: bytes) -> None:
    examined = examine(jpeg, "image/jpeg")
    assert examined.page_jpeg is None
    assert kinds(examined) == ["page-not-found"]


def test_a_damaged_pdf_is_left_to_a_person() -> None:
    examined = examine(b"%PDF-1.7\n%%EOF", "application/pdf")
    assert examined.page_jpeg is None
    assert kinds(examined) == ["not-an-image"]
    assert "a person must look" in examined.findings[0].says


@given(
    content=some.binary(max_size=400), start=some.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"])
)
def test_random_bytes_are_refused_in_words(content: bytes, start: bytes) -> None:
    with pytest.raises(UnusableImageError):
        examine(start + content, "image/jpeg")


@settings(max_examples=150, deadline=None)
@given(data=some.data())
def test_damaged_pictures_are_examined_or_refused(data: some.DataObject, jpeg: bytes, png: bytes) -> None:
    damaged = bytearray(data.draw(some.sampled_from([jpeg, png])))
    for _ in range(data.draw(some.integers(1, 6))):
        damaged[data.draw(some.integers(0, len(damaged) - 1))] = data.draw(some.integers(0, 255))
    kept = data.draw(some.integers(0, len(damaged)))
    with contextlib.suppress(UnusableImageError):
        examined = examine(bytes(damaged[:kept]), "image/png")
        assert kinds(examined)
