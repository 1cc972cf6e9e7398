"""What a scripted reviewer does at a desk, whichever desk it is: a browser's page, or a program's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Received:
    """What has come over the links of the present case: pictures of the customer, and their voice."""

    frames: int = 0
    heard_ms: int = 0


class Desk(Protocol):
    """A desk that is open: the person sits there. `what` says in a few words which kind it is."""

    what: str

    async def watches(self, case: str) -> None:
        """See the customer of the case, which was accepted."""

    async def received(self) -> Received:
        """What has come so far."""

    async def is_asked(self, case: str) -> None:
        """See that the customer wants to talk."""

    async def talks(self, case: str) -> None:
        """Take the conversation up."""

    async def hangs_up(self, case: str) -> None:
        """End the conversation."""
