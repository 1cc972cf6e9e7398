"""Inked or not: what counts as writing, and what does not."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from edge_agent.capture.form import SIGNATURE_BOX
from edge_agent.capture.image import Image
from edge_agent.capture.light import evenly_lit
from edge_agent.capture.signature_box import look_at_signature
from edge_agent.devices.simulated.application_form import PX_PER_MM, printed_pages, signed
from edge_agent.devices.simulated.handwriting import handwritten_signature
from edge_agent.forms.content import FormContent

INK = (104, 40, 32)
DARK_GREY = (70, 70, 70)


@pytest.fixture
def unsigned(form: FormContent) -> Image:
    return np.ascontiguousarray(printed_pages(form)[-1][..., ::-1])


def at(x_mm: float, y_mm: float) -> tuple[int, int]:
    """A point in px, from mm within the signature box."""
    left, top = SIGNATURE_BOX.left_mm + x_mm, SIGNATURE_BOX.top_mm + y_mm
    return round(left * PX_PER_MM), round(top * PX_PER_MM)


def shadow(page: Image) -> None:
    """Half of the page, to the middle of the box, in an arm's hard shadow."""
    page[:, : at(50, 0)[0]] = (page[:, : at(50, 0)[0]] * 0.55).astype(np.uint8)


def dust(page: Image) -> None:
    chance = np.random.default_rng(1)
    for x, y in chance.uniform((3, 3), (97, 31), (80, 2)):
        cv2.circle(page, at(x, y), 3, DARK_GREY, -1)


def stray_line(page: Image) -> None:
    cv2.line(page, at(2, 5), at(98, 30), INK, 4, cv2.LINE_AA)


def ruled_lines(page: Image) -> None:
    for y in (8, 16, 24):
        cv2.line(page, at(0, y), at(100, y), DARK_GREY, 2, cv2.LINE_AA)


def stain(page: Image) -> None:
    cv2.circle(page, at(40, 17), 80, (150, 170, 185), -1)


def hole(page: Image) -> None:
    cv2.circle(page, at(8, 17), 24, (10, 10, 10), -1)


@pytest.mark.parametrize("spoil", [shadow, dust, stray_line, ruled_lines, stain, hole])
def test_what_is_no_writing_does_not_sign(unsigned: Image, spoil: Callable[[Image], None]) -> None:
    spoil(unsigned)
    assert not look_at_signature(evenly_lit(unsigned)).inked


@pytest.mark.parametrize("spoil", [shadow, dust, stray_line, ruled_lines, stain, hole])
@pytest.mark.parametrize("seed", range(3))
def test_a_signature_is_seen_through_all_that(
    form: FormContent, spoil: Callable[[Image], None], seed: int
) -> None:
    written = handwritten_signature(np.random.default_rng(seed))
    page = np.ascontiguousarray(signed(printed_pages(form)[-1], written)[..., ::-1])
    spoil(page)
    assert look_at_signature(evenly_lit(page)).inked


def test_a_small_signature_with_a_fine_pale_pen_counts(unsigned: Image) -> None:
    for start in (20, 26):  # two characters of 5 mm
        strokes = [((0, 1), (5, 1)), ((2.5, 0), (2.5, 5)), ((0, 5), (2.5, 1)), ((2.5, 1), (5, 5))]
        for (x0, y0), (x1, y1) in strokes:
            cv2.line(
                unsigned, at(start + x0, 14 + y0), at(start + x1, 14 + y1), (150, 110, 110), 2, cv2.LINE_AA
            )
    assert look_at_signature(evenly_lit(unsigned)).inked


@pytest.mark.parametrize(("across_px", "down_px"), [(14, 0), (-14, 0), (0, 14), (0, -14), (12, -12)])
def test_the_printed_outline_is_no_ink_though_the_page_is_a_little_off(
    unsigned: Image, across_px: int, down_px: int
) -> None:
    moved = np.roll(unsigned, (down_px, across_px), axis=(0, 1))
    assert not look_at_signature(evenly_lit(moved)).inked


def test_little_ink_is_judged_with_doubt(unsigned: Image) -> None:
    cv2.ellipse(unsigned, at(30, 15), (12, 10), 0, 0, 240, INK, 2, cv2.LINE_AA)
    cv2.ellipse(unsigned, at(36, 15), (12, 10), 0, 0, 240, INK, 2, cv2.LINE_AA)
    assert look_at_signature(evenly_lit(unsigned)).confidence < 0.8


def test_an_empty_box_is_empty_for_sure(unsigned: Image) -> None:
    judged = look_at_signature(evenly_lit(unsigned))
    assert not judged.inked
    assert judged.confidence > 0.95
