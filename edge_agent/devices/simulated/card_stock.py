"""What made-up cards and passport pages share: the ground with its fine lines, a portrait, round corners.

The portrait is a drawn silhouette: nobody's face is in here.
"""

import math

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

# ISO/IEC 7810 ID-1, 85.60 × 53.98 mm, at 300 dpi.
CARD_WIDTH_PX, CARD_HEIGHT_PX = 1011, 638

_SKIN, _SHADED_SKIN = (222, 190, 168, 255), (206, 172, 150, 255)
_HAIR, _COAT, _SHIRT = (46, 42, 42, 255), (52, 62, 84, 255), (236, 238, 240, 255)


def ground(chance: np.random.Generator, size_px: tuple[int, int]) -> Image.Image:
    """Return a pale ground with fine wavy lines, `size_px` RGB."""
    width, height = size_px
    x, y = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
    blend = np.clip(0.5 * x + 0.5 * y + 0.06 * np.sin(6 * x + 4 * y), 0, 1)[..., None]
    pixels = (1 - blend) * np.array([226, 238, 245]) + blend * np.array([243, 232, 236])
    stock = Image.fromarray(pixels.astype(np.uint8))
    draw = ImageDraw.Draw(stock)
    phase = float(chance.uniform(0, math.pi))
    for row in range(-40, height + 40, 13):
        points = [
            (float(at), row + 16 * math.sin(at / 85 + phase) + 7 * math.sin(at / 31 + row / 40))
            for at in range(0, width + 8, 8)
        ]
        draw.line(points, (208, 222, 232), 1)
    return stock


def silhouette(size_px: tuple[int, int], *, long_hair: bool) -> Image.Image:
    """Return head, hair and shoulders without a face, `size_px` RGBA, soft at the edges."""
    width, height = 300, 384
    picture = Image.new("RGBA", (width, height), (214, 226, 234, 0))
    draw = ImageDraw.Draw(picture)
    middle = width / 2
    if long_hair:
        draw.rounded_rectangle((middle - 92, 62, middle + 92, 290), 80, _HAIR)
    draw.rounded_rectangle((middle - 32, 220, middle + 32, 320), 24, _SHADED_SKIN)
    draw.rounded_rectangle((14, 296, width - 14, height + 90), 96, _COAT)
    draw.polygon([(middle - 44, 296), (middle + 44, 296), (middle, 372)], _SHIRT)
    draw.pieslice((middle - 34, 258, middle + 34, 326), 0, 180, _SHADED_SKIN)
    draw.ellipse((middle - 86, 44, middle + 86, 222), _HAIR)
    draw.ellipse((middle - 74, 92, middle + 74, 270), _SKIN)
    draw.chord((middle - 70, 70, middle + 78, 170), 200, 335, _HAIR)
    return picture.filter(ImageFilter.GaussianBlur(1.6)).resize(size_px)


def rounded(card: Image.Image) -> Image.Image:
    """Return the card as RGBA, cut out at its rounded corners (3.18 mm)."""
    outline = Image.new("L", card.size, 0)
    ImageDraw.Draw(outline).rounded_rectangle((0, 0, card.width - 1, card.height - 1), 38, 255)
    cut = card.copy()
    cut.putalpha(outline)
    return cut
