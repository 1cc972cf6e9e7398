"""Any other paper that a procedure asks for: a titled page with a code and no markers."""

from PIL import Image, ImageDraw

from edge_agent.devices.scanner import ScanRequest
from edge_agent.devices.simulated.sheet import (
    FAINT,
    HEADING,
    INK,
    LEFT_PX,
    RIGHT_PX,
    SHADE,
    blank_sheet,
    print_code,
    title_of,
)
from edge_agent.devices.simulated.typefaces import Typefaces, printable, wrapped


def plain_page(request: ScanRequest, typefaces: Typefaces) -> Image.Image:
    """Return the page, (1240, 1754) px RGB; its code is `tongban:page:{case}:{material}`."""
    sheet = blank_sheet()
    draw = ImageDraw.Draw(sheet)
    font = typefaces.bold(54)
    y = 180
    for line in wrapped(title_of(request.material), font, RIGHT_PX - LEFT_PX, 2):
        draw.text((LEFT_PX, y), line, INK, font)
        y += 76
    draw.line((LEFT_PX, y + 16, RIGHT_PX, y + 16), HEADING, 4)
    about = ("业务材料 Supporting paper", title_of(request.procedure), f"业务编号 Case  {request.case}")
    for line in about:
        y += 56
        draw.text((LEFT_PX, y), printable(line), FAINT, typefaces.regular(28))
    for ruled in range(y + 130, 1320, 58):
        draw.line((LEFT_PX, ruled, RIGHT_PX, ruled), SHADE, 3)
    print_code(sheet, f"tongban:page:{request.case}:{request.material}")
    return sheet
