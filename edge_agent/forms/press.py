"""The press: a template and the words for it in, a PDF out (typst).

Owns the typeface and what is done about letters that it lacks. The PDF is PDF/A-2b, the letters that it
uses embedded; the same words give the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

import typst

from edge_agent.forms.errors import FormError, TypefaceMissingError
from edge_agent.forms.letters import letters_lacking, marks, printable, without

TYPEFACE: Final = "Noto Sans CJK SC"
FONT_FOLDERS: Final = ("/usr/share/fonts", "/usr/local/share/fonts")

_MOST_LACKING: Final = 60


def press(
    template: Path, words: Mapping[str, object], fixed: Mapping[str, object]
) -> tuple[bytes, tuple[str, ...]]:
    """Return the PDF and the letters that the typeface lacks.

    `words` are people's and may hold any letter; `fixed` is ours. The template reads both as one JSON
    object, `sys.inputs.given`.

    Raises:
        TypefaceMissingError: Noto Sans CJK is not installed.
        FormError: it cannot be set; the sentence says why.
    """
    said = printable(words)
    lacking = marks(said)  # a mark without a letter to stand on: typst sets it over its neighbour
    said = without(said, lacking)
    while True:
        try:
            return _compiled(template, {**said, **fixed}), tuple(lacking)
        except typst.TypstError as error:
            letters = letters_lacking(str(error))
            if not letters or len(lacking) >= _MOST_LACKING:
                raise FormError(f"The paper cannot be set: {error}.") from error
            lacking += letters
            said = without(said, letters)


def _compiled(template: Path, given: Mapping[str, object]) -> bytes:
    pdf = typst.compile(
        template,
        font_paths=_fonts(),
        format="pdf",
        sys_inputs={"given": json.dumps(given, ensure_ascii=False)},
        pdf_standards=["a-2b"],  # refuses letters that no font has, instead of printing an empty box
        timestamp=0,  # PDF/A wants a date; when it was printed is for the journal to say
    )
    assert isinstance(pdf, bytes)
    return pdf


@cache
def _fonts() -> typst.Fonts:
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=list(FONT_FOLDERS)
    )
    if TYPEFACE not in fonts.families():
        raise TypefaceMissingError(f"The typeface {TYPEFACE} is not installed: apt install fonts-noto-cjk.")
    return fonts
