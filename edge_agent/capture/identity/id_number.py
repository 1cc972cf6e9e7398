"""The number of a Chinese resident ID card (GB 11643-1999), as its rules see it; python-stdnum knows them.

It is taken as it stands: a small x or a letter O is not a number.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from stdnum import numdb
from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from edge_agent.capture.reading import Finding

Sex = Literal["男", "女"]

_SHAPE: Final = re.compile(r"[0-9]{17}[0-9X]", re.ASCII)
_YEARS: Final = re.compile(r"\[[0-9]*-[0-9]*\]", re.ASCII)


@dataclass(frozen=True, slots=True)
class NumberFacts:
    """What a number says of its holder, None when it cannot be told; `finding` whether it is right."""

    birth: date | None
    sex: Sex | None
    finding: Finding
    is_right: bool


def facts_of(number: str) -> NumberFacts:
    """Judge the number; any text gets an answer."""
    if _SHAPE.fullmatch(number) is None:
        says = "The ID number is not 17 digits and a digit or X, as it was read: look yourself."
        return _wrong("id-number-malformed", says, {"read": number[:100]})
    if ric.calc_check_digit(number) != number[-1]:
        says = "The ID number's last letter does not fit the others: it was misread, or it is false."
        return _wrong("id-number-checksum-wrong", says, {"read": number})
    try:
        birth = ric.get_birth_date(number)
    except ValidationError:
        says = "The ID number holds a date of birth that is not in the calendar."
        return _wrong("id-number-birth-impossible", says, {"read": number, "birth": number[6:14]})
    sex: Sex = "男" if int(number[16]) % 2 else "女"
    detail = {"birth": birth.isoformat(), "sex": sex}
    district = _district(number)
    if district is None:
        says = f"The ID number begins with {number[:6]}, which is no district known here: look yourself."
        return NumberFacts(birth, sex, Finding("id-number-place-unknown", says, detail), is_right=False)
    says = "The ID number is right in itself."
    found = Finding("id-number-valid", says, {**detail, "district": district})
    return NumberFacts(birth, sex, found, is_right=True)


def _district(number: str) -> str | None:
    """Province and county, or None when there never was such a county.

    The table knows from when until when a code was used, but a number is given at registration, years after
    birth or before: the time is not held against it (`stdnum.cn.ric.get_birth_place` would).
    """
    names = {key: name for _, known in numdb.get("cn/loc").info(number[:6]) for key, name in known.items()}
    if not {"province", "county"} <= names.keys():
        return None
    return names["province"] + _YEARS.sub("", names["county"])


def _wrong(kind: str, says: str, detail: dict[str, str]) -> NumberFacts:
    return NumberFacts(None, None, Finding(kind, says, detail), is_right=False)
