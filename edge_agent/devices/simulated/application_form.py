"""The application form, printed, filled in and signed.

Its markers and code come from `edge_agent.capture.form`: what is printed here is what capture looks for.
"""

from collections.abc import Mapping

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from edge_agent.capture.form import (
    MARKER_IDS,
    MARKER_MARGIN_PX,
    MARKER_PX,
    PAGE_HEIGHT_PX,
    PAGE_WIDTH_PX,
    form_code,
)
from edge_agent.devices.scanner import ScanRequest
from edge_agent.devices.simulated.handwriting import signature
from edge_agent.devices.simulated.sheet import (
    CODE_TOP_PX,
    FAINT,
    HEADING,
    INK,
    LEFT_PX,
    RIGHT_PX,
    RULE,
    SHADE,
    blank_sheet,
    print_centred,
    print_code,
    title_of,
)
from edge_agent.devices.simulated.typefaces import Typefaces, printable, wrapped

_STATEMENT_ZH = "本人确认以上填写内容真实、完整。"
_STATEMENT_EN = "I confirm that the above is true and complete."

_TABLE_TOP_PX, _TABLE_BOTTOM_PX = 400, 1230
_LABEL_WIDTH_PX = 300
_CELL_PADDING_PX = 20
_LINE_HEIGHT = 1.35
_BOX_WIDTH_PX, _BOX_HEIGHT_PX = 600, 200


def application_form(
    request: ScanRequest, chance: np.random.Generator, typefaces: Typefaces
) -> Image.Image:
    """Return the signed form, (1240, 1754) px RGB, with four markers and a QR code."""
    sheet = blank_sheet()
    _print_markers(sheet)
    print_centred(sheet, "业务申请表", 168, typefaces.bold(60), INK)
    print_centred(sheet, "APPLICATION FORM", 232, typefaces.regular(26), FAINT)
    print_centred(sheet, title_of(request.procedure), 296, typefaces.bold(36), HEADING)
    draw = ImageDraw.Draw(sheet)
    draw.text((LEFT_PX, 350), f"业务编号 Case  {printable(request.case)}", FAINT, typefaces.regular(22))
    below = _print_fields(draw, request.application, typefaces) + 30
    draw.text((LEFT_PX, below), _STATEMENT_ZH, INK, typefaces.regular(26))
    draw.text((LEFT_PX, below + 42), _STATEMENT_EN, FAINT, typefaces.regular(22))
    _sign(sheet, chance, typefaces)
    print_code(sheet, form_code(request.case, request.material, request.application))
    return sheet


def _print_markers(sheet: Image.Image) -> None:
    near = MARKER_MARGIN_PX
    right, bottom = PAGE_WIDTH_PX - near - MARKER_PX, PAGE_HEIGHT_PX - near - MARKER_PX
    dictionary = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50)
    places = ((near, near), (right, near), (right, bottom), (near, bottom))
    for marker, place in zip(MARKER_IDS, places, strict=True):
        drawn = cv2.aruco.generateImageMarker(dictionary, marker, MARKER_PX)
        sheet.paste(Image.fromarray(np.asarray(drawn, np.uint8)), place)


def _print_fields(draw: ImageDraw.ImageDraw, fields: Mapping[str, str], typefaces: Typefaces) -> int:
    """Print the table, its rows lower the more there are; return the y below it."""
    row_px = min(84, (_TABLE_BOTTOM_PX - _TABLE_TOP_PX) // max(1, len(fields)))
    value_font = typefaces.regular(max(8, min(30, row_px // 2)))
    label_font = typefaces.regular(max(8, min(26, row_px // 2)))
    values_left = LEFT_PX + _LABEL_WIDTH_PX
    y = _TABLE_TOP_PX
    for label, value in fields.items():
        draw.rectangle((LEFT_PX, y, values_left, y + row_px), SHADE)
        draw.rectangle((LEFT_PX, y, RIGHT_PX, y + row_px), None, RULE, 2)
        _print_cell(draw, title_of(label) + "：", (LEFT_PX, y, values_left, y + row_px), label_font)
        _print_cell(draw, value, (values_left, y, RIGHT_PX, y + row_px), value_font)
        y += row_px
    return y


def _print_cell(
    draw: ImageDraw.ImageDraw, text: str, cell: tuple[int, int, int, int], font: ImageFont.FreeTypeFont
) -> None:
    left, top, right, bottom = cell
    step = font.size * _LINE_HEIGHT
    most_lines = max(1, int((bottom - top) / step))
    lines = wrapped(text, font, right - left - 2 * _CELL_PADDING_PX, most_lines)
    first = (top + bottom) / 2 - step * (len(lines) - 1) / 2
    for number, line in enumerate(lines):
        draw.text((left + _CELL_PADDING_PX, first + number * step), line, INK, font, anchor="lm")


def _sign(sheet: Image.Image, chance: np.random.Generator, typefaces: Typefaces) -> None:
    draw = ImageDraw.Draw(sheet)
    draw.text((LEFT_PX, CODE_TOP_PX - 4), "申请人签名 Signature", FAINT, typefaces.regular(22))
    top = CODE_TOP_PX + 34
    draw.rectangle((LEFT_PX, top, LEFT_PX + _BOX_WIDTH_PX, top + _BOX_HEIGHT_PX), None, RULE, 2)
    written = signature(chance, _BOX_WIDTH_PX - 140, _BOX_HEIGHT_PX - 24)
    sheet.paste(written, (LEFT_PX + 60, top + 10), written)
