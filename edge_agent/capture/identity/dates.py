"""Dates as documents print them. Any text gets an answer: a date of the calendar, or None."""

import re
from datetime import date
from typing import Final

_IN_WORDS: Final = re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日", re.ASCII)
_WITH_POINTS: Final = re.compile(r"([0-9]{4})\.([0-9]{2})\.([0-9]{2})", re.ASCII)
_IN_ZONE: Final = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{2})", re.ASCII)


def in_words(text: str) -> date | None:
    """`1990年1月2日`, as on a card's front."""
    found = _IN_WORDS.fullmatch(text)
    return found and _date(*map(int, found.groups()))


def with_points(text: str) -> date | None:
    """`2020.01.02`, as on a card's back."""
    found = _WITH_POINTS.fullmatch(text)
    return found and _date(*map(int, found.groups()))


def past_in_zone(text: str, today: date) -> date | None:
    """`900102` of a machine-readable zone, the latest such day that is not after today."""
    found = _IN_ZONE.fullmatch(text)
    if found is None:
        return None
    year, month, day = map(int, found.groups())
    this_century = today.year - today.year % 100 + year
    latest = _date(this_century, month, day)
    return latest if latest is not None and latest <= today else _date(this_century - 100, month, day)


def expiry_in_zone(text: str, today: date) -> date | None:
    """`300102` of a machine-readable zone, within the fifty years around today."""
    found = _IN_ZONE.fullmatch(text)
    if found is None:
        return None
    year, month, day = map(int, found.groups())
    around = today.year - 50
    return _date(around + (year - around) % 100, month, day)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
