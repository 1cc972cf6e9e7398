"""One customer's business as it is played: what was filed, heard and shown so far."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Final

from dashboards.terminal.demo.people import Json

Say = Callable[[str, str], None]
"""Tells the person who watches: who, and what they did."""

_CUSTOMER: Final = {
    "customer-name": "王小样",
    # Made up: a sequence that was never given out in that year, with a right check digit.
    "id-number": "110105198001019987",
}
_CARD: Final = {"card-number": "6200000000000000000"}
APPLICATIONS: Final[Mapping[str, Mapping[str, str]]] = {
    "open-account": {**_CUSTOMER, "phone": "13800000000"},
    "report-lost-card": {**_CUSTOMER, **_CARD},
    "reset-password": {**_CUSTOMER, **_CARD},
    "large-cash-withdrawal": {**_CUSTOMER, **_CARD, "amount": "80000"},
    "apply-for-card": {**_CUSTOMER, "phone": "13800000000"},
}
"""What the customer fills in, by procedure."""


class Visit:
    """What was seen of a customer alone before a kiosk, and remembered until they went."""

    def __init__(self) -> None:
        self.filed: Json = None
        """Their case as the kiosk's page showed it last."""
        self.read: dict[str, str] = {}
        """What was read from their ID card, by the application's fields."""
        self.words: set[str] = set()
        """What they wrote: nothing of it may stay."""
        self.link = ""
        """With what the reviewer saw them."""
        self.frames_seen = 0
        self.heard_ms: dict[str, int] = {}
        """How long each side of a conversation heard the other: `kiosk` and `desk`."""
        self.receipt = False
        self.locked = False
        """Whether the page hid what was theirs while they were away."""
        self.left_behind: list[str] = []


class Business:
    """A case in play. It only remembers: what is true of the case, the hub and the devices say."""

    def __init__(self, case: str, procedure: str, visit: Visit | None = None) -> None:
        self.case = case
        self.procedure = procedure
        self.visit = visit
        """What belongs to a customer who stands alone; None at a counter."""
        self.told: list[Json] = []
        """What the origin's screen has shown so far."""
        self.shown: dict[str, str] = {}
        """The SHA-256 of what a handler's counter showed, by the material's name."""
        self._started = time.monotonic()
        self._ended: float | None = None

    def end(self) -> None:
        """The customer has their result."""
        self._ended = time.monotonic()

    @property
    def ended(self) -> bool:
        """Whether the customer has the result."""
        return self._ended is not None

    @property
    def elapsed_ms(self) -> int:
        """From filing until the customer had the result, or until now."""
        ended = time.monotonic() if self._ended is None else self._ended
        return round((ended - self._started) * 1000)
