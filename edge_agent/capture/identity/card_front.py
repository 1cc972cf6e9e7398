"""The front of a Chinese resident ID card: from rows of letters to its six fields, held against each other.

The number is checked, and birth and sex that follow from it are compared with what is printed. A value is
what was read; what speaks against it stands beside it.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from edge_agent.capture.identity import dates
from edge_agent.capture.identity.draft import Draft, disagreements, field_of, missing, unsure_of
from edge_agent.capture.identity.ethnic_groups import ETHNIC_GROUPS
from edge_agent.capture.identity.id_number import NumberFacts, facts_of
from edge_agent.capture.identity.labels import after_label, first_after
from edge_agent.capture.identity.lines import Line, text_of
from edge_agent.capture.identity.views import View
from edge_agent.capture.reading import Finding

KIND: Final = "id-card-front"
FIELDS: Final = ("name", "sex", "ethnic-group", "birth", "address", "number")

_NUMBER_LABEL: Final = "公民身份号码"
_LABELS: Final = ("姓名", "性别", "民族", "出生", "住址")
_NUMBER: Final = re.compile(r"[0-9A-Za-z]{15,}$")
_BIRTH: Final = re.compile(r"[0-9]{3,4}年[0-9]{1,2}月[0-9]{1,2}日?")
_NAME: Final = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff·]{2,}")
_SEXES: Final = ("男", "女")
# The photograph stands to the right; only the number's row goes under it.
_PORTRAIT: Final = (0.62, 0.10, 0.96, 0.76)
_TEXT_ENDS: Final = 0.63


def read_front(rows: Sequence[Line], view: View) -> Draft | None:
    """Return what the rows, in px of the view, say as a card's front, or None when they are none."""
    number = _number_in(rows)
    upper = _above_number(rows, view)
    if not _is_front(upper, rows, has_number=bool(number)):
        return None
    found = {**_upper_fields(upper), "number": number}
    facts = facts_of(text_of(number)) if number else None
    fields = tuple(
        field_of(name, found[name], view, _against(name, text_of(found[name]), facts))
        for name in FIELDS
        if found.get(name)
    )
    absent = [name for name in FIELDS if not found.get(name)]
    derived: tuple[Finding, ...] = ()
    if "sex" in absent and facts is not None and facts.sex is not None:
        # One letter alone is the easiest to lose, and the number says it too.
        fields = (*fields, replace(field_of("sex", number, view), value=facts.sex))
        absent.remove("sex")
        says = "The printed sex was not made out; it is taken from the number: look yourself."
        derived = (Finding("sex-from-number", says, {"sex": facts.sex}),)
    printed = tuple(field for field in fields if field.name != "number")
    doubts = (*derived, *map(missing, absent), *unsure_of(fields), *disagreements(printed))
    about_number = () if facts is None else (facts.finding,)
    is_right = facts is not None and facts.is_right
    return Draft(
        KIND,
        fields,
        tuple(map(text_of, rows)),
        findings=about_number if is_right else (),
        doubts=doubts if is_right else (*about_number, *doubts),
        portrait=_PORTRAIT,
    )


def _number_in(rows: Sequence[Line]) -> Line:
    """The first row's end that is long enough for a number, as it stands; nothing if there is none."""
    for row in rows:
        if (found := _NUMBER.search(text_of(row))) is not None:
            return row[found.start() :]
    return ()


def _is_front(upper: Sequence[Line], rows: Sequence[Line], *, has_number: bool) -> bool:
    """A card's own label of the number and two more, or enough of the others without it.

    Forms ask for name, sex and address too; 公民身份号码 stands on the card.
    """
    others = sum(
        first_after(upper, label) is not None for label in ("姓名", "性别", "民族", "出生", "住址")
    )
    labelled = first_after(rows, _NUMBER_LABEL) is not None
    return (labelled and others >= 2) or (has_number and others == len(_LABELS))


def _upper_fields(rows: Sequence[Line]) -> dict[str, Line]:
    found: dict[str, Line] = {}
    if (name := first_after(rows, "姓名")) is not None:
        found["name"] = name[1]
    for row in rows:
        group = after_label(row, "民族")
        before = row if group is None else row[: len(row) - len(group) - 2]
        sex = after_label(before, "性别")
        if sex and "sex" not in found:
            found["sex"] = sex
        if group and "ethnic-group" not in found:
            found["ethnic-group"] = group
        if "birth" not in found and (birth := _BIRTH.search(text_of(row))) is not None:
            found["birth"] = row[birth.start() : birth.end()]
    if (address := first_after(rows, "住址")) is not None:
        place, first = address
        found["address"] = tuple(letter for row in (first, *rows[place + 1 :]) for letter in row)
    return found


def _above_number(rows: Sequence[Line], view: View) -> list[Line]:
    """The rows above the number, without what was made out on the photograph's side."""
    ends = _TEXT_ENDS * view.image.shape[1] if view.is_cut_out else math.inf
    upper = []
    for row in rows:
        if _NUMBER.search(text_of(row)) or after_label(row, _NUMBER_LABEL) is not None:
            break
        beside = tuple(letter for letter in row if letter.middle[0] < ends)
        if beside:
            upper.append(beside)
    return upper


def _against(name: str, value: str, facts: NumberFacts | None) -> tuple[str, ...]:
    """What speaks against a value, in sentences."""
    match name:
        case "name" if _NAME.fullmatch(value) is None:
            return ("A name is written in Chinese characters only.",)
        case "ethnic-group" if value not in ETHNIC_GROUPS:
            return ("No ethnic group is written like that.",)
        case "sex" if value not in _SEXES:
            return ("The sex is 男 or 女.",)
        case "sex" if facts is not None and facts.sex not in {value, None}:
            return (f"The number says {facts.sex}.",)
        case "birth":
            printed = dates.in_words(value)
            if printed is None:
                return ("This is no date of the calendar.",)
            if facts is not None and facts.birth not in {printed, None}:
                return (f"The number says {facts.birth}.",)
        case "number" if facts is not None and facts.birth is None:
            return (facts.finding.says,)
    return ()
