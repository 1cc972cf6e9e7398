"""Watching drawn visits and a real photograph, picture by picture."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from edge_agent.capture.faces.motion import MotionGate
from edge_agent.capture.faces.watcher import PresenceWatcher
from edge_agent.capture.image import Image
from edge_agent.devices.simulated.customer import FPS, Scene, Visit
from tests.pictures.faces import framed

EVENTS = ["arrived", "two-people", "one-again", "not-frontal", "one-again", "left"]


def watched(visit: Visit, watcher: PresenceWatcher | None = None) -> list[tuple[str, float]]:
    watcher = watcher or PresenceWatcher()
    return [
        (event.kind, event.at_s)
        for number in range(visit.frames)
        for event in watcher.see(visit.picture(number), number / FPS).events
    ]


@pytest.mark.parametrize("seed", [1, 2])
def test_a_whole_visit_is_told_scene_by_scene(seed: int) -> None:
    told = watched(Visit(seed))
    assert [kind for kind, _ in told] == EVENTS
    starts_s = [4.5, 8.5, 11.5, 14.0, 17.0, 21.0]
    late_s = [at_s - starts_s[number] for number, (_, at_s) in enumerate(told)]
    assert all(-1.5 <= late <= 2.6 for late in late_s), late_s


def test_the_same_seed_draws_the_same_customer() -> None:
    assert np.array_equal(Visit(5).picture(60), Visit(5).picture(60))
    assert not np.array_equal(Visit(5).picture(60), Visit(6).picture(60))


def test_an_empty_lobby_is_hardly_looked_at() -> None:
    visit, watcher = Visit(1, (("empty", 12.0),)), PresenceWatcher()
    looks = [
        number
        for number in range(visit.frames)
        if watcher.see(visit.picture(number), number / FPS).faces is not None
    ]
    assert len(looks) <= 3


def test_whoever_was_there_before_the_camera_is_found() -> None:
    scenes: tuple[tuple[Scene, float], ...] = (("standing", 3.0),)
    assert [kind for kind, _ in watched(Visit(1, scenes))] == ["arrived"]


def test_without_a_picture_nobody_is_vouched_for() -> None:
    watcher = PresenceWatcher()
    scenes: tuple[tuple[Scene, float], ...] = (("standing", 3.0),)
    watched(Visit(1, scenes), watcher)
    assert [event.kind for event in watcher.lose_sight(9.0)] == ["left"]
    assert watcher.lose_sight(10.0) == ()


def test_a_photographed_person_who_comes_and_goes_is_told(people: dict[str, tuple[Image, ...]]) -> None:
    person = framed(people["one"][0])
    wall = np.full_like(person, person[0, 0])
    chance, watcher, told = np.random.default_rng(1), PresenceWatcher(), []
    for number in range(140):
        if 20 <= number < 90:
            aside_px = max(0, 40 - number) * 30 + 3 * np.sin(number)
            shift = np.array([(1, 0, aside_px), (0, 1, 0)], np.float32)
            scene = cv2.warpAffine(person, shift, (640, 480), borderMode=cv2.BORDER_REPLICATE)
        else:
            scene = wall
        noisy = np.clip(scene + chance.normal(0, 2, scene.shape), 0, 255).astype(np.uint8)
        told += [event.kind for event in watcher.see(noisy, number / 10).events]
    assert told == ["arrived", "left"]


class TestMotionGate:
    def test_noise_and_a_lamp_switched_on_are_no_motion_for_long(self) -> None:
        chance, gate = np.random.default_rng(1), MotionGate()
        wall = np.full((480, 640, 3), 120, np.uint8)
        moving = []
        for number in range(40):
            lamp = 40 if number >= 20 else 0
            noisy = np.clip(wall + lamp + chance.normal(0, 4, wall.shape), 0, 255).astype(np.uint8)
            motion = gate.see(noisy, number / 10, learn=True)
            moving.append(motion.moving)
            assert not motion.occupied
        assert sum(moving[1:]) <= 1

    def test_a_person_is_motion_and_then_somebody_there(self) -> None:
        gate = MotionGate()
        wall = np.full((480, 640, 3), 120, np.uint8)
        person = wall.copy()
        person[100:, 200:400] = 30
        gate.see(wall, 0.0, learn=True)
        coming = gate.see(person, 0.1, learn=False)
        standing = gate.see(person, 0.2, learn=False)
        assert (coming.moving, coming.occupied) == (True, True)
        assert (standing.moving, standing.occupied) == (False, True)

    @pytest.mark.parametrize("size", [(16, 16), (60, 80), (2160, 3840), (480, 20)])
    def test_any_size_of_picture_will_do(self, size: tuple[int, int]) -> None:
        picture = np.zeros((*size, 3), np.uint8)
        assert not MotionGate().see(picture, 0.0, learn=True).occupied
