"""Passport pages, travel cards and visas with a machine-readable zone, for a made-up traveller.

A drawn silhouette instead of a portrait, and SPECIMEN across the page: for tests, fooling nobody.
"""

import numpy as np
from PIL import Image, ImageDraw

from edge_agent.capture.identity.mrz_layouts import Layout
from edge_agent.devices.simulated.card_stock import (
    CARD_HEIGHT_PX,
    CARD_WIDTH_PX,
    ground,
    rounded,
    silhouette,
)
from edge_agent.devices.simulated.traveller import Traveller, zone_of
from edge_agent.devices.simulated.typefaces import Typefaces

# ICAO Doc 9303 parts 4 to 7: 125 × 88 mm, 105 × 74 mm, ID-1, 120 × 80 mm, 105 × 74 mm; at 300 dpi.
_SIZES_PX = {
    "TD3": (1476, 1039),
    "TD2": (1240, 874),
    "TD1": (CARD_WIDTH_PX, CARD_HEIGHT_PX),
    "MRV-A": (1417, 945),
    "MRV-B": (1240, 874),
}
_TITLES = {
    "TD3": "PASSPORT 护照",
    "TD2": "IDENTITY CARD",
    "TD1": "IDENTITY CARD",
    "MRV-A": "VISA 签证",
    "MRV-B": "VISA 签证",
}
_INK, _LABEL, _STAMP = (28, 28, 34), (84, 104, 140), (176, 120, 130)
# OCR-B size 1 (ISO 1073-2): ten letters an inch, lines a sixth of an inch apart.
_PITCH_PX, _LINE_PX = 30, 50
_LETTER_PX = 44
_ZONE_BELOW_PX = 62
# 35 × 45 mm
_PORTRAIT_PX = 531


def travel_document(
    traveller: Traveller, layout: Layout, chance: np.random.Generator, typefaces: Typefaces
) -> Image.Image:
    """Return the page or card that bears the zone, RGBA at 300 dpi."""
    size = _SIZES_PX[layout.name]
    page = ground(chance, size)
    draw = ImageDraw.Draw(page)
    _print_zone(draw, zone_of(traveller, layout), size, typefaces)
    _print_particulars(page, draw, traveller, layout, typefaces)
    draw.text((size[0] - 40, 40), "样本 SPECIMEN", _STAMP, typefaces.bold(20), anchor="rm")
    return rounded(page)


def _print_zone(
    draw: ImageDraw.ImageDraw, lines: tuple[str, ...], size_px: tuple[int, int], typefaces: Typefaces
) -> None:
    font = typefaces.machine_readable(_LETTER_PX)
    left = (size_px[0] - _PITCH_PX * len(lines[0])) / 2
    for number, line in enumerate(lines):
        y = size_px[1] - _ZONE_BELOW_PX - _LINE_PX * (len(lines) - 1 - number)
        for place, letter in enumerate(line):
            draw.text((left + _PITCH_PX * (place + 0.5), y), letter, _INK, font, anchor="ms")


def _print_particulars(
    page: Image.Image,
    draw: ImageDraw.ImageDraw,
    traveller: Traveller,
    layout: Layout,
    typefaces: Typefaces,
) -> None:
    """Print portrait and particulars, in the room above the zone."""
    room = page.height - _ZONE_BELOW_PX - _LINE_PX * layout.lines - 20
    label, value = typefaces.regular(18), typefaces.regular(28)
    draw.text((50, 56), _TITLES[layout.name], _LABEL, typefaces.bold(34), anchor="ls")
    portrait_height = min(_PORTRAIT_PX, room - 110)
    portrait = silhouette((portrait_height * 300 // 384, portrait_height), long_hair=traveller.sex == "F")
    page.paste(portrait, (50, 84), portrait)
    left = 90 + portrait.width
    particulars = (
        ("Surname", traveller.surname),
        ("Given names", traveller.given_names),
        ("Nationality", traveller.state),
        ("Date of birth", f"{traveller.birth:%d.%m.%Y}"),
        ("Document no.", traveller.document_number),
        ("Date of expiry", f"{traveller.expiry:%d.%m.%Y}"),
    )
    step = (room - 70) / len(particulars)
    for number, (name, text) in enumerate(particulars):
        y = 100 + step * number
        draw.text((left, y), name, _LABEL, label, anchor="ls")
        draw.text((left, y + 30), text, _INK, value, anchor="ls")
