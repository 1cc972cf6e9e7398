"""Pictures without a document: what a camera sees when nobody holds one up, and papers that are none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import cv2
import numpy as np
import segno
from PIL import Image as Pillow
from PIL import ImageDraw

from edge_agent.capture.image import Image, decode
from edge_agent.devices.simulated.application_form import printed_pages
from edge_agent.devices.simulated.card_stock import CARD_HEIGHT_PX, CARD_WIDTH_PX, ground, rounded
from edge_agent.devices.simulated.photograph import HARD, photograph
from edge_agent.devices.simulated.typefaces import find_typefaces
from edge_agent.forms.content import FormContent, Row, Words

_SIZE: Final = (480, 360)
_APPLICATION: Final = {
    "姓名": "王小明",
    "性别": "男",
    "身份证号码": "11010519491231002X",
    "住址": "北京市朝阳区示例路1号",
}


def picture_without_document(seed: int) -> Image:
    """One of six kinds, in turn, now and then one with text, which takes longer; (H, W, 3) uint8 BGR."""
    chance = np.random.default_rng(seed)
    if seed % 40 == 7:
        return _form(chance)
    return _bank_card(chance) if seed % 20 == 3 else _KINDS[seed % len(_KINDS)](chance)


def _noise(chance: np.random.Generator) -> Image:
    return np.asarray(chance.integers(0, 256, (_SIZE[1], _SIZE[0], 3)), np.uint8)


def _texture(chance: np.random.Generator) -> Image:
    coarse = chance.integers(0, 256, (int(chance.integers(3, 60)), int(chance.integers(3, 60)), 3))
    return np.asarray(cv2.resize(coarse.astype(np.uint8), _SIZE, interpolation=cv2.INTER_CUBIC), np.uint8)


def _stripes(chance: np.random.Generator) -> Image:
    across = np.arange(_SIZE[0]) * chance.uniform(0.02, 0.6)
    down = np.arange(_SIZE[1])[:, None] * chance.uniform(0.02, 0.6)
    grey = 128 + 120 * np.sin(across + down)
    return np.repeat(grey.astype(np.uint8)[..., None], 3, axis=2)


def _desk(chance: np.random.Generator) -> Image:
    return decode(photograph(Pillow.new("RGBA", (40, 30)), chance, *_SIZE, HARD).jpeg)


def _empty_card(chance: np.random.Generator) -> Image:
    card = rounded(ground(chance, (CARD_WIDTH_PX, CARD_HEIGHT_PX)))
    return decode(photograph(card, chance, *_SIZE, HARD).jpeg)


def _bank_card(chance: np.random.Generator) -> Image:
    card = ground(chance, (CARD_WIDTH_PX, CARD_HEIGHT_PX))
    draw, typefaces = ImageDraw.Draw(card), find_typefaces()
    number = " ".join(f"{part:04d}" for part in chance.integers(0, 10_000, 4))
    draw.text((80, 330), number, (40, 40, 40), typefaces.machine_readable(52))
    draw.text((80, 90), "示例银行 EXAMPLE BANK", (20, 60, 120), typefaces.bold(44))
    draw.text((80, 480), "有效期限 VALID THRU 12/30", (40, 40, 40), typefaces.regular(34))
    return decode(photograph(rounded(card), chance, *_SIZE, HARD).jpeg)


def _code(chance: np.random.Generator) -> Image:
    code = segno.make(f"tongban:{chance.integers(10**9)}", error="m")
    modules = np.array([list(row) for row in code.matrix], np.uint8)
    white = np.pad(1 - modules, 4, constant_values=1) * 255
    grey = cv2.resize(white, (360, 360), interpolation=cv2.INTER_NEAREST)
    return np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR), np.uint8)


def _form(chance: np.random.Generator) -> Image:
    rows = tuple(Row(Words(name, name), value) for name, value in _APPLICATION.items())
    titles = Words("业务申请表", "Application form"), Words("开户", "Open an account")
    form = FormContent(f"east-{chance.integers(1000)}", "application-form", *titles, rows)
    sheet = Pillow.fromarray(printed_pages(form)[0])
    return decode(photograph(sheet, chance, 720, 960).jpeg)


_KINDS: Final[tuple[Callable[[np.random.Generator], Image], ...]] = (
    _noise,
    _texture,
    _stripes,
    _desk,
    _empty_card,
    _code,
)
