"""The hubs that work with one journal: each says again and again that it is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from hub.domain.words import EpochMs


@dataclass(frozen=True, slots=True)
class PresentHub:
    """A hub that is there, as far as the journal knows. `since` and `seen_at` are by its own clock."""

    hub: str
    since: EpochMs
    seen_at: EpochMs


class HubBook(Protocol):
    """The hubs of one transaction."""

    def say(self, hub: str, now_ms: EpochMs) -> None:
        """This hub is there; one that was struck off meanwhile begins anew, behind the others."""
        ...

    def strike(self, hub: PresentHub) -> None:
        """This hub has not been heard for long: strike it off, unless it said something since."""
        ...

    def all(self) -> list[PresentHub]:
        """All of them, the longest there first."""
        ...
