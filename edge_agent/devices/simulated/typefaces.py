"""The typeface that simulated paper is written in: Noto Sans CJK, Simplified Chinese.

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


@dataclass(frozen=True, slots=True)
class Typefaces:
    """Noto Sans CJK SC in two weights; sizes are in px."""

    regular_path: Path
    bold_path: Path

    def regular(self, size_px: int) -> ImageFont.FreeTypeFont:
        """Return the regular weight."""
        return _of_family(self.regular_path, size_px)

    def bold(self, size_px: int) -> ImageFont.FreeTypeFont:
        """Return the bold weight."""
        return _of_family(self.bold_path, size_px)


def find_typefaces(folders: Iterable[Path] = FONT_FOLDERS) -> Typefaces:
    """Look the font up in the folders, as a rule those where Linux distributions install fonts.

    Raises:
        FontMissingError: it is not installed; the sentence says what to install.
    """
    return Typefaces(_find("NotoSansCJK-Regular.ttc", folders), _find("NotoSansCJK-Bold.ttc", folders))


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


def _find(file_name: str, folders: Iterable[Path]) -> Path:
    for folder in folders:
        for path, _, names in os.walk(folder):
            if file_name in names:
                return Path(path, file_name)
    raise FontMissingError(f"The font {file_name} is not installed: apt install fonts-noto-cjk.")


def _of_family(path: Path, size_px: int) -> ImageFont.FreeTypeFont:
    # The collection holds a font for each of Japan, Korea, China, Taiwan, Hong Kong, in no promised order.
    for index in range(10):
        font = ImageFont.truetype(str(path), size_px, index=index)
        if font.getname()[0] == _FAMILY:
            return font
    raise FontMissingError(f"{path.name} holds no {_FAMILY}: apt install fonts-noto-cjk.")
