from collections.abc import Callable

import cv2
import numpy as np
import pytest

from edge_agent.capture.codes import read_codes
from edge_agent.capture.image import Image, decode
from edge_agent.capture.page import A4_HEIGHT_PX, A4_WIDTH_PX, Page, find_page, straighten, upright
from edge_agent.devices.simulated.photograph import Photograph
from tests.fakes.thumbs import covered

Photographed = Callable[[str, int], Photograph]


def furthest_px(page: Page, taken: Photograph) -> float:
    """Return how far the worst corner was missed, in px of the photograph."""
    return float(np.linalg.norm(np.array(page.corners) - np.array(taken.corners), axis=1).max())


@pytest.mark.parametrize("seed", range(6))
def test_a_form_is_found_by_its_markers(photographed: Photographed, seed: int) -> None:
    taken = photographed("application-form", seed)
    page = find_page(decode(taken.jpeg))
    assert page is not None
    assert page.how == "markers"
    assert furthest_px(page, taken) < 2


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_markers_say_which_way_is_up(photographed: Photographed, quarters: int) -> None:
    turned = np.ascontiguousarray(np.rot90(decode(photographed("application-form", 1).jpeg), quarters))
    page = find_page(turned)
    assert page is not None
    flat = straighten(turned, page)
    (code,) = read_codes(flat)
    assert flat.shape == (A4_HEIGHT_PX, A4_WIDTH_PX, 3)
    # We print the code at the lower right, upright.
    assert min(x for x, _ in code.corners) > A4_WIDTH_PX / 2
    assert min(y for _, y in code.corners) > A4_HEIGHT_PX / 2


@pytest.mark.parametrize("material", ["attachment", "id-card-front"])
def test_a_sheet_without_markers_is_found_by_its_outline(photographed: Photographed, material: str) -> None:
    for seed in range(8):
        taken = photographed(material, seed)
        page = find_page(decode(taken.jpeg))
        assert page is not None
        assert page.how == "contour"
        assert furthest_px(page, taken) < 8


@pytest.mark.parametrize("hidden", range(4))
def test_three_markers_tell_where_the_fourth_is(photographed: Photographed, hidden: int) -> None:
    taken = photographed("application-form", 3)
    page = find_page(covered(taken, hidden))
    assert page is not None
    assert page.how == "markers"
    assert furthest_px(page, taken) < 5


def test_a_form_with_two_markers_under_thumbs_is_found_by_its_outline(photographed: Photographed) -> None:
    taken = photographed("application-form", 3)
    page = find_page(covered(taken, 0, 2))
    assert page is not None
    assert page.how == "contour"
    assert furthest_px(page, taken) < 8


def test_a_marker_from_elsewhere_does_not_bend_the_page(photographed: Photographed) -> None:
    taken = photographed("application-form", 3)
    image = covered(taken, 1)
    dictionary = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50)
    stranger = cv2.cvtColor(cv2.aruco.generateImageMarker(dictionary, 1, 96), cv2.COLOR_GRAY2BGR)
    cv2.rectangle(image, (880, 1200), (1016, 1336), (255, 255, 255), -1)
    image[1220:1316, 900:996] = stranger
    page = find_page(image)
    assert page is None or (page.how == "contour" and furthest_px(page, taken) < 8)


def test_a_page_on_its_head_is_turned_by_its_code(photographed: Photographed) -> None:
    for quarters in range(4):
        turned = np.ascontiguousarray(np.rot90(decode(photographed("attachment", 2).jpeg), quarters))
        page = find_page(turned)
        assert page is not None
        flat = straighten(turned, page)
        (code,) = read_codes(flat)
        (left, top), (right, level) = read_codes(upright(flat, code))[0].corners[:2]
        assert right - left > 10 * abs(level - top)


def test_a_card_keeps_the_proportion_it_is_seen_with(photographed: Photographed) -> None:
    image = decode(photographed("id-card-front", 5).jpeg)
    page = find_page(image)
    assert page is not None
    height, width = straighten(image, page).shape[:2]
    assert width / height == pytest.approx(85.60 / 53.98, rel=0.12)


def test_two_forms_in_one_picture_are_not_mixed(photographed: Photographed) -> None:
    one = decode(photographed("application-form", 1).jpeg)
    page = find_page(np.hstack([one, decode(photographed("application-form", 2).jpeg)]))
    assert page is None or page.how == "contour"


def test_no_page_is_seen_where_there_is_none(gradient: Image) -> None:
    assert find_page(gradient) is None
    assert find_page(np.zeros((600, 800, 3), np.uint8)) is None
    assert find_page(np.full((16, 16, 3), 255, np.uint8)) is None
