"""What will happen, drawn from a seed: what each case's people do, and when which fault strikes.

Pure: the same seed, number of cases and kinds give the same plan. What the programs make of it in time is
theirs, so that two runs of one plan are alike and not the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final, Literal, TypeAlias, TypeVar, get_args

Answer: TypeAlias = Literal["accept", "decline", "wait", "silence", "pass-on"]
Review: TypeAlias = Literal["pass", "fail", "recapture", "transfer"]
Habit: TypeAlias = Literal[
    "patient", "impatient", "cancels at once", "cancels when accepted", "cancels when collected"
]
Moment: TypeAlias = Literal[
    "filed", "offered", "accepted", "captured", "collected", "looked", "decided", "told", "seen"
]
MOMENTS: Final[tuple[Moment, ...]] = get_args(Moment)

STRIKE_EVERY: Final = 10
"""In each block of so many cases, one of every kind of fault at the least."""
BRANCH_B: Final = "north/b2"
BRANCH_C: Final = "north/b3"
ORIGINS: Final[Mapping[str, tuple[str, ...]]] = {
    "A1": (BRANCH_B, BRANCH_C),
    "A2": (BRANCH_B, BRANCH_C),
    "B1": (BRANCH_C,),
    "C1": (BRANCH_B,),
}
"""The counters that file cases, by the letters of the bank, and the branches that they file for."""
PROCEDURES: Final = {
    BRANCH_B: (
        "open-account",
        "report-lost-card",
        "reset-password",
        "change-contact-details",
        "large-cash-withdrawal",
    ),
    # Nobody there may pay out cash.
    BRANCH_C: ("open-account", "report-lost-card", "reset-password", "change-contact-details"),
}

_ANSWERS: Final[Mapping[Answer, int]] = {"accept": 70, "decline": 11, "wait": 8, "silence": 4, "pass-on": 7}
_REVIEWS: Final[Mapping[Review, int]] = {"pass": 68, "fail": 12, "recapture": 11, "transfer": 9}
_HABITS: Final[Mapping[Habit, int]] = {
    "patient": 70,
    "impatient": 15,
    "cancels at once": 5,
    "cancels when accepted": 5,
    "cancels when collected": 5,
}
_DELAYS_S: Final = (0.002, 0.02, 0.2, 1.5)
"""The longest delays after a moment: at once, amid the commit of what follows, shortly, at any time."""
_LONGEST_RESTART_S: Final = 2.5
_ChoiceT = TypeVar("_ChoiceT")


@dataclass(frozen=True, slots=True)
class CasePlan:
    """One customer's business, and what the people concerned do about it.

    `answers` are given to offers one after another, then every offer is accepted; `reviews` likewise, and
    then the case passes. The customer's name tells the case among all others.
    """

    number: int
    origin: str
    branch: str
    procedure: str
    habit: Habit
    answers: tuple[Answer, ...]
    reviews: tuple[Review, ...]
    picture_px: int
    core_loses_answer: bool

    @property
    def customer(self) -> str:
        """The name of the customer."""
        return f"客户 {self.number:05d}"

    @property
    def application(self) -> dict[str, str]:
        """What the customer fills in."""
        person = {"customer-name": self.customer, "id-number": "110105198001019987"}
        match self.procedure:
            case "open-account" | "change-contact-details":
                return {**person, "phone": "13800000000"}
            case "large-cash-withdrawal":
                return {**person, "card-number": "6200000000000000000", "amount": "80000"}
            case _:
                return {**person, "card-number": "6200000000000000000"}


@dataclass(frozen=True, slots=True)
class Strike:
    """A fault of a kind, `delay_s` after a case has come to a moment (or has ended without it).

    `choice` in [0, 1) says whom it strikes, where there are several. With `again_s` it strikes once more,
    so long after the recovery began.
    """

    kind: str
    case: int
    moment: Moment
    delay_s: float
    choice: float
    again_s: float | None


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole run."""

    cases: tuple[CasePlan, ...]
    strikes: tuple[Strike, ...]


def make_plan(cases: int, seed: int, kinds: Sequence[str]) -> Plan:
    """Draw the plan of a run."""
    chance = Random(seed)
    planned = tuple(_case(number, chance) for number in range(cases))
    strikes = [
        _strike(kind, range(first, min(first + STRIKE_EVERY, cases)), chance)
        for first in range(0, cases, STRIKE_EVERY)
        for kind in kinds
        for _ in range(chance.choice((1, 1, 1, 2)))
    ]
    return Plan(planned, tuple(strikes))


def _case(number: int, chance: Random) -> CasePlan:
    origin = chance.choice(tuple(ORIGINS))
    branch = chance.choice(ORIGINS[origin])
    return CasePlan(
        number=number,
        origin=origin,
        branch=branch,
        procedure=chance.choice(PROCEDURES[branch]),
        habit=_one_of(_HABITS, chance),
        answers=tuple(_one_of(_ANSWERS, chance) for _ in range(2)),
        reviews=tuple(_one_of(_REVIEWS, chance) for _ in range(2)),
        # A large one takes several pieces, and time in which a fault may strike.
        picture_px=chance.choice((40, 60, 80, 500)),
        core_loses_answer=chance.random() < 0.2,
    )


def _strike(kind: str, block: range, chance: Random) -> Strike:
    return Strike(
        kind=kind,
        case=chance.choice(block),
        moment=chance.choice(MOMENTS),
        delay_s=chance.uniform(0, chance.choice(_DELAYS_S)),
        choice=chance.random(),
        again_s=chance.uniform(0, _LONGEST_RESTART_S) if chance.random() < 0.25 else None,
    )


def _one_of(weights: Mapping[_ChoiceT, int], chance: Random) -> _ChoiceT:
    return chance.choices(tuple(weights), tuple(weights.values()))[0]
