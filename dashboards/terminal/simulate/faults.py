"""What goes wrong with a simulated fleet, and when: drawn from a seed, window after window.

Pure. A window is twenty reports long, and whatever begins in it is over before the next: ten minutes where
devices report each half minute.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, get_args

from dashboards.terminal.simulate.members import Member

FaultWord: TypeAlias = Literal["silence", "gaps", "heat", "clock", "storm"]
"""As a person asks for them."""
FAULT_WORDS: Final[tuple[FaultWord, ...]] = get_args(FaultWord)
What: TypeAlias = Literal["silence", "outage", "gaps", "heat", "clock", "storm"]
"""silence: a device that hangs, its link up. outage: a branch whose line is cut; it comes with silence.
gaps: reports that never leave the device. heat: a room or a fan. clock: one that is set wrong. storm: half
of the branches are cut off at once, and all come back together."""
REPORTS_A_WINDOW: Final = 20
HIT: Final = 0.01
"""The share of the devices that each of the single devices' faults hits in a window; one at least."""


@dataclass(frozen=True, slots=True)
class Fault:
    """It befalls these members (by their number in the fleet) from `begins_s` to `ends_s`.

    `size`: of gaps how many reports, of heat °C, of a clock the seconds that it is ahead.
    """

    what: What
    who: tuple[int, ...]
    begins_s: float
    ends_s: float
    size: float = 0.0


def faults_in(
    window: int, seed: int, words: Collection[FaultWord], fleet: Sequence[Member], interval_s: float
) -> list[Fault]:
    """What goes wrong in a window, the first to begin first; seconds are counted from its beginning."""
    chance = random.Random(f"{seed}/faults/{window}")  # noqa: S311  plays
    window_s = REPORTS_A_WINDOW * interval_s
    branches: defaultdict[str, list[int]] = defaultdict(list)
    for number, member in enumerate(fleet):
        branches[member.address.branch].append(number)
    found: list[Fault] = []

    def befalls(what: What, who: Sequence[int], size: float = 0.0) -> None:
        begins_s = chance.uniform(0.1, 0.5) * window_s
        ends_s = begins_s + chance.uniform(0.2, 0.38) * window_s
        found.append(Fault(what, tuple(who), begins_s, ends_s, size))

    for word in FAULT_WORDS:  # in one order, whichever the person named them in
        if word not in words:
            continue
        if word == "storm":
            cut = chance.sample(sorted(branches), max(1, len(branches) // 2))
            befalls("storm", [number for branch in cut for number in branches[branch]])
            continue
        for number in chance.sample(range(len(fleet)), max(1, round(HIT * len(fleet)))):
            befalls(word, [number], _size(word, chance))
        if word == "silence" and len(branches) > 1:
            befalls("outage", branches[chance.choice(sorted(branches))])
    return sorted(found, key=lambda fault: fault.begins_s)


def _size(word: FaultWord, chance: random.Random) -> float:
    match word:
        case "gaps":
            return float(chance.randint(1, 15))
        case "heat":
            return chance.uniform(50, 65)
        case "clock":
            return chance.choice((-1, 1)) * chance.uniform(180, 3_600)
        case _:
            return 0.0
