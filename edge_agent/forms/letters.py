"""Letters that cannot be printed: which those are, and what stands in their places.

Owns what becomes of a text before it is set. Works on JSON-like values, so that no field is forgotten.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final

GETA: Final = "〓"
"""Stands for a letter that the typeface lacks, as is usual in Chinese and Japanese print (U+3013)."""

_LACKING: Final = re.compile(r'the text `"(.+?)"` could not be displayed')


def marks(words: Mapping[str, object]) -> list[str]:
    """Return the combining marks (Unicode's categories M) that no composed letter took in."""
    text = json.dumps(words, ensure_ascii=False)
    return sorted({letter for letter in text if unicodedata.category(letter).startswith("M")})


def letters_lacking(error: str) -> list[str]:
    """Return the letters that typst's PDF/A export says no font has."""
    return list(dict.fromkeys("".join(_LACKING.findall(error))))


def without(words: Mapping[str, object], letters: Sequence[str]) -> dict[str, object]:
    """Return the same with 〓 in the place of each of these letters."""
    replaced = json.dumps(words, ensure_ascii=False)
    for letter in letters:
        replaced = replaced.replace(letter, GETA)
    result = json.loads(replaced)
    assert isinstance(result, dict)
    return result


def printable(value: object) -> dict[str, object]:
    """Return the JSON-like value with a space for every letter without a shape on paper."""

    def cleaned(part: object) -> object:
        match part:
            case str():
                composed = unicodedata.normalize("NFC", part)
                return "".join(letter if letter.isprintable() else " " for letter in composed).strip()
            case Mapping():
                return {key: cleaned(inner) for key, inner in part.items()}
            case list() | tuple():
                return [cleaned(inner) for inner in part]
            case _:
                return part

    result = cleaned(value)
    assert isinstance(result, dict)
    return result
