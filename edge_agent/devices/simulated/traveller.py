"""A made-up traveller of a made-up state, and the machine-readable zone of their document.

Writes zones by the same layouts that capture reads (ICAO Doc 9303). Nobody here exists; UTO is the state
that the standard itself made up.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from edge_agent.capture.identity.mrz import FILLER, check_digit
from edge_agent.capture.identity.mrz_layouts import Layout, Span

_STATE = "UTO"
_SURNAMES = ("ERIKSSON", "MUSTERFRAU", "VAN DER BERG", "LI", "OKONKWO", "SPECIMEN", "DE LA CRUZ", "ZHANG")
_GIVEN = {
    "M": ("PETER JOHN", "WEI", "CARLOS", "THABO SIPHO", "JEAN LUC"),
    "F": ("ANNA MARIA", "XIAOMING", "ERIKA", "MARGUERITE", "FATIMA"),
}
_LETTERS = np.array(list("ABCDEFGHJKLMNPRTUVWXY"))
_EARLIEST_BIRTH = date(1950, 1, 1)
_EARLIEST_EXPIRY = date(2028, 1, 1)


@dataclass(frozen=True, slots=True)
class Traveller:
    """What a travel document says; `sex` is M or F, names are in the letters of a zone and spaces."""

    surname: str
    given_names: str
    sex: str
    birth: date
    document_number: str
    expiry: date
    personal_number: str
    state: str = _STATE


def made_up_traveller(chance: np.random.Generator) -> Traveller:
    """Return somebody who holds a document that is valid for some years yet."""
    sex = str(chance.choice(list(_GIVEN)))
    letters = "".join(chance.choice(_LETTERS, 2))
    personal = f"{letters}{chance.integers(10**6, 10**8)}" if chance.random() < 0.5 else ""
    return Traveller(
        surname=str(chance.choice(_SURNAMES)),
        given_names=str(chance.choice(_GIVEN[sex])),
        sex=sex,
        birth=_EARLIEST_BIRTH + timedelta(days=int(chance.integers(20_000))),
        document_number=f"{chance.choice(_LETTERS)}{chance.integers(10**7, 10**8)}",
        expiry=_EARLIEST_EXPIRY + timedelta(days=int(chance.integers(3_000))),
        personal_number=personal,
    )


def zone_of(traveller: Traveller, layout: Layout) -> tuple[str, ...]:
    """Return the lines of the zone, every check digit in its place."""
    values = {
        "document-type": layout.first_letters[-1],
        "issuing-state": traveller.state,
        "document-number": traveller.document_number,
        "nationality": traveller.state,
        "birth": f"{traveller.birth:%y%m%d}",
        "sex": traveller.sex,
        "expiry": f"{traveller.expiry:%y%m%d}",
        "personal-number": traveller.personal_number,
    }
    lines = [FILLER * layout.letters] * layout.lines
    for name, span in layout.fields.items():
        lines = _written(lines, span, values.get(name, ""))
    names = f"{traveller.surname}{FILLER * 2}{traveller.given_names}".replace(" ", FILLER)
    lines = _written(lines, layout.names, names)
    for check in layout.checks.values():
        covered = "".join(span.of(lines) for span in check.over)
        is_absent = check.may_be_absent and not covered.strip(FILLER)
        lines = _written(lines, check.digit, FILLER if is_absent else check_digit(covered) or FILLER)
    return tuple(lines)


def _written(lines: list[str], span: Span, value: str) -> list[str]:
    room = span.end - span.start
    line = lines[span.line]
    written = line[: span.start] + value[:room].ljust(room, FILLER) + line[span.end :]
    return [*lines[: span.line], written, *lines[span.line + 1 :]]
