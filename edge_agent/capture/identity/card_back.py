"""The back of a Chinese resident ID card: who issued it, and from when until when it is valid."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from edge_agent.capture.identity import dates
from edge_agent.capture.identity.draft import Draft, disagreements, field_of, missing, unsure_of
from edge_agent.capture.identity.labels import first_after
from edge_agent.capture.identity.lines import Line, text_of
from edge_agent.capture.identity.views import View
from edge_agent.capture.reading import Finding

KIND: Final = "id-card-back"
FIELDS: Final = ("authority", "valid-from", "valid-until")
FOR_LIFE: Final = "长期"

_VALIDITY: Final = re.compile(r"([0-9.]{6,})[-—–一~]+(.+)")
# 居民身份证法 (2003), article 5: by the holder's age at issue.
_YEARS: Final = (5, 10, 20)


def read_back(rows: Sequence[Line], view: View, today: date) -> Draft | None:
    """Return what the rows, in px of the view, say as a card's back, or None when they are none."""
    authority, validity = first_after(rows, "签发机关"), first_after(rows, "有效期限")
    titles = sum(first_after(rows, title) is not None for title in ("中华人民共和国", "居民身份证"))
    if (authority is not None) + (validity is not None) + titles < 3:
        return None
    found = {} if authority is None else {"authority": authority[1]}
    if validity is not None and (parts := _VALIDITY.fullmatch(text_of(validity[1]))) is not None:
        found["valid-from"] = validity[1][: parts.end(1)]
        found["valid-until"] = validity[1][parts.start(2) :]
    fields = tuple(
        field_of(name, found[name], view, _against(name, found)) for name in FIELDS if found.get(name)
    )
    absent = (missing(name) for name in FIELDS if not found.get(name))
    return Draft(
        KIND,
        fields,
        tuple(map(text_of, rows)),
        doubts=(*absent, *unsure_of(fields), *disagreements(fields), *_validity_today(found, today)),
    )


def _against(name: str, found: dict[str, Line]) -> tuple[str, ...]:
    value = text_of(found[name])
    match name:
        case "authority" if "公安" not in value:
            return ("Cards are issued by an office of public security (公安).",)
        case "valid-from" if dates.with_points(value) is None:
            return ("This is no date of the calendar.",)
        case "valid-until" if value != FOR_LIFE:
            start, end = dates.with_points(text_of(found["valid-from"])), dates.with_points(value)
            if end is None:
                return (f"This is neither a date of the calendar nor {FOR_LIFE}.",)
            if start is not None and not _is_a_term(start, end):
                return (f"A card is valid for 5, 10 or 20 years from {start}, or {FOR_LIFE}.",)
    return ()


def _is_a_term(start: date, end: date) -> bool:
    """A card issued on 29 February ends a day before or after in a year that has none."""
    same_day = (start.month, start.day) == (end.month, end.day)
    leap = (start.month, start.day) == (2, 29) and (end.month, end.day) in {(2, 28), (3, 1)}
    return end.year - start.year in _YEARS and (same_day or leap)


def _validity_today(found: dict[str, Line], today: date) -> tuple[Finding, ...]:
    if "valid-from" not in found:
        return ()
    start = dates.with_points(text_of(found["valid-from"]))
    end = dates.with_points(text_of(found["valid-until"]))
    if end is not None and end < today:
        return (Finding("expired", f"The card was valid until {end}.", {"valid-until": end.isoformat()}),)
    if start is not None and start > today:
        says = f"The card is valid only from {start}."
        return (Finding("not-yet-valid", says, {"valid-from": start.isoformat()}),)
    return ()
