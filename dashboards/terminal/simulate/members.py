"""Who is in the simulated fleet: addresses and kinds, the same for the same numbers.

All are in a region of their own, so that nobody takes them for the bank's, and so that they can be removed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from device_profiles.contract.ids import DeviceAddress

REGION: Final = "sim"


@dataclass(frozen=True, slots=True)
class Member:
    """One simulated device."""

    address: DeviceAddress
    kind: str


def members(devices: int, branches: int, kinds: Sequence[str]) -> tuple[Member, ...]:
    """So many devices, dealt to so many branches in turn; each branch has the kinds in turn."""
    found = []
    for number in range(devices):
        branch, place = number % branches, number // branches
        kind = kinds[place % len(kinds)]
        name = f"{kind}-{place // len(kinds) + 1}"
        found.append(
            Member(DeviceAddress(region=REGION, branch=f"branch-{branch + 1:03}", device=name), kind)
        )
    return tuple(found)
