"""Whether pictures show what is before the camera: as of a sensor, a hang and a cover."""

from __future__ import annotations

import numpy as np
import pytest

from edge_agent.capture.image import Image
from edge_agent.capture.live_picture import BLACK_AFTER_S, FROZEN_AFTER_S, PictureJudge
from edge_agent.devices.simulated.customer import FPS, Visit


@pytest.fixture(scope="module")
def visit() -> list[Image]:
    """Six seconds in which nobody moves much: an empty lobby."""
    drawn = Visit(1, (("empty", 6.0),))
    return [drawn.picture(number) for number in range(drawn.frames)]


def dark(level: float, count: int) -> list[Image]:
    """A covered lens: next to nothing but the sensor's noise."""
    chance = np.random.default_rng(1)
    return [np.clip(chance.normal(level, 2, (480, 640, 3)), 0, 255).astype(np.uint8) for _ in range(count)]


def judged(pictures: list[Image]) -> list[str | None]:
    judge = PictureJudge()
    return [judge.see(picture, number / FPS) for number, picture in enumerate(pictures)]


def test_an_empty_lobby_is_live(visit: list[Image]) -> None:
    assert set(judged(visit)) == {None}


def test_the_same_picture_again_and_again_is_frozen_until_another_comes(visit: list[Image]) -> None:
    still = round(FROZEN_AFTER_S * FPS)
    found = judged([*visit[:10], *(still + 5) * [visit[10]], *visit[11:14]])
    first = found.index("frozen")
    assert first == 10 + still + 1
    assert found[first:] == 4 * ["frozen"] + 3 * [None]


def test_a_pause_that_is_short_is_none(visit: list[Image]) -> None:
    still = round(FROZEN_AFTER_S * FPS)
    assert set(judged([*visit[:10], *still * [visit[10]], *visit[11:14]])) == {None}


def test_a_covered_lens_is_black_until_it_is_uncovered(visit: list[Image]) -> None:
    wait = round(BLACK_AFTER_S * FPS)
    found = judged([*visit[:10], *dark(6, wait + 5), *visit[10:13]])
    assert found.index("black") == 10 + wait
    assert found[10 + wait :] == 5 * ["black"] + 3 * [None]


def test_a_room_by_night_is_not_black_and_a_webcam_may_open_in_the_dark(visit: list[Image]) -> None:
    assert set(judged(dark(30, 30))) == {None}
    assert set(judged([*dark(6, 5), *visit[:5]])) == {None}
