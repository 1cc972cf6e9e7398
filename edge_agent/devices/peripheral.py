"""What every peripheral can be asked: how are you?

Owns the words only. `look` is asked again and again, so it moves no paper and takes no picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from device_profiles.contract.messages.event import Condition


@dataclass(frozen=True, slots=True)
class PeripheralState:
    """How a peripheral is, and in one sentence for the person who sees to it what is to be done."""

    condition: Condition
    says: str


class Peripheral(Protocol):
    """A part of the device that can be unplugged, busy, jammed or slow."""

    @property
    def name(self) -> str:
        """What a person knows it by."""

    async def look(self) -> PeripheralState:
        """How it is now; never raises for a peripheral that does not work, and comes back in seconds."""
