"""The front of a Chinese resident ID card, for a made-up person.

A drawn silhouette instead of a portrait, and 样本 SPECIMEN in the corner: for tests, fooling nobody.
"""

import math

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from edge_agent.devices.simulated.person import Person
from edge_agent.devices.simulated.typefaces import Typefaces, wrapped

# ISO/IEC 7810 ID-1, 85.60 × 53.98 mm, at 300 dpi.
CARD_WIDTH_PX, CARD_HEIGHT_PX = 1011, 638

_LABEL = (62, 118, 176)
_INK = (24, 24, 26)
_LEFT_PX, _VALUE_LEFT_PX = 62, 152
_ADDRESS_WIDTH_PX = 455
_PORTRAIT_BOX = (652, 86, 952, 470)
_SKIN, _SHADED_SKIN = (222, 190, 168, 255), (206, 172, 150, 255)
_HAIR, _COAT, _SHIRT = (46, 42, 42, 255), (52, 62, 84, 255), (236, 238, 240, 255)


def id_card_front(person: Person, chance: np.random.Generator, typefaces: Typefaces) -> Image.Image:
    """Return the card's front, (1011, 638) px RGBA."""
    card = _ground(chance)
    draw = ImageDraw.Draw(card)
    label, value = typefaces.regular(29), typefaces.regular(37)

    def line(y: int, *pairs: tuple[int, str, str]) -> None:
        for left, name, text in pairs:
            draw.text((left, y), name, _LABEL, label, anchor="ls")
            draw.text((left + 90, y), text, _INK, value, anchor="ls")

    line(112, (_LEFT_PX, "姓 名", wrapped(person.name, value, _ADDRESS_WIDTH_PX, 1)[0]))
    line(192, (_LEFT_PX, "性 别", person.sex), (262, "民 族", person.ethnic_group))
    draw.text((_LEFT_PX, 268), "出 生", _LABEL, label, anchor="ls")
    left = float(_VALUE_LEFT_PX)
    for number, unit in ((person.birth.year, "年"), (person.birth.month, "月"), (person.birth.day, "日")):
        draw.text((left, 268), str(number), _INK, value, anchor="ls")
        left += value.getlength(str(number)) + 14
        draw.text((left, 268), unit, _LABEL, label, anchor="ls")
        left += label.getlength(unit) + 18
    draw.text((_LEFT_PX, 344), "住 址", _LABEL, label, anchor="ls")
    for number, text in enumerate(wrapped(person.address, value, _ADDRESS_WIDTH_PX, 3)):
        draw.text((_VALUE_LEFT_PX, 344 + 52 * number), text, _INK, value, anchor="ls")
    draw.text((_LEFT_PX, 566), "公民身份号码", _LABEL, label, anchor="ls")
    _print_spaced(draw, person.number, (330, 566), typefaces)
    portrait = _silhouette(person)
    card.paste(portrait, _PORTRAIT_BOX[:2], portrait)
    draw.text((CARD_WIDTH_PX - 36, 44), "样本 SPECIMEN", (176, 120, 130), typefaces.bold(20), anchor="rm")
    return _rounded(card)


def _ground(chance: np.random.Generator) -> Image.Image:
    """Return the card's pale ground with its fine wavy lines."""
    x, y = np.meshgrid(np.linspace(0, 1, CARD_WIDTH_PX), np.linspace(0, 1, CARD_HEIGHT_PX))
    blend = np.clip(0.5 * x + 0.5 * y + 0.06 * np.sin(6 * x + 4 * y), 0, 1)[..., None]
    pixels = (1 - blend) * np.array([226, 238, 245]) + blend * np.array([243, 232, 236])
    ground = Image.fromarray(pixels.astype(np.uint8))
    draw = ImageDraw.Draw(ground)
    phase = float(chance.uniform(0, math.pi))
    for row in range(-40, CARD_HEIGHT_PX + 40, 13):
        points = [
            (float(at), row + 16 * math.sin(at / 85 + phase) + 7 * math.sin(at / 31 + row / 40))
            for at in range(0, CARD_WIDTH_PX + 8, 8)
        ]
        draw.line(points, (208, 222, 232), 1)
    return ground


def _print_spaced(draw: ImageDraw.ImageDraw, text: str, at: tuple[int, int], typefaces: Typefaces) -> None:
    font = typefaces.bold(42)
    left, y = at
    for letter in text:
        draw.text((left, y), letter, _INK, font, anchor="ls")
        left += 31


def _silhouette(person: Person) -> Image.Image:
    """Return head, hair and shoulders without a face, RGBA, soft at the edges."""
    left, top, right, bottom = _PORTRAIT_BOX
    width, height = right - left, bottom - top
    picture = Image.new("RGBA", (width, height), (214, 226, 234, 0))
    draw = ImageDraw.Draw(picture)
    middle = width / 2
    if person.sex == "女":
        draw.rounded_rectangle((middle - 92, 62, middle + 92, 290), 80, _HAIR)
    draw.rounded_rectangle((middle - 32, 220, middle + 32, 320), 24, _SHADED_SKIN)
    draw.rounded_rectangle((14, 296, width - 14, height + 90), 96, _COAT)
    draw.polygon([(middle - 44, 296), (middle + 44, 296), (middle, 372)], _SHIRT)
    draw.pieslice((middle - 34, 258, middle + 34, 326), 0, 180, _SHADED_SKIN)
    draw.ellipse((middle - 86, 44, middle + 86, 222), _HAIR)
    draw.ellipse((middle - 74, 92, middle + 74, 270), _SKIN)
    draw.chord((middle - 70, 70, middle + 78, 170), 200, 335, _HAIR)
    return picture.filter(ImageFilter.GaussianBlur(1.6))


def _rounded(card: Image.Image) -> Image.Image:
    """Return the card as RGBA, cut out at its rounded corners (3.18 mm)."""
    outline = Image.new("L", card.size, 0)
    ImageDraw.Draw(outline).rounded_rectangle((0, 0, card.width - 1, card.height - 1), 38, 255)
    cut = card.copy()
    cut.putalpha(outline)
    return cut
