"""A drawn customer before a kiosk's camera, from one second to the next.

Owns what the customer looks like and what happens when. Plain enough that nobody takes it for a photograph,
and face enough that the detector finds it. All that chance decides comes from the seed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter

_SIDE: Final = 800
_SKINS: Final = ((226, 190, 164), (214, 174, 146), (198, 154, 124))
_COATS: Final = ((60, 74, 104), (96, 60, 62), (70, 88, 70))
_HAIR: Final = (44, 36, 34)
_SHADE: Final = 0.82

_WIDTH_PX, _HEIGHT_PX = 640, 480
FPS: Final = 10
_NOISE: Final = 2.5
_NOISES: Final = 7
"""So many different pictures of noise, used in turn."""

Scene = Literal["empty", "arriving", "standing", "joined", "turned", "leaving"]

STORY: Final[tuple[tuple[Scene, float], ...]] = (
    ("empty", 3.0),
    ("arriving", 1.5),
    ("standing", 4.0),
    ("joined", 3.0),
    ("standing", 2.5),
    ("turned", 3.0),
    ("standing", 2.5),
    ("leaving", 1.5),
    ("empty", 4.0),
)
"""The scenes of one visit, and how many seconds each takes."""


@dataclass(frozen=True, slots=True)
class _Cast:
    """The people as square RGBA pictures, and the room as (480, 640) RGB."""

    customer: Image.Image
    turned: Image.Image
    companion: Image.Image
    room: Image.Image


class Visit:
    """One customer's visit, picture by picture."""

    def __init__(self, seed: int, story: tuple[tuple[Scene, float], ...] = STORY) -> None:
        chance = np.random.default_rng(seed)
        skin, coat = chance.permutation(len(_SKINS)), chance.permutation(len(_COATS))
        self._story = story
        self._cast = _Cast(
            customer=_reduced(_person(_SKINS[skin[0]], _COATS[coat[0]]), 360),
            turned=_reduced(_person_from_behind(_COATS[coat[0]]), 360),
            companion=_reduced(_person(_SKINS[skin[1]], _COATS[coat[1]]), 320),
            room=_room(chance),
        )
        noise = _NOISE * chance.standard_normal((_NOISES, _HEIGHT_PX, _WIDTH_PX, 1), np.float32)
        self._noise = np.rint(noise).astype(np.int16)

    @property
    def frames(self) -> int:
        """How many pictures it has, at FPS a second."""
        return round(sum(lasts_s for _, lasts_s in self._story) * FPS)

    def picture(self, number: int) -> npt.NDArray[np.uint8]:
        """Return picture `number`, from 0, as (480, 640, 3) uint8 BGR."""
        scene, share = self._at(number / FPS)
        room = self._cast.room.copy()
        sway = 4 * np.sin(number / 7)
        match scene:
            case "empty":
                pass
            case "arriving":
                _place(room, self._cast.customer, 320 + (1 - share) * 500)
            case "leaving":
                _place(room, self._cast.turned, 320 - share * 560)
            case "standing":
                _place(room, self._cast.customer, 320 + sway)
            case "turned":
                _place(room, self._cast.turned, 320 + sway)
            case "joined":
                _place(room, self._cast.companion, 480)
                _place(room, self._cast.customer, 200 + sway)
        noisy = np.asarray(room, np.int16) + self._noise[number % _NOISES]
        return np.ascontiguousarray(np.clip(noisy, 0, 255).astype(np.uint8)[..., ::-1])

    def _at(self, at_s: float) -> tuple[Scene, float]:
        """Return the scene at this time, and how much of it is over, 0 to 1."""
        for scene, lasts_s in self._story:
            if at_s < lasts_s:
                return scene, at_s / lasts_s
            at_s -= lasts_s
        return self._story[-1][0], 1.0


def _place(room: Image.Image, person: Image.Image, middle_px: float) -> None:
    room.paste(person, (round(middle_px - person.width / 2), _HEIGHT_PX - person.height), person)


def _reduced(person: Image.Image, side_px: int) -> Image.Image:
    return person.resize((side_px, side_px), Image.Resampling.LANCZOS)


def _room(chance: np.random.Generator) -> Image.Image:
    """Return a lobby: a wall lit from one side, a floor, a door frame and a poster."""
    wall = Image.new("RGB", (_WIDTH_PX, _HEIGHT_PX), (186, 190, 192))
    draw = ImageDraw.Draw(wall)
    draw.rectangle((0, 400, _WIDTH_PX, _HEIGHT_PX), fill=(150, 140, 130))
    left = int(chance.integers(20, 60))
    draw.rectangle((left, 60, left + 130, 400), fill=(160, 166, 170), outline=(120, 124, 128), width=5)
    draw.rectangle((520, 90, 610, 210), fill=(206, 214, 222), outline=(140, 140, 140), width=3)
    for line in range(5):
        draw.line((532, 110 + 18 * line, 598 - 9 * line, 110 + 18 * line), (120, 130, 150), 4)
    light = np.linspace(0.88, 1.08, _WIDTH_PX, dtype=np.float32)[None, :, None]
    lit = np.asarray(wall.filter(ImageFilter.GaussianBlur(1.2)), np.float32) * light
    return Image.fromarray(np.clip(lit, 0, 255).astype(np.uint8))


def _shaded(colour: tuple[int, int, int]) -> tuple[int, int, int]:
    red, green, blue = (round(_SHADE * value) for value in colour)
    return red, green, blue


def _shoulders(coat: tuple[int, int, int]) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    picture = Image.new("RGBA", (_SIDE, _SIDE), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((110, 640, 690, 1000), 120, coat)
    return picture, draw


def _person_from_behind(coat: tuple[int, int, int]) -> Image.Image:
    """Return head and shoulders with the hair towards us, (800, 800) RGBA."""
    picture, draw = _shoulders(coat)
    draw.rounded_rectangle((320, 540, 480, 700), 50, _shaded(_SKINS[0]))
    draw.ellipse((195, 60, 605, 600), _HAIR)
    return picture.filter(ImageFilter.GaussianBlur(2))


def _person(skin: tuple[int, int, int], coat: tuple[int, int, int]) -> Image.Image:
    """Return head and shoulders with a face towards us, (800, 800) RGBA."""
    picture, draw = _shoulders(coat)
    shade = _shaded(skin)
    draw.rounded_rectangle((330, 560, 470, 700), 50, shade)
    draw.ellipse((195, 60, 605, 560), _HAIR)
    draw.ellipse((180, 300, 240, 400), skin)
    draw.ellipse((560, 300, 620, 400), skin)
    draw.ellipse((215, 110, 585, 630), skin)
    draw.chord((205, 70, 595, 420), 185, 355, _HAIR)
    picture.alpha_composite(_shadows(shade))
    draw = ImageDraw.Draw(picture)
    for eye in (318, 482):
        draw.arc((eye - 66, 270, eye + 66, 370), 205, 335, _HAIR, 18)
        draw.ellipse((eye - 46, 324, eye + 46, 368), (245, 242, 238))
        draw.ellipse((eye - 21, 322, eye + 21, 366), (50, 36, 30))
        draw.arc((eye - 50, 318, eye + 50, 380), 190, 350, _HAIR, 10)
    for nostril in (372, 428):
        draw.ellipse((nostril - 13, 472, nostril + 13, 486), (110, 70, 60))
    draw.ellipse((330, 516, 470, 566), (176, 96, 92))
    draw.line((326, 540, 474, 540), (110, 50, 50), 8)
    return picture.filter(ImageFilter.GaussianBlur(2))


def _shadows(shade: tuple[int, int, int]) -> Image.Image:
    """Return the soft shadows around eyes, nose and chin: without them the detector sees no face."""
    layer = Image.new("RGBA", (_SIDE, _SIDE), (0, 0, 0, 0))
    draw = ImageDraw.Draw(layer)
    for eye in (318, 482):
        draw.ellipse((eye - 62, 308, eye + 62, 388), (*shade, 150))
    draw.polygon([(392, 340), (372, 460), (428, 460), (408, 340)], (*shade, 110))
    draw.ellipse((352, 430, 448, 490), (*shade, 170))
    draw.ellipse((330, 556, 470, 600), (*shade, 140))
    return layer.filter(ImageFilter.GaussianBlur(12))
