"""The typefaces of simulated paper: Noto Sans CJK, Simplified Chinese, and OCR-B for what machines read.

Finds the font files, measures and wraps. It draws nothing.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import ImageFont

from edge_agent.devices.errors import FontMissingError

FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
_FAMILY = "Noto Sans CJK SC"
_EVEN_FAMILY = "Noto Sans Mono CJK SC"


@dataclass(frozen=True, slots=True)
class Typefaces:
    """Noto Sans CJK SC in two weights, and OCR-B where it is installed; sizes are in px."""

    regular_path: Path
    bold_path: Path
    ocr_b_path: Path | None = None

    def regular(self, size_px: int) -> ImageFont.FreeTypeFont:
        """Return the regular weight."""
        return _of_family(self.regular_path, size_px, _FAMILY)

    def bold(self, size_px: int) -> ImageFont.FreeTypeFont:
        """Return the bold weight."""
        return _of_family(self.bold_path, size_px, _FAMILY)

    def machine_readable(self, size_px: int) -> ImageFont.FreeTypeFont:
        """Return OCR-B (Debian: fonts-ocr-b), else Noto's letters of even width."""
        if self.ocr_b_path is not None:
            return ImageFont.truetype(str(self.ocr_b_path), size_px)
        return _of_family(self.regular_path, size_px, _EVEN_FAMILY)


def find_typefaces(folders: Iterable[Path] = FONT_FOLDERS) -> Typefaces:
    """Look the font up in the folders, as a rule those where Linux distributions install fonts.

    Raises:
        FontMissingError: it is not installed; the sentence says what to install.
    """
    return Typefaces(
        _needed("NotoSansCJK-Regular.ttc", folders),
        _needed("NotoSansCJK-Bold.ttc", folders),
        _find("OCRB.otf", folders),
    )


def printable(text: str) -> str:
    """Return the text on one line, with a space for whatever has no shape on paper."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def wrapped(text: str, font: ImageFont.FreeTypeFont, width_px: int, most_lines: int) -> tuple[str, ...]:
    """Return the text in lines of at most `width_px`; what does not fit into `most_lines` ends in `…`."""
    lines = list(_lines(printable(text), font, width_px))
    if len(lines) > most_lines:
        return (*lines[: most_lines - 1], lines[most_lines - 1][:-1] + "…")
    return tuple(lines)


def _lines(text: str, font: ImageFont.FreeTypeFont, width_px: int) -> Iterator[str]:
    line = ""
    for letter in text:
        if line and font.getlength(line + letter) > width_px:
            yield line.rstrip()
            line = ""
        line += letter
    yield line.rstrip()


def _find(file_name: str, folders: Iterable[Path]) -> Path | None:
    for folder in folders:
        for path, _, names in os.walk(folder):
            if file_name in names:
                return Path(path, file_name)
    return None


def _needed(file_name: str, folders: Iterable[Path]) -> Path:
    path = _find(file_name, folders)
    if path is None:
        raise FontMissingError(f"The font {file_name} is not installed: apt install fonts-noto-cjk.")
    return path


def _of_family(path: Path, size_px: int, family: str) -> ImageFont.FreeTypeFont:
    # The collection holds a font for each of Japan, Korea, China, Taiwan, Hong Kong, in no promised order.
    for index in range(10):
        font = ImageFont.truetype(str(path), size_px, index=index)
        if font.getname()[0] == family:
            return font
    raise FontMissingError(f"{path.name} holds no {family}: apt install fonts-noto-cjk.")
