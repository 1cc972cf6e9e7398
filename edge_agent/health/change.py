"""What is told at once, without waiting for the next report: the rule alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

DISK_STEP: Final = 0.1
"""Of the whole disk. Against what was told last, so a disk at a boundary does not flicker across it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is looked at between two reports. `disk_free` is the share of the disk, 0 to 1."""

    link_up: bool
    link_drops: int
    failing: frozenset[str]
    disk_free: float


def worth_telling(before: Standing, now: Standing) -> bool:
    """Whether it cannot wait: the link is back, a peripheral failed or mended, the disk fills up."""
    link_is_back = now.link_up and (not before.link_up or now.link_drops > before.link_drops)
    disk_moved = abs(now.disk_free - before.disk_free) >= DISK_STEP
    return link_is_back or now.failing != before.failing or disk_moved
