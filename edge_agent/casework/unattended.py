"""How long the machine waits for a customer who went away from it: the rule, and nothing else.

    here → asked → gone      what they wrote is hidden when asked, their business ends when gone

Owns when each is so. Time comes in with every word; what is done about it is `attending`'s.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from device_profiles.profiles import Unattended

Standing = Literal["here", "asked", "gone"]


@dataclass(frozen=True, slots=True)
class Visit:
    """One customer's time before the machine; `away_since_s` (any clock) is None while they are seen."""

    away_since_s: float | None

    def standing(self, now_s: float, limits: Unattended) -> Standing:
        """Whether they are taken to be there still."""
        if self.away_since_s is None:
            return "here"
        # Sums, as in `next_change_s`: a difference may round to the other side of the same moment.
        if now_s >= self.away_since_s + limits.end_s:
            return "gone"
        return "asked" if now_s >= self.away_since_s + limits.lock_s else "here"

    def next_change_s(self, now_s: float, limits: Unattended) -> float | None:
        """When they will be taken for something else, if nothing happens; None while they are seen."""
        if self.away_since_s is None:
            return None
        hidden = self.standing(now_s, limits) != "here"
        return self.away_since_s + (limits.end_s if hidden else limits.lock_s)

    def unseen(self, at_s: float) -> Visit:
        """The camera sees nobody any more, or nothing at all."""
        return Visit(at_s) if self.away_since_s is None else self

    def seen(self, at_s: float, limits: Unattended) -> Visit:
        """Somebody is seen. Once all is hidden that may be anybody: then only a touch brings it back."""
        return Visit(None) if self.standing(at_s, limits) == "here" else self

    def touched(self, at_s: float, *, seen: bool) -> Visit:
        """Somebody touched the screen; who is not seen is waited for from then on."""
        return Visit(None if seen else at_s)
