"""What a device at which customers stand alone can offer now, and what keeps it from the rest.

Pure: who knows how the peripherals are says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from device_profiles.profiles import Procedure
from edge_agent.devices.peripheral import PeripheralState

WORKING: Final = frozenset({"ready", "busy", "slow"})
_SECOND: Final = re.compile("-[0-9]+$")
"""A device's second scanner is `scanner-2`."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A procedure, and the peripherals without which it cannot be gone through with now."""

    procedure: str
    lacking: tuple[str, ...]


def working(states: Mapping[str, PeripheralState]) -> frozenset[str]:
    """The peripherals that can be used; a camera takes a paper as a scanner does."""
    found = {_SECOND.sub("", name) for name, state in states.items() if state.condition in WORKING}
    return frozenset({*found, "scanner"}) if "camera" in found else frozenset(found)


def offered(procedures: Iterable[Procedure], working: frozenset[str]) -> tuple[Offered, ...]:
    """Each procedure, in the order in which they come."""
    return tuple(Offered(each.procedure, _lacking(each, working)) for each in procedures)


def _lacking(procedure: Procedure, working: frozenset[str]) -> tuple[str, ...]:
    """What is missing; where there is a choice of ways, what the first of them wants."""
    wanted = set(procedure.fulfils_with)
    if any(review.recording for review in procedure.reviews.values()):
        wanted.add("camera")
    for number in range(len(procedure.captured_in)):
        for group in procedure.needs_in(number):
            ways = [procedure.peripherals_for(name) for name in group]
            if not any(way <= working for way in ways):
                wanted |= ways[0]
    return tuple(sorted(wanted - working))
