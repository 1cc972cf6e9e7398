"""A drawn head and shoulders with a face that is somebody's: the same when drawn again.

Owns what makes drawn people differ. Plain enough that nobody takes one for a photograph, and face enough
that the detector finds it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

Colour = tuple[int, int, int]

SIDE_PX: Final = 800
_MIDDLE: Final = SIDE_PX / 2
_SKINS: Final[tuple[Colour, ...]] = ((234, 202, 178), (222, 182, 152), (202, 158, 126), (180, 134, 104))
_COATS: Final[tuple[Colour, ...]] = ((60, 74, 104), (96, 60, 62), (70, 88, 70), (120, 112, 96))
_HAIRS: Final[tuple[Colour, ...]] = ((44, 36, 34), (70, 52, 42), (120, 116, 112))
_EYE_WHITE: Final = (245, 242, 238)
_IRIS: Final = (50, 36, 30)


@dataclass(frozen=True, slots=True)
class Look:
    """What somebody looks like: colours, and measures in px of an 800 px picture."""

    skin: Colour
    hair: Colour
    coat: Colour
    long_hair: bool
    face_px: float
    chin_px: float
    eyes_apart_px: float
    eye_px: float
    eye_height_px: float
    brow_px: float
    brow_slope_px: float
    nose_px: float
    nose_width_px: float
    mouth_px: float
    lips_px: float
    glasses: bool
    beard: bool


def made_up_look(chance: np.random.Generator, *, long_hair: bool) -> Look:
    """Somebody's look, drawn by lot."""

    def between(least: float, most: float) -> float:
        return float(chance.uniform(least, most))

    return Look(
        skin=_SKINS[chance.integers(len(_SKINS))],
        hair=_HAIRS[chance.integers(len(_HAIRS))],
        coat=_COATS[chance.integers(len(_COATS))],
        long_hair=long_hair,
        face_px=between(155, 205),
        chin_px=between(600, 660),
        eyes_apart_px=between(68, 96),
        eye_px=between(34, 54),
        eye_height_px=between(14, 28),
        brow_px=between(8, 24),
        brow_slope_px=between(-16, 16),
        nose_px=between(440, 500),
        nose_width_px=between(20, 40),
        mouth_px=between(48, 90),
        lips_px=between(12, 34),
        glasses=bool(chance.random() < 0.3),
        beard=not long_hair and bool(chance.random() < 0.3),
    )


def portrait(look: Look) -> Image.Image:
    """Return the person facing us, (800, 800) RGBA on nothing."""
    picture = Image.new("RGBA", (SIDE_PX, SIDE_PX), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    left, right = _MIDDLE - look.face_px, _MIDDLE + look.face_px
    shade = _shaded(look.skin)
    if look.long_hair:
        draw.rounded_rectangle((left - 45, 90, right + 45, 720), 150, look.hair)
    draw.rounded_rectangle((110, 660, 690, 1000), 120, look.coat)
    draw.rounded_rectangle((330, 560, 470, 720), 50, shade)
    draw.ellipse((left - 20, 50, right + 20, 560), look.hair)
    for ear in (left, right):
        draw.ellipse((ear - 30, 320, ear + 30, 420), look.skin)
    draw.ellipse((left, 105, right, look.chin_px), look.skin)
    draw.chord((left - 10, 65, right + 10, 420), 188, 352, look.hair)
    picture.alpha_composite(_shadows(look, shade))
    _features(ImageDraw.Draw(picture), look)
    return picture.filter(ImageFilter.GaussianBlur(2))


def _features(draw: ImageDraw.ImageDraw, look: Look) -> None:
    if look.beard:
        low = look.chin_px
        draw.chord((_MIDDLE - look.face_px + 12, 380, _MIDDLE + look.face_px - 12, low), 25, 155, look.hair)
    for side in (-1, 1):
        eye, wide, high = _MIDDLE + side * look.eyes_apart_px, look.eye_px, look.eye_height_px
        slope = side * look.brow_slope_px
        brow = [(eye - wide - 12, 300 - slope), (eye, 284), (eye + wide + 12, 300 + slope)]
        draw.line(brow, look.hair, round(look.brow_px), joint="curve")
        draw.ellipse((eye - wide, 346 - high, eye + wide, 346 + high), _EYE_WHITE)
        draw.ellipse((eye - 20, 346 - high, eye + 20, 346 + high), _IRIS)
        draw.arc((eye - wide - 4, 342 - high, eye + wide + 4, 350 + high), 190, 350, look.hair, 10)
        nostril = _MIDDLE + side * look.nose_width_px
        draw.ellipse((nostril - 13, look.nose_px - 8, nostril + 13, look.nose_px + 8), (110, 70, 60))
        if look.glasses:
            draw.ellipse((eye - 66, 290, eye + 66, 406), None, (30, 30, 36), 9)
    if look.glasses:
        draw.line((_MIDDLE - 20, 340, _MIDDLE + 20, 340), (30, 30, 36), 9)
    mouth = (look.nose_px + look.chin_px) / 2 + 4
    box = (_MIDDLE - look.mouth_px, mouth - look.lips_px, _MIDDLE + look.mouth_px, mouth + look.lips_px)
    draw.ellipse(box, (176, 96, 92))
    draw.line((box[0] - 4, mouth, box[2] + 4, mouth), (110, 50, 50), 8)


def _shadows(look: Look, shade: Colour) -> Image.Image:
    """Return the soft shadows around eyes, nose and chin: without them the detector sees no face."""
    layer = Image.new("RGBA", (SIDE_PX, SIDE_PX), (0, 0, 0, 0))
    draw = ImageDraw.Draw(layer)
    nose, wide = look.nose_px, look.nose_width_px
    for side in (-1, 1):
        eye = _MIDDLE + side * look.eyes_apart_px
        draw.ellipse((eye - 62, 308, eye + 62, 388), (*shade, 150))
    draw.polygon([(392, 340), (400 - wide, nose - 20), (400 + wide, nose - 20), (408, 340)], (*shade, 110))
    draw.ellipse((400 - 1.7 * wide, nose - 50, 400 + 1.7 * wide, nose + 10), (*shade, 170))
    draw.ellipse((330, look.chin_px - 70, 470, look.chin_px - 30), (*shade, 140))
    return layer.filter(ImageFilter.GaussianBlur(12))


def _shaded(colour: Colour) -> Colour:
    red, green, blue = (round(0.82 * value) for value in colour)
    return red, green, blue
