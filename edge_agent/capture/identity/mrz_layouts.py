"""Where everything stands in the five machine-readable zones (ICAO Doc 9303, parts 4 to 7)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one line: the letters from `start` up to, not with, `end`."""

    line: int
    start: int
    end: int

    def of(self, lines: Sequence[str]) -> str:
        """The letters that stand there."""
        return lines[self.line][self.start : self.end]


@dataclass(frozen=True, slots=True)
class Check:
    """A check digit: where it stands, and the stretches that it is computed over, one after another."""

    digit: Span
    over: tuple[Span, ...]
    may_be_absent: bool = False
    """Whether a filler may stand for it when it covers nothing but fillers."""


@dataclass(frozen=True, slots=True)
class Layout:
    """One kind of zone. `long_numbers`: a document number may go on in the optional data."""

    name: str
    lines: int
    letters: int
    first_letters: str
    names: Span
    fields: Mapping[str, Span]
    checks: Mapping[str, Check]
    long_numbers: bool = False


def _two_lines(
    name: str, letters: int, first_letters: str, optional: tuple[str, int], composite: int | None
) -> Layout:
    """The kinds of two lines differ in length, and in what follows the expiry date on the second.

    `optional` is the last field's name and where it ends; `composite` the place of the digit over all.
    """
    number, birth, expiry = Span(1, 0, 9), Span(1, 13, 19), Span(1, 21, 27)
    last = Span(1, 28, optional[1])
    checks = {
        "document-number": Check(Span(1, 9, 10), (number,)),
        "birth": Check(Span(1, 19, 20), (birth,)),
        "expiry": Check(Span(1, 27, 28), (expiry,)),
    }
    if optional[0] == "personal-number":
        checks["personal-number"] = Check(Span(1, 42, 43), (last,), may_be_absent=True)
    if composite is not None:
        over = (Span(1, 0, 10), Span(1, 13, 20), Span(1, 21, composite))
        checks["composite"] = Check(Span(1, composite, composite + 1), over)
    fields = {
        "document-type": Span(0, 0, 2),
        "issuing-state": Span(0, 2, 5),
        "document-number": number,
        "nationality": Span(1, 10, 13),
        "birth": birth,
        "sex": Span(1, 20, 21),
        "expiry": expiry,
        optional[0]: last,
    }
    return Layout(
        name, 2, letters, first_letters, Span(0, 5, letters), fields, checks, long_numbers=name == "TD2"
    )


TD1: Final = Layout(
    "TD1",
    lines=3,
    letters=30,
    first_letters="ACI",
    names=Span(2, 0, 30),
    fields={
        "document-type": Span(0, 0, 2),
        "issuing-state": Span(0, 2, 5),
        "document-number": Span(0, 5, 14),
        "optional-data": Span(0, 15, 30),
        "birth": Span(1, 0, 6),
        "sex": Span(1, 7, 8),
        "expiry": Span(1, 8, 14),
        "nationality": Span(1, 15, 18),
        "optional-data-2": Span(1, 18, 29),
    },
    checks={
        "document-number": Check(Span(0, 14, 15), (Span(0, 5, 14),)),
        "birth": Check(Span(1, 6, 7), (Span(1, 0, 6),)),
        "expiry": Check(Span(1, 14, 15), (Span(1, 8, 14),)),
        "composite": Check(
            Span(1, 29, 30), (Span(0, 5, 30), Span(1, 0, 7), Span(1, 8, 15), Span(1, 18, 29))
        ),
    },
    long_numbers=True,
)
TD2: Final = _two_lines("TD2", 36, "ACIP", ("optional-data", 35), 35)
TD3: Final = _two_lines("TD3", 44, "P", ("personal-number", 42), 43)
MRV_A: Final = _two_lines("MRV-A", 44, "V", ("optional-data", 44), None)
MRV_B: Final = _two_lines("MRV-B", 36, "V", ("optional-data", 36), None)

LAYOUTS: Final = (TD3, TD2, TD1, MRV_A, MRV_B)
