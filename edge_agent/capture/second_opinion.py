"""A second reader of codes, zbar, where its library (Debian: libzbar0) is installed.

Owns when it may be believed. Without the library it has nothing to say, and that is no error.
"""

from functools import cache
from types import ModuleType
from typing import Final

import cv2

from edge_agent.capture.image import Image

Seen = tuple[str, str, tuple[tuple[int, int], ...]]
"""Text, format's name as zxing-cpp has it, and (x, y) corners in px."""

# By itself zbar is believed only where the code's own check is strong; it sees others in bare stripes.
_WELL_CHECKED: Final = {"QRCODE": "QR Code", "CODE128": "Code 128"}
# zxing-cpp's names, beginning with …
_ITS_NAMES: Final = {
    "Code 39": "CODE39",
    "Code 93": "CODE93",
    "Codabar": "CODABAR",
    "ITF": "I25",
    "EAN-13": "EAN13",
    "EAN-8": "EAN8",
    "UPC-A": "UPCA",
    "UPC-E": "UPCE",
    "DataBar Expanded": "DATABAR_EXP",
    "DataBar": "DATABAR",
}


def well_checked(image: Image) -> tuple[Seen, ...]:
    """Return the QR codes and Code 128s that zbar makes out in the (H, W, 3) uint8 BGR image."""
    return tuple(
        (text, _WELL_CHECKED[name], corners) for text, name, corners in _read(image, tuple(_WELL_CHECKED))
    )


def of_format(image: Image, name: str) -> tuple[Seen, ...]:
    """Return the codes of a format, by zxing-cpp's name for it, that zbar makes out."""
    symbol = next((its for ours, its in _ITS_NAMES.items() if name.startswith(ours)), None)
    return () if symbol is None else _read(image, (symbol,))


def is_installed() -> bool:
    """Whether there is a second reader."""
    return _zbar() is not None


@cache
def _zbar() -> ModuleType | None:
    try:
        from pyzbar import pyzbar  # noqa: PLC0415 - only where a second opinion is wanted, and can be had
    except ImportError:
        return None
    assert isinstance(pyzbar, ModuleType)
    return pyzbar


def _read(image: Image, symbols: tuple[str, ...]) -> tuple[Seen, ...]:
    zbar = _zbar()
    if zbar is None:
        return ()
    wanted = [zbar.ZBarSymbol[name] for name in symbols]
    found = zbar.decode(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), symbols=wanted)
    return tuple(
        (
            code.data.decode("utf-8", "replace"),
            code.type,
            tuple((point.x, point.y) for point in code.polygon),
        )
        for code in found
    )
