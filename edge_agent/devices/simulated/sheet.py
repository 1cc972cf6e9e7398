"""A blank sheet of A4 at 150 dpi with inks, margins and a code's place."""

import io

import segno
from PIL import Image

from edge_agent.devices.simulated.typefaces import printable

Ink = tuple[int, int, int]

PAGE_WIDTH_PX, PAGE_HEIGHT_PX = 1240, 1754

INK: Ink = (28, 28, 30)
FAINT: Ink = (112, 116, 124)
SHADE: Ink = (238, 242, 248)
HEADING: Ink = (22, 72, 140)
_PAPER: Ink = (252, 252, 249)

LEFT_PX = 150
RIGHT_PX = PAGE_WIDTH_PX - 150
CODE_TOP_PX = 1370
_CODE_PX = 240


def blank_sheet() -> Image.Image:
    """Return an empty page, (1240, 1754) px RGB."""
    return Image.new("RGB", (PAGE_WIDTH_PX, PAGE_HEIGHT_PX), _PAPER)


def print_code(sheet: Image.Image, text: str) -> None:
    """Print a QR code at the lower right, its modules whole pixels and at most 40 mm together."""
    code = segno.make_qr(text, error="m")
    modules = code.symbol_size(border=4)[0]
    drawn = io.BytesIO()
    code.save(drawn, kind="png", scale=max(2, _CODE_PX // modules), border=4, light=_PAPER)
    picture = Image.open(drawn).convert("RGB")
    sheet.paste(picture, (RIGHT_PX - picture.width, CODE_TOP_PX))


def title_of(identifier: str) -> str:
    """Return an identifier as a heading: `application-form` is `Application form`."""
    return printable(identifier.replace("-", " ").replace("_", " ")).capitalize()
