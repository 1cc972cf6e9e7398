import contextlib
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from edge_agent.capture.examination import Examination
from edge_agent.capture.examine import examine
from edge_agent.capture.form import form_code
from edge_agent.capture.image import UnusableImageError, decode
from edge_agent.capture.page import A4_HEIGHT_PX, A4_WIDTH_PX
from edge_agent.devices.scanner import ScanRequest
from edge_agent.devices.simulated.photograph import Photograph

Photographed = Callable[[str, int], Photograph]


def kinds(examination: Examination) -> list[str]:
    return [finding.kind for finding in examination.findings]


@pytest.mark.parametrize("seed", range(20))
def test_a_photographed_form_is_laid_flat_and_says_which_it_is(
    form_request: ScanRequest, photographed: Photographed, seed: int
) -> None:
    examined = examine(photographed("application-form", seed).jpeg, "image/jpeg")
    page, code = examined.findings
    assert (page.kind, page.detail) == ("page-found", {"how": "markers"})
    assert code.kind == "code-read"
    assert code.detail["text"] == form_code("east-0199", "application-form", form_request.application)
    assert examined.page_jpeg is not None
    assert decode(examined.page_jpeg).shape == (A4_HEIGHT_PX, A4_WIDTH_PX, 3)


def test_a_form_with_other_fields_has_another_code(form_request: ScanRequest) -> None:
    changed = {**form_request.application, "phone": "13900000000"}
    assert form_code("c", "m", changed) != form_code("c", "m", form_request.application)
    backwards = dict(reversed(list(form_request.application.items())))
    assert form_code("c", "m", backwards) == form_code("c", "m", form_request.application)


def test_an_ordinary_picture_has_no_page_and_that_is_said(jpeg: bytes) -> None:
    examined = examine(jpeg, "image/jpeg")
    assert examined.page_jpeg is None
    assert kinds(examined) == ["page-not-found"]


def test_a_pdf_is_left_to_a_person() -> None:
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
