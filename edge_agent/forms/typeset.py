"""Setting a form: content in, PDF out.

Owns the marriage of template (`form.typ`), geometry (`capture.form`) and typeface. The PDF is PDF/A-2b, the
letters that it uses embedded; the same content gives the same bytes.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import segno
import typst

from edge_agent.capture.form import (
    CODE_BOX,
    MARKER_IDS,
    PAGE_HEIGHT_MM,
    PAGE_WIDTH_MM,
    SIGNATURE_BOX,
    SIGNATURE_LINE_MM,
    FormCode,
    marker_boxes,
)
from edge_agent.capture.pdf import pdf_page_count
from edge_agent.forms.content import FormContent
from edge_agent.forms.errors import FormError, TypefaceMissingError

TYPEFACE: Final = "Noto Sans CJK SC"
FONT_FOLDERS: Final = ("/usr/share/fonts", "/usr/local/share/fonts")
GETA: Final = "〓"
"""Stands for a letter that the typeface lacks, as is usual in Chinese and Japanese print (U+3013)."""

_TEMPLATE: Final = Path(__file__).with_name("form.typ")
_MARKER_MODULES: Final = 6
_MOST_LACKING: Final = 60
_LACKING: Final = re.compile(r'the text `"(.+?)"` could not be displayed')

Runs = list[list[tuple[int, int]]]
"""For each row of a code or marker: (start, length) of its dark modules."""


@dataclass(frozen=True, slots=True)
class FormPdf:
    """The file, its number of pages, and the letters that the typeface lacks: 〓 stands in their places."""

    pdf: bytes
    pages: int
    lacking: tuple[str, ...] = ()


def form_pdf(content: FormContent) -> FormPdf:
    """Set the form; about 10 ms, and 0.2 s the first time, which looks the fonts up.

    Raises:
        TypefaceMissingError: Noto Sans CJK is not installed.
        FormError: the form cannot be set; the sentence says why.
    """
    identity, form = content.identity(), _printable(asdict(content))
    lacking = _marks(form)  # a mark without a letter to stand on: typst sets it over its neighbour
    form = _without(form, lacking)
    pages = 1
    while True:
        codes = [FormCode(identity, page + 1, pages) for page in range(pages)]
        try:
            pdf = _typeset(form | {"codes": [_code_runs(str(code)) for code in codes]})
        except typst.TypstError as error:
            letters = _letters_lacking(str(error))
            if not letters or len(lacking) >= _MOST_LACKING:
                raise FormError(f"The form cannot be set: {error}.") from error
            lacking += letters
            form = _without(form, letters)
            continue
        # How many pages there are, which every code says, is known only once the form was set.
        if (needed := pdf_page_count(pdf)) == pages:
            return FormPdf(pdf, pages, tuple(lacking))
        pages = needed


def _typeset(form: dict[str, object]) -> bytes:
    boxes = zip(marker_boxes(), MARKER_IDS, strict=True)
    given = form | {
        "page_mm": [PAGE_WIDTH_MM, PAGE_HEIGHT_MM],
        "markers": [(asdict(box), _marker_runs(marker)) for box, marker in boxes],
        "code_box": asdict(CODE_BOX),
        "signature_box": asdict(SIGNATURE_BOX),
        "signature_line_mm": SIGNATURE_LINE_MM,
    }
    pdf = typst.compile(
        _TEMPLATE,
        font_paths=_fonts(),
        format="pdf",
        sys_inputs={"form": json.dumps(given, ensure_ascii=False)},
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


@cache
def _marker_runs(marker: int) -> Runs:
    dictionary = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50)
    drawn = cv2.aruco.generateImageMarker(dictionary, marker, _MARKER_MODULES)
    return [_runs(row) for row in np.asarray(drawn) == 0]


def _code_runs(text: str) -> Runs:
    modules = segno.make_qr(text, error="m").matrix_iter(border=4)
    return [_runs(bool(module) for module in row) for row in modules]


def _runs(row: Iterable[bool]) -> list[tuple[int, int]]:
    runs, at = [], 0
    for is_dark, modules in groupby(row):
        length = len(list(modules))
        if is_dark:
            runs.append((at, length))
        at += length
    return runs


def _marks(form: dict[str, object]) -> list[str]:
    """Return the combining marks (Unicode's categories M) that no composed letter took in."""
    text = json.dumps(form, ensure_ascii=False)
    return sorted({letter for letter in text if unicodedata.category(letter).startswith("M")})


def _letters_lacking(error: str) -> list[str]:
    """Return the letters that typst's PDF/A export says no font has."""
    return list(dict.fromkeys("".join(_LACKING.findall(error))))


def _without(form: dict[str, object], letters: Sequence[str]) -> dict[str, object]:
    replaced = json.dumps(form, ensure_ascii=False)
    for letter in letters:
        replaced = replaced.replace(letter, GETA)
    result = json.loads(replaced)
    assert isinstance(result, dict)
    return result


def _printable(value: object) -> dict[str, object]:
    """Return the JSON-like value with a space for every letter without a shape on paper."""

    def cleaned(part: object) -> object:
        match part:
            case str():
                composed = unicodedata.normalize("NFC", part)
                return "".join(letter if letter.isprintable() else " " for letter in composed).strip()
            case dict():
                return {key: cleaned(inner) for key, inner in part.items()}
            case list() | tuple():
                return [cleaned(inner) for inner in part]
            case _:
                return part

    result = cleaned(value)
    assert isinstance(result, dict)
    return result
