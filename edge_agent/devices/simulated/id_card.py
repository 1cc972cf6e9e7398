"""A Chinese resident ID card, front and back, for a made-up person.

A drawing or a silhouette instead of a portrait, and 样本 SPECIMEN in the corner: for tests, fooling nobody.
"""

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from edge_agent.devices.simulated.card_stock import (
    CARD_HEIGHT_PX,
    CARD_WIDTH_PX,
    ground,
    rounded,
    silhouette,
)
from edge_agent.devices.simulated.person import Issue, Person
from edge_agent.devices.simulated.portrait import SIDE_PX, Look, portrait
from edge_agent.devices.simulated.typefaces import Typefaces, wrapped

_LABEL = (62, 118, 176)
_INK = (24, 24, 26)
_STAMP = (176, 120, 130)
_EMBLEM = (196, 64, 56)
_LEFT_PX, _VALUE_LEFT_PX = 62, 152
_ADDRESS_WIDTH_PX = 455
_PORTRAIT_PLACE, _PORTRAIT_SIZE_PX = (652, 86), (300, 384)


def id_card_front(
    person: Person, chance: np.random.Generator, typefaces: Typefaces, look: Look | None = None
) -> Image.Image:
    """Return the card's front, (1011, 638) px RGBA; without a look the portrait has no face."""
    card = ground(chance, (CARD_WIDTH_PX, CARD_HEIGHT_PX))
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
    _print_apart(draw, person.number, (330, 566), 31, typefaces.bold(42))
    shown = silhouette(_PORTRAIT_SIZE_PX, long_hair=person.sex == "女") if look is None else _face(look)
    card.paste(shown, _PORTRAIT_PLACE, shown)
    _stamp(draw, typefaces)
    return rounded(card)


def id_card_back(issue: Issue, chance: np.random.Generator, typefaces: Typefaces) -> Image.Image:
    """Return the card's back, (1011, 638) px RGBA: a drawn seal in place of the emblem."""
    card = ground(chance, (CARD_WIDTH_PX, CARD_HEIGHT_PX))
    draw = ImageDraw.Draw(card)
    draw.ellipse((62, 60, 222, 220), None, _EMBLEM, 9)
    draw.regular_polygon((142, 140, 52), 5, 0, _EMBLEM)
    _print_apart(draw, "中华人民共和国", (302, 158), 88, typefaces.bold(62))
    _print_apart(draw, "居民身份证", (322, 282), 132, typefaces.bold(92))
    label, value = typefaces.bold(33), typefaces.regular(35)
    for y, name, text in ((492, "签发机关", issue.authority), (566, "有效期限", issue.validity())):
        draw.text((206, y), name, _INK, label, anchor="ls")
        draw.text((398, y), text, _INK, value, anchor="ls")
    _stamp(draw, typefaces)
    return rounded(card)


def _face(look: Look) -> Image.Image:
    width, height = _PORTRAIT_SIZE_PX
    margin = (SIDE_PX - SIDE_PX * width // height) // 2
    return portrait(look).crop((margin, 0, SIDE_PX - margin, SIDE_PX)).resize(_PORTRAIT_SIZE_PX)


def _stamp(draw: ImageDraw.ImageDraw, typefaces: Typefaces) -> None:
    draw.text((CARD_WIDTH_PX - 36, 44), "样本 SPECIMEN", _STAMP, typefaces.bold(20), anchor="rm")


def _print_apart(
    draw: ImageDraw.ImageDraw, text: str, at: tuple[int, int], pitch_px: int, font: ImageFont.FreeTypeFont
) -> None:
    left, y = at
    for letter in text:
        draw.text((left, y), letter, _INK, font, anchor="ls")
        left += pitch_px
