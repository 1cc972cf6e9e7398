"""Setting a form: content in, PDF out.

Owns the marriage of template (`form.typ`), geometry (`capture.form`) and codes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import segno

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
from edge_agent.forms.document import TypesetPdf
from edge_agent.forms.press import press

_TEMPLATE: Final = Path(__file__).with_name("form.typ")
_MARKER_MODULES: Final = 6

Runs = list[list[tuple[int, int]]]
"""For each row of a code or marker: (start, length) of its dark modules."""


def form_pdf(content: FormContent) -> TypesetPdf:
    """Set the form; about 10 ms, and 0.2 s the first time, which looks the fonts up.

    Raises:
        TypefaceMissingError: Noto Sans CJK is not installed.
        FormError: the form cannot be set; the sentence says why.
    """
    identity, words = content.identity(), asdict(content)
    pages = 1
    while True:
        codes = [FormCode(identity, page + 1, pages) for page in range(pages)]
        fixed = _geometry() | {"codes": [_code_runs(str(code)) for code in codes]}
        pdf, lacking = press(_TEMPLATE, words, fixed)
        # How many pages there are, which every code says, is known only once the form was set.
        if (needed := pdf_page_count(pdf)) == pages:
            return TypesetPdf(pdf, pages, lacking)
        pages = needed


def _geometry() -> dict[str, object]:
    boxes = zip(marker_boxes(), MARKER_IDS, strict=True)
    return {
        "page_mm": [PAGE_WIDTH_MM, PAGE_HEIGHT_MM],
        "markers": [(asdict(box), _marker_runs(marker)) for box, marker in boxes],
        "code_box": asdict(CODE_BOX),
        "signature_box": asdict(SIGNATURE_BOX),
        "signature_line_mm": SIGNATURE_LINE_MM,
    }


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
